"""Links two files, or de-duplicates one, with clkhash and anonlink: one Bloom filter a record, all pairs, greedy solver.

    python anonlink_peer.py OUT LEFT [RIGHT]      # writes OUT/pairs.csv

Filters of 1,024 bits over names, town and address (bigrams), date of birth and postcode (characters with their place) and
sex; never `id_number`. A feature that is empty in one of the files is left out, as the owners would agree beforehand. Every
feature sets a fixed number of bits, so that a long name weighs no more than a short one.
"""
import csv
import re
import sys
from pathlib import Path

import anonlink
from clkhash.clk import generate_clks
from clkhash.schema import from_json_dict

# Dice coefficients: below the first a pair is not written, from the second it is a candidate of the greedy solver.
FLOOR = 0.7
DECLARED = 0.8
# Candidates kept of a record: more than anybody has records, and not the millions that one town and one sex make.
MOST = 50
# Records of a file compared with all later ones at a time, when it is compared with itself.
CHUNK = 5_000
# Length of the n-grams, whether their place counts, bits set by a feature.
FEATURES = {
    "forename": (2, False, 160),
    "surname": (2, False, 160),
    "dob": (1, True, 240),
    "sex": (1, False, 30),
    "postcode": (1, True, 120),
    "town": (2, False, 80),
    "address": (2, False, 100),
}


def schema(names):
    features = [
        {
            "identifier": name,
            "format": {"type": "string", "encoding": "utf-8"},
            "hashing": {
                "comparison": {"type": "ngram", "n": length, "positional": positional},
                "strategy": {"bitsPerFeature": bits},
                "hash": {"type": "blakeHash"},
            },
        }
        for name, (length, positional, bits) in ((name, FEATURES[name]) for name in names)
    ]
    config = {"l": 1024, "kdf": {"type": "HKDF", "hash": "SHA256", "info": "", "salt": "", "keySize": 64}}
    return from_json_dict({"version": 3, "clkConfig": config, "features": features})


def encode(files):
    """Record ids and filters of each file; an empty field sets no bit."""
    present = [name for name in FEATURES if all(any(row[name] for row in rows) for rows in files)]
    for rows in files:
        people = [[re.sub("[^A-Z0-9]", "", row[name].upper()) for name in present] for row in rows]
        filters = generate_clks(people, schema(present), "the secret of a measurement", validate=False)
        yield [row["rec_id"] for row in rows], filters


def read_csv(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def candidates(left, right):
    """Similarities from FLOOR, best first; the sides, all 0 and all 1; and the places of left and right."""
    return anonlink.candidate_generation.find_candidate_pairs(
        [left, right], anonlink.similarities.dice_coefficient, FLOOR, k=MOST
    )


def pairs_between(left, right):
    """(similarity, left, right, declared) of every candidate; those of the greedy solver are declared."""
    similarities, (zeros, ones), (lefts, rights) = candidates(left, right)
    good = sum(similarity >= DECLARED for similarity in similarities)
    groups = anonlink.solving.greedy_solve(
        (similarities[:good], (zeros[:good], ones[:good]), (lefts[:good], rights[:good]))
    )
    links = set(anonlink.solving.pairs_from_groups(groups))
    return ((*pair, pair[1:] in links) for pair in zip(similarities, lefts, rights))


def pairs_within(filters):
    """The same of one file, each pair once; all from DECLARED are declared."""
    for start in range(0, len(filters), CHUNK):
        similarities, _, places = candidates(filters[start : start + CHUNK], filters[start:])
        for similarity, left, right in zip(similarities, *places):
            if left < right:
                yield similarity, start + left, start + right, similarity >= DECLARED


def main(out, *paths):
    files = list(encode([read_csv(path) for path in paths]))
    left_ids, right_ids = files[0][0], files[-1][0]
    filters = [filters for _, filters in files]
    pairs = pairs_between(*filters) if len(filters) == 2 else pairs_within(*filters)
    with open(Path(out) / "pairs.csv", "w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(["left_id", "right_id", "match_weight", "class"])
        for similarity, left, right, declared in pairs:
            table.writerow([left_ids[left], right_ids[right], f"{similarity:.9f}", "link" if declared else "non-link"])


if __name__ == "__main__":
    main(*sys.argv[1:])
