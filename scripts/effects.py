#!/usr/bin/env python3
"""Do the studies find what was planted?  Runs the demonstration for fixed seeds and counts covering intervals.

    cargo build --release && python3 scripts/effects.py [--program target/release/dwlink] [--seeds 20] [--null] [--treated N]

Every released 95 % interval of an effect with a planted value is compared with that value: on the links as declared and,
beside it, on perfect links.  At least 17 of 20 intervals must cover each planted effect; a right 95 % interval does so in
98.4 % of such runs of 20.  In the null world the planted value is no effect.  `moved` is how far linkage error moved
the estimate, on average and at most.  Exit status 1 when an effect is covered too rarely.  Standard library only.
"""
import argparse
import csv
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

GROUPS = {
    "completed": "Completed treatment, did not return",
    "retained": "Still in treatment two years on",
    "discontinued": "Dropped out",
    "transferred": "Transferred or in custody",
}
STATES = {
    "left_0_28": "0 to 28 days after leaving",
    "left_29_365": "29 to 365 days after leaving",
    "left_later": "More than 365 days after leaving",
}


def rows(folder, kind, table, column):
    """Released value and interval by row label."""
    with open(folder / "results/all/csv" / kind / f"{table}.csv", newline="", encoding="utf-8") as file:
        return {
            row["row"]: (float(row["value"]), float(row["low"]), float(row["high"]))
            for row in csv.DictReader(file)
            if row["column"] == column and row["low"]
        }


def findings(folder, links):
    """Headline results on one set of links."""
    results = json.loads((folder / "results/all/results.json").read_text(encoding="utf-8"))
    return {
        finding["key"]: (finding[links]["estimate"], finding[links]["low"], finding[links]["high"])
        for study in results["studies"]
        for finding in study["findings"]
        if finding[links]
    }


def planted(folder):
    """Effect name -> (planted value, released interval on declared links, headline key)."""
    effects = json.loads((folder / "truth/effects.json").read_text(encoding="utf-8"))
    convictions = rows(folder, "reoffending", "convictions", "rate_ratio")
    deaths = rows(folder, "deaths", "deaths", "rate_ratio")
    out = {}
    for group in effects["reoffending"]["by_group"]:
        label = GROUPS.get(group["group"])
        if label in convictions:
            out[f"convictions after/before, {group['group']}"] = (group["planted"], convictions[label])
    for state in effects["mortality"]["by_state"]:
        label = STATES.get(state["state"])
        if label in deaths:
            out[f"death rate ratio, {state['state']}"] = (state["planted_rate_ratio_all_cause"], deaths[label])
    declared = findings(folder, "declared")
    for day, key in zip(effects["employment"]["by_day"], ("in_work_difference_first", "in_work_difference_second")):
        if key in declared:
            out[f"in work, completed - dropped out, day {day['day']}"] = (100 * day["planted_difference"], declared[key])
    return out


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", default="target/release/dwlink")
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--null", action="store_true", help="the world without effects")
    parser.add_argument("--treated", type=int, help="people treated (default: the demonstration's own)")
    options = parser.parse_args()
    covered, told, moved = {}, {}, {}
    for seed in range(1, options.seeds + 1):
        home = Path(tempfile.mkdtemp())
        command = [options.program, "demo", str(home / "demo"), "--seed", str(seed), "--quiet"]
        command += ["--null-effects"] if options.null else []
        command += ["--treated", str(options.treated)] if options.treated else []
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        folder = home / "demo"
        for name, (value, (_, low, high)) in planted(folder).items():
            told[name] = told.get(name, 0) + 1
            covered[name] = covered.get(name, 0) + (low <= value <= high)
        declared, perfect = findings(folder, "declared"), findings(folder, "perfect")
        for key in declared.keys() & perfect.keys():
            moved.setdefault(key, []).append(declared[key][0] - perfect[key][0])
        shutil.rmtree(home)
        print(f"seed {seed} done", file=sys.stderr)
    print(f"{'effect':<48} covered  of seeds with a released figure")
    failed = False
    for name in sorted(covered):
        short = covered[name] < 17 * told[name] / 20
        failed |= short
        print(f"{name:<48} {covered[name]:>7}  {told[name]}{'  TOO FEW' if short else ''}")
    print(f"\n{'headline':<48} {'moved, mean':>12} {'at most':>9}")
    for key in sorted(moved):
        print(f"{key:<48} {sum(moved[key]) / len(moved[key]):>12.3f} {max(map(abs, moved[key])):>9.3f}")
    sys.exit(failed)


if __name__ == "__main__":
    main()
