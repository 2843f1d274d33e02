"""The best any rule could do on initials, birth date, sex and area: what limits recall at national density.

    python3 benches/national/ceiling.py WORLD [--initial M] [--precision .98]

WORLD is the folder of `dwlink fixtures generate --profile national`. Of clients and police records whose true surname begins with the letter
(so that initials are as crowded as in the whole country, in a tenth of the memory), every pair that agrees exactly on initials, birth date and
sex by some name or alias is weighed by its area (sector, district, none, missing on a side) beside its rivals, with m, u and the prior taken from the
truth. Prints what true pairs agree on, strangers a client, and the best recall at the precision asked for. Standard library only.
"""
import argparse
from collections import Counter, defaultdict
from pathlib import Path

from national import rows


def sector(postcode, partial):
    """The sector of a whole or truncated postcode; `None` where missing or of no fixed abode."""
    text = postcode.strip().upper()
    if not text or text == "NA" or text.startswith("ZZ99"):
        return None
    return text if partial else text[:-2]


def area(ours, theirs):
    if not ours or not theirs:
        return "missing"
    if theirs in ours:
        return "sector"
    return "district" if theirs.split()[0] in {one.split()[0] for one in ours} else "none"


def people_of(world, letter):
    keep = set()
    for row in rows(world / "truth/people.csv"):
        if letter in (row["surname_first"][:1], row["surname_last"][:1]):
            keep.add(row["person_id"])
    return keep


def police(world, keep):
    """Records by (initials, birth date, sex), and each record's person and sector."""
    person = {row["PNCID"]: row["person_id"] for row in rows(world / "truth/pnc.csv") if row["person_id"] in keep}
    sex, home, born, names = {}, {}, {}, defaultdict(set)
    for row in rows(world / "pnc/pnc_person.csv"):
        record = row["PNCID"]
        if record in person:
            sex[record], born[record], home[record] = row["SEX"], row["DOB"], sector(row["POSTCODE"], partial=False)
            names[record].add((row["FORENAME1"][:1], row["SURNAME"][:1], row["DOB"]))
    for row in rows(world / "pnc/pnc_alias.csv"):
        record = row["PNCID"]
        if record in person:
            names[record].add((row["ALIAS_FORENAME"][:1], row["ALIAS_SURNAME"][:1], row["ALIAS_DOB"] or born[record]))
    cells = defaultdict(set)
    for record, known in names.items():
        for name in known:
            cells[(*name, sex[record])].add(record)
    return cells, person, home


def clients(world, keep):
    """Consenting clients: person, identities and sectors."""
    person = {(row["AGNCY"], row["CLIENTID"]): row["person_id"] for row in rows(world / "truth/ndtms.csv") if row["person_id"] in keep}
    found = {}
    for row in rows(world / "ndtms/ndtms_episode.csv"):
        client = (row["AGNCY"], row["CLIENTID"])
        if client in person and row["CONSENT"] != "N":
            entry = found.setdefault(client, (person[client], set(), set()))
            entry[1].add((row["FINITIAL"], row["SINITIAL"], row["DOB"], "M" if row["SEX"] == "1" else "F"))
            entry[2].add(sector(row["PC"], partial=True))
    return [(who, names, homes - {None}) for who, names, homes in found.values()]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("world", type=Path)
    parser.add_argument("--initial", default="M")
    parser.add_argument("--precision", type=float, default=0.98)
    options = parser.parse_args()
    keep = people_of(options.world, options.initial)
    cells, person_of, home_of = police(options.world, keep)
    on_file = set(person_of.values())
    met, true, chance, both = [], Counter(), Counter(), 0
    everyone = clients(options.world, keep)
    for who, names, homes in everyone:
        both += who in on_file
        records = sorted(set().union(*(cells.get(name, set()) for name in names)))
        found = [(area(homes, home_of[record]), person_of[record] == who) for record in records]
        for how, is_match in found:
            (true if is_match else chance)[how] += 1
        met.append(found)
    exact, strangers = sum(true.values()), sum(chance.values()) / len(everyone)
    print(f"{len(everyone)} clients, {both} of them on file; {100 * exact / both:.1f} % of these agree on initials, birth date and sex")
    print("of the people on file, " + ", ".join(f"{how} {100 * n / both:.1f} %" for how, n in sorted(true.items())))
    print(f"{strangers:.1f} strangers a client agree on the first three")
    prior = exact / len(everyone)
    # Half a stranger more of every kind, so that a kind nobody met by chance has finite odds.
    odds = {how: prior / (1 - prior) * (true[how] / exact) * len(everyone) / (chance[how] + 0.5) for how in true}
    leaders = []
    for found in filter(None, met):
        weights = [odds[how] for how, _ in found]
        best = max(range(len(found)), key=weights.__getitem__)
        leaders.append((weights[best] / (1 + sum(weights)), found[best][1]))
    leaders.sort(key=lambda leader: -leader[0])
    hits, recall = 0, 0.0
    for declared, (_, is_match) in enumerate(leaders, 1):
        hits += is_match
        if hits / declared >= options.precision:
            recall = hits / both
    print(f"best recall at precision {options.precision}: {recall:.3f}")


if __name__ == "__main__":
    main()
