"""Two bars of scale: 10,000 by 10,000 people with whole names from CSV to pairs, and what doubling the rows costs.

    benches/bars/run [--rows 100000] [--times 5] [--threads N] [--write docs/performance.md]

Doubled files hold everybody once more under another alphabet: each letter of names and postcode areas is replaced by another, so that no
block grows and there are twice as many. Of several runs of `dwlink trial`, the files taken in turn,
the one that took least CPU time counts. Where other work runs on the machine, wall clock says little. What an HMAC takes, wall clock
times threads, is measured before the runs and after them: seconds are those of a machine. Standard library only.
"""
import argparse
import csv
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from floor import seconds_of_hmacs
from page import replace

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# A shift of all letters is a bijection: equal values stay equal, different ones different.
OTHER = str.maketrans(LETTERS + LETTERS.lower(), LETTERS[7:] + LETTERS[:7] + LETTERS[7:].lower() + LETTERS[:7].lower())
HMACS = 10_000_000
SHIFTED = ("forename", "middle", "surname", "postcode", "address", "town")


def draw(rows, folder):
    subprocess.run(["target/release/linked_pair", str(rows), str(folder)], check=True)


def double(folder, out):
    out.mkdir()
    for side in ("left", "right"):
        with open(folder / f"{side}.csv", newline="", encoding="utf-8") as source, open(out / f"{side}.csv", "w", newline="", encoding="utf-8") as to:
            reader = csv.DictReader(source)
            writer = csv.DictWriter(to, reader.fieldnames)
            writer.writeheader()
            for row in reader:
                writer.writerow(row)
                shifted = {name: cell.translate(OTHER) if name in SHIFTED else cell for name, cell in row.items()}
                writer.writerow({**shifted, "rec_id": f"{row['rec_id']}-again"})


def trial(folder, options):
    out = folder / "out"
    command = ["target/release/dwlink", "trial", folder / "left.csv", folder / "right.csv", "--out", out, "--quiet"]
    command += ["--threads", str(options.threads)] if options.threads else []
    begun = time.monotonic()
    process = subprocess.Popen(list(map(str, command)), stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit("trial failed")
    seconds = time.monotonic() - begun
    metrics = json.loads((out / "metrics.json").read_text())
    shutil.rmtree(out)
    return seconds, usage.ru_utime + usage.ru_stime, metrics


def nanoseconds_an_hmac(threads):
    """Wall clock of an HMAC times threads, while so many make them."""
    return seconds_of_hmacs("target/release", HMACS, threads) * threads / HMACS * 1e9


def least(folders, options):
    """The run over each folder that took least CPU time, the folders taken in turn."""
    runs = {folder: [] for folder in folders}
    for _ in range(options.times):
        for folder in folders:
            runs[folder].append(trial(folder, options))
    return [min(runs[folder], key=lambda run: run[1]) for folder in folders]


def report(home, options):
    yield "| files | seconds | CPU seconds | pseudonymise | link | union | pairs compared | peak MiB |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
    small, single, doubled = home / "small", home / "single", home / "doubled"
    draw(10_000, small)
    draw(options.rows, single)
    double(single, doubled)
    threads = options.threads or len(os.sched_getaffinity(0))
    hmac_before = nanoseconds_an_hmac(threads)
    found = least([small], options) + least([single, doubled], options)
    for rows, (seconds, cpu, metrics) in zip((10_000, options.rows, 2 * options.rows), found):
        stages = " | ".join(f"{metrics['seconds'][stage]:.2f}" for stage in ("pseudonymise", "link", "union"))
        yield f"| {rows:,} by {rows:,} | {seconds:.2f} | {cpu:.2f} | {stages} | {metrics['candidate_pairs']:,} | {metrics['peak_rss_mib']:.0f} |"
    small, one, two = found
    hmac_after = nanoseconds_an_hmac(threads)
    pairs = two[2]["candidate_pairs"] / one[2]["candidate_pairs"]
    yield f"\nTwice the rows: {two[0] / one[0]:.2f} times the seconds, {two[1] / one[1]:.2f} times the CPU seconds (bar: 2.3), {pairs:.2f} times the pairs."
    yield f"10,000 by 10,000 people from CSV to pairs, reports included: {small[0]:.2f} s of wall clock (bar: 1), {small[1]:.2f} CPU seconds."
    yield f"An HMAC took {hmac_before:.0f} ns before these runs and {hmac_after:.0f} ns after them, on each of {threads} threads."


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--threads", type=int)
    parser.add_argument("--write", type=Path, help="page whose figures between the markers are replaced")
    options = parser.parse_args()
    home = Path(tempfile.mkdtemp())
    try:
        lines = "\n".join(report(home, options))
    finally:
        shutil.rmtree(home)
    print(lines)
    if options.write:
        replace(options.write, "bars", lines)


if __name__ == "__main__":
    main()
