"""What a national linkage costs, and how good it is: every step of the four departments, on files with the country's shares.

    benches/national/run [--people 825000,8250000] [--memory 4GiB] [--threads N] [--work DIR] [--same-bytes] [--write docs/performance.md]
        [--chart docs/images/national.svg] [--worlds DIR]

825,000 people are a hundredth of the country's files, 82,500,000 the whole: 1.5 million in treatment, 11 million on the Police National
Computer under 19 million names, 11 million deaths, 10 million claimants. Each step is one `dwlink` process; seconds are wall clock, CPU
seconds and peak memory the kernel's own account of that process. Quality is against the truth, over pairs of consenting clients and records
of one person. Beside each `pseudonymise` stand the seconds of its HMACs alone (`hmac_floor`), taken just after it on as many threads. `--chart` draws the CPU seconds of every step; `--worlds` keeps the drawn files in a folder and uses those
that it finds there. With
`--same-bytes` every step is run once more on one thread, and every file but run.json must be the same. The last lines fit how cost grows: seconds ~ people ** exponent. The whole country needs 45 GB of disk in DIR. Standard library
only.
"""
import argparse
import csv
import hashlib
import json
import math
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from chart import growth
from floor import seconds_of_hmacs
from page import replace

SOURCES = {"ndtms": ("AGNCY", "CLIENTID"), "pnc": ("PNCID",), "deaths": ("DEATH_ID",), "dwp": ("NINO",)}
# Keys and nonces that repeat, so that a figure can be looked into again; nothing real is ever run with them.
TEST_KEYS = ["--test-seed", "1"]


class Runner:
    """Runs steps of one world and keeps what each took."""

    def __init__(self, program, options):
        self.program, self.options, self.steps = program, options, []

    def __call__(self, step, *arguments, keep=True, threads=None):
        common = ["--quiet", "--memory", self.options.memory]
        threads = threads or self.options.threads
        common += ["--threads", str(threads)] if threads else []
        command = [self.program, *map(str, arguments), *common]
        begun = time.monotonic()
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        said = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        if status:
            raise SystemExit(f"{' '.join(command)}: failed")
        if keep:
            taken = time.monotonic() - begun
            self.steps.append([step, taken, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, None])
        return said

    def hmac_floor(self, count):
        """Seconds of so many HMACs alone, noted beside the last step."""
        self.steps[-1][-1] = seconds_of_hmacs(Path(self.program).parent, count, self.options.threads)


def rows(path):
    with open(path, newline="", encoding="utf-8") as file:
        yield from csv.DictReader(file)


def gigabytes(*folders):
    files = (file for folder in folders for file in Path(folder).rglob("*") if file.is_file())
    return sum(file.stat().st_size for file in files) / 1e9


def same_bytes(one, other):
    """Two folders have the same files with the same bytes; the other one is removed."""
    def hashes(folder):
        files = (file for file in folder.rglob("*") if file.is_file() and file.name != "run.json")
        return {str(file.relative_to(folder)): hashlib.file_digest(file.open("rb"), "sha256").hexdigest() for file in files}

    if hashes(one) != hashes(other):
        raise SystemExit(f"{one.name}: other bytes on one thread")
    shutil.rmtree(other)


def write_truth(world, source, path):
    """Pairs of a consenting client and a record of the same person."""
    refused = {
        (row["AGNCY"], row["CLIENTID"]) for row in rows(world / "ndtms/ndtms_episode.csv") if row["CONSENT"] == "N"
    }
    clients = {}
    for row in rows(world / "truth/ndtms.csv"):
        if (row["AGNCY"], row["CLIENTID"]) not in refused:
            clients.setdefault(row["person_id"], []).append(f"{row['AGNCY']}/{row['CLIENTID']}")
    key = SOURCES[source][0]
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["left_id", "right_id"])
        for row in rows(world / f"truth/{source}.csv"):
            writer.writerows((client, row[key]) for client in clients.get(row["person_id"], ()))


def run(program, people, options, home):
    runner, world = Runner(program, options), (options.worlds or home) / str(people)
    if not world.exists():
        runner("", "fixtures", "generate", "--profile", "national", "--people", people, "--seed", 1, "--out", world, keep=False)
    subprocess.run([program, "spec", "new", home / "specs", "--quiet"], check=True, stdout=subprocess.DEVNULL)
    spec = next((home / "specs").glob("*departments*.toml"))
    emitted, disk = {}, 0.0
    for source in SOURCES:
        out = home / source
        pseudonymise = ["pseudonymise", world / source, "--spec", spec, "--source", source, "--keys", "none", *TEST_KEYS]
        said = json.loads(runner(f"pseudonymise {source}", *pseudonymise, "--json", "--out", out))
        runner.hmac_floor(round(said["hmacs_per_record"] * said["quality"]["variants"]))
        emitted[source] = [
            f"{link}: {100 * share:.1f} % of people emitted by at least one pass, {100 * withheld:.1f} % withheld by a cap in at least one"
            for (link, share), (_, withheld) in zip(said["emitted"], said["withheld"])
        ]
        if options.same_bytes:
            runner("", *pseudonymise, "--out", home / "again", keep=False, threads=1)
            same_bytes(out, home / "again")
        sealed = json.loads((out / "run.json").read_text())["spilled_mib"] * 2**20 / 1e9
        disk = max(disk, gigabytes(*(home / name for name in SOURCES)) + sealed)
    linked, spine = home / "linked", home / "spine"
    link = ["link", "--spec", spec, *(home / name / "linkage" for name in SOURCES), *TEST_KEYS]
    union = ["union", "--spec", spec, "--linked", linked, *(home / name / "union" for name in SOURCES), "--study", "national", "--study-key",
             "none", *TEST_KEYS]
    for step, command, out in (("link", link, linked), ("union", union, spine)):
        runner(step, *command, "--out", out)
        if options.same_bytes:
            runner("", *command, "--out", home / "again", keep=False, threads=1)
            same_bytes(out, home / "again")
    disk = max(disk, gigabytes(linked, spine, *(home / name for name in SOURCES)))
    quality = {}
    for source in list(SOURCES)[1:]:
        truth = home / f"truth_{source}.csv"
        write_truth(world, source, truth)
        said = runner("", "evaluate", spine, "--truth", truth, "--crosswalk", home / "ndtms/owner", home / source / "owner", "--one-desk",
                      "--json", keep=False)
        quality[source] = json.loads(said)
    return {"people": people, "steps": runner.steps, "emitted": emitted, "disk": disk, "quality": quality, "same_bytes": options.same_bytes}


def table(header, lines):
    yield "| " + " | ".join(header) + " |"
    yield "| --- |" + " ---: |" * (len(header) - 1)
    yield from ("| " + " | ".join(line) + " |" for line in lines)


def report(results):
    for result in results:
        steps = result["steps"]
        yield f"\n### {result['people']:,} people\n"
        lines = [
            (step, f"{wall:.1f}", f"{cpu:.1f}", f"{peak:.0f}", "" if floor is None else f"{floor:.1f}")
            for step, wall, cpu, peak, floor in steps
        ]
        wall, cpu, floor = (sum(step[column] or 0 for step in steps) for column in (1, 2, 4))
        total = ("all steps", f"{wall:.1f}", f"{cpu:.1f}", f"{max(step[3] for step in steps):.0f}", f"{floor:.1f}")
        yield from table(("step", "seconds", "CPU seconds", "peak MiB", "its HMACs alone, s"), [*lines, total])
        if result["same_bytes"]:
            yield "\nEvery step run again on one thread wrote the same bytes."
        yield f"\nDisk at the peak, beside the extracts: {result['disk']:.1f} GB.\n"
        lines = [
            (f"ndtms-{source}", f"{found['default']['precision']:.4f}", f"{found['default']['recall']:.4f}", f"{found['candidate_recall']:.4f}")
            for source, found in result["quality"].items()
        ]
        yield from table(("link", "precision", "recall", "true pairs that any pass compared"), lines)
        yield ""
        for source, lines in result["emitted"].items():
            yield from (f"- {source}, {line}" for line in lines)
    if len(results) > 1:
        yield "\n### How cost grows\n"
        first, last = results[0], results[-1]
        grown = math.log(last["people"] / first["people"])
        lines = [
            (a[0], f"{math.log(b[1] / a[1]) / grown:.2f}", f"{math.log(b[2] / a[2]) / grown:.2f}")
            for a, b in zip(first["steps"], last["steps"])
        ]
        yield from table(("step", "seconds ~ people to the power", "CPU seconds"), lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", default="825000,8250000")
    parser.add_argument("--memory", default="4GiB")
    parser.add_argument("--threads", type=int)
    parser.add_argument("--same-bytes", action="store_true", help="run every step again on one thread and compare")
    parser.add_argument("--program", default="target/release/dwlink")
    parser.add_argument("--work", type=Path, help="folder for the files (default: the system's temporary folder)")
    parser.add_argument("--write", type=Path, help="page whose table between the markers is replaced")
    parser.add_argument("--worlds", type=Path, help="folder that keeps the drawn files (default: they are removed)")
    parser.add_argument("--chart", type=Path, help="SVG file to draw the growth into; needs two sizes or more")
    options = parser.parse_args()
    program = str(Path(options.program).resolve())
    results = []
    for people in map(int, options.people.split(",")):
        home = Path(tempfile.mkdtemp(dir=options.work))
        try:
            results.append(run(program, people, options, home))
        finally:
            shutil.rmtree(home)
    lines = "\n".join(report(results)).strip()
    print(lines)
    if options.write:
        replace(options.write, "national", lines)
    if options.chart:
        steps = {steps[0][0]: [cpu for _, _, cpu, *_ in steps] for steps in zip(*(result["steps"] for result in results))}
        chart = growth([result["people"] for result in results], steps, "CPU seconds")
        options.chart.write_text(chart, encoding="utf-8")


if __name__ == "__main__":
    main()
