"""Runs dwlink, Splink and clkhash + anonlink on the same files, one after another, and prints quality beside cost.

    benches/peers/run [--sets NAME,...] [--generated N,...] [--systems NAME,...] [--write PAGE]

The sets are the folders of DWLINK_EVAL_DATA; `--generated` adds two files of N invented people each, half of them in both.
Each system is one process from CSV to scored pairs: seconds on the clock, CPU seconds and peak memory are those of that
process and its children (Linux). All are scored by evaluation.py; what dwlink says of itself must agree.
`--write` replaces what stands between `<!-- begin peers -->` and `<!-- end peers -->`.
"""
import argparse
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from page import replace

HERE = Path(__file__).resolve().parent
RELEASE = HERE.parents[1] / "target/release"
SYSTEMS = {"dwlink": "dwlink", "splink": "Splink, names in the clear", "anonlink": "clkhash + anonlink"}
# anonlink compares all pairs; beyond this many it would run for tens of minutes and is left out.
ANONLINK_PAIRS = 3e9
# pairs.csv has six decimals, so pairs that differ in the seventh become ties.
ROUNDING = 5e-4


def main():
    arguments = parse_arguments()
    systems = arguments.systems.split(",")
    with tempfile.TemporaryDirectory() as work:
        work = Path(work)
        sets = evaluation_sets(arguments.sets)
        sets += [generated(int(people), work) for people in arguments.generated.split(",") if people]
        rows = [row for folder in sets for row in compare(folder, systems, work)]
    text = f"{table(rows)}\n\n{cpu_ratios(rows)}"
    print(text)
    if arguments.write:
        replace(arguments.write, "peers", text)


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sets", help="comma-separated names; all when left out, none when empty")
    parser.add_argument("--generated", default="", help="comma-separated numbers of people")
    parser.add_argument("--systems", default=",".join(SYSTEMS), help="comma-separated: " + ", ".join(SYSTEMS))
    parser.add_argument("--write", type=Path, help="page to write the tables into")
    return parser.parse_args()


def evaluation_sets(names):
    if names == "":
        return []
    root = os.environ.get("DWLINK_EVAL_DATA") or sys.exit("set DWLINK_EVAL_DATA to the folder of the evaluation sets")
    sets = sorted(folder.parent for folder in Path(root).glob("*/truth.csv"))
    return [folder for folder in sets if names is None or folder.name in names.split(",")]


def generated(people, work):
    folder = work / f"generated_{people}"
    subprocess.run([RELEASE / "linked_pair", str(people), folder], check=True)
    return folder


def compare(folder, systems, work):
    files = [folder / name for name in ("left.csv", "right.csv", "records.csv") if (folder / name).exists()]
    for system in systems:
        if system == "anonlink" and all_pairs(files) > ANONLINK_PAIRS:
            continue
        out = work / f"{folder.name}-{system}"
        cost = measured(command(system, files, folder / "truth.csv", out))
        quality = json.loads(subprocess.check_output([sys.executable, HERE / "evaluation.py", out, folder / "truth.csv"]))
        if system == "dwlink":
            check_against_itself(quality, json.loads((out / "metrics.json").read_text()), folder.name)
        print(folder.name, system, quality, cost, file=sys.stderr, flush=True)
        yield {"set": folder.name, "system": system, **quality, **cost}


def all_pairs(files):
    records = [file.read_bytes().count(b"\n") - 1 for file in files]
    return records[0] * records[1] if len(records) == 2 else records[0] * (records[0] - 1) / 2


def command(system, files, truth, out):
    if system == "dwlink":
        return [RELEASE / "dwlink", "trial", *files, "--truth", truth, "--out", out]
    out.mkdir()
    return [sys.executable, HERE / f"{system}_peer.py", out, *files]


def measured(arguments, patience=None):
    """Runs a program; this process must stay small, because Linux counts its memory as the child's first. After `patience` CPU seconds it is
    stopped, and what it took until then is given as `stopped`."""
    limit = patience and (lambda: resource.setrlimit(resource.RLIMIT_CPU, (patience, patience + 5)))
    clock = time.monotonic()
    process = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, preexec_fn=limit)
    complaint = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    stopped = bool(patience) and os.WIFSIGNALED(status) and os.WTERMSIG(status) in (signal.SIGXCPU, signal.SIGKILL)
    if status != 0 and not stopped:
        sys.exit(f"{Path(arguments[0]).name} failed:\n{complaint.decode(errors='replace')}")
    wall, cpu = time.monotonic() - clock, usage.ru_utime + usage.ru_stime
    return {"wall_s": wall, "cpu_s": cpu, "peak_mib": usage.ru_maxrss / 1024, **({"stopped": True} if stopped else {})}


def check_against_itself(quality, metrics, name):
    own = {
        "best": metrics["best"]["f1"],
        "final": metrics["one_to_one"]["f1"],
        "recall": metrics["candidate_recall"],
    }
    for measure, value in own.items():
        if abs(quality[measure] - value) > ROUNDING:
            sys.exit(f"{name}: {measure} is {quality[measure]} here and {value} in metrics.json: one of the evaluations is wrong")


def table(rows):
    head = ["set", "system", "best F1", "1:1 or clusters", "declared", "reach", "wall s", "CPU s", "peak MiB"]
    lines = [head, ["---", "---"] + ["---:"] * (len(head) - 2)]
    for row in rows:
        quality = [f"{row[key]:.4f}" for key in ("best", "final", "declared", "recall")]
        cost = [f"{row['wall_s']:.1f}", f"{row['cpu_s']:.1f}", f"{row['peak_mib']:.0f}"]
        lines.append([row["set"], SYSTEMS[row["system"]], *quality, *cost])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def cpu_ratios(rows):
    """CPU seconds of each peer against dwlink's on the same set."""
    ours = {row["set"]: row["cpu_s"] for row in rows if row["system"] == "dwlink"}
    peers = [system for system in SYSTEMS if system != "dwlink" and any(row["system"] == system for row in rows)]
    lines = [["CPU seconds of dwlink against", *(SYSTEMS[peer] for peer in peers)], ["---"] + ["---:"] * len(peers)]
    for name, seconds in ours.items():
        theirs = {row["system"]: row["cpu_s"] for row in rows if row["set"] == name}
        lines.append([name, *(f"{seconds / theirs[peer]:.2f}" if peer in theirs else "-" for peer in peers)])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


if __name__ == "__main__":
    main()
