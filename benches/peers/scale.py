"""Two files of a million people each, the same for everybody: dwlink stage by stage, Splink from CSV to scored pairs, clkhash's encoding.

    benches/peers/run scale [--people 1000000] [--systems dwlink,splink,clkhash] [--write docs/performance.md]

Half of each file's people are in the other. Every stage is one process: seconds on the clock, CPU seconds and peak memory are the
kernel's account of it and its children. anonlink compares every record with every other, 10^12 pairs here, and is left out; clkhash's
encoding is set beside `pseudonymise`, which makes the tokens of every pass. Quality is scored by evaluation.py. Splink runs without the four blocking
rules of compare.py whose pairs grow fastest (splink_peer.py): with them it held 19 GiB after 20 CPU minutes and was not done. `--patience` stops it after so
many CPU seconds.
"""
import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from compare import HERE, RELEASE, generated, measured
from page import replace

# Keys that repeat; nothing real is ever run with them. And the memory of a laptop.
COMMON = ["--test-seed", "1", "--quiet", "--memory", "3GiB"]


def main():
    options = parse_arguments()
    with tempfile.TemporaryDirectory(dir=options.work) as work:
        work = Path(work)
        folder = generated(options.people, work)
        stages = {}
        for system in options.systems.split(","):
            stages |= {"dwlink": dwlink, "splink": splink, "clkhash": clkhash}[system](folder, work / system, options)
    text = report(options.people, stages)
    print(text)
    if options.write:
        replace(options.write, "scale", text)


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=1_000_000, help="in each file")
    parser.add_argument("--systems", default="dwlink,splink,clkhash")
    parser.add_argument("--patience", type=int, help="CPU seconds after which Splink is stopped (default: never)")
    parser.add_argument("--work", type=Path, help="folder for the files (default: the system's temporary folder)")
    parser.add_argument("--write", type=Path, help="page to write the tables into")
    return parser.parse_args()


def dwlink(folder, out, options):
    """pseudonymise twice, link and union as their desks run them; then a trial of the same files, for the quality alone."""
    out.mkdir()
    program, stages = RELEASE / "dwlink", {}
    subprocess.run([program, "spec", "new", out / "specs", "--quiet"], check=True, stdout=subprocess.DEVNULL)
    # The shipped spec is for trials; a union needs to know whose pseudonyms a study's are.
    shipped = (out / "specs/person.toml").read_text(encoding="utf-8")
    (out / "scale.toml").write_text(shipped.replace("project =", 'anchor = "left"\nproject =', 1), encoding="utf-8")
    spec = ["--spec", out / "scale.toml"]
    sides = ("left", "right")
    for side in sides:
        command = ["pseudonymise", folder, *spec, "--source", side, "--keys", "none", "--out", out / side]
        stages[f"pseudonymise {side}"] = measured([program, *command, *COMMON])
    link = ["link", *spec, *(out / side / "linkage" for side in sides), "--out", out / "linked"]
    stages["link: tokens to scored pairs"] = measured([program, *link, *COMMON])
    union = ["union", *spec, "--linked", out / "linked", *(out / side / "union" for side in sides)]
    union += ["--study", "scale", "--study-key", "none", "--out", out / "spine"]
    stages["union"] = measured([program, *union, *COMMON])
    trial = [program, "trial", folder / "left.csv", folder / "right.csv", "--out", out / "trial", *COMMON[2:]]
    subprocess.run([*trial, "--truth", folder / "truth.csv"], check=True, stdout=subprocess.DEVNULL)
    metrics = json.loads((out / "trial/metrics.json").read_text())
    tokens = metrics["token_bytes_per_record"] / 4
    stages["link: tokens to scored pairs"] |= quality(out / "trial", folder) | {"pairs": metrics["candidate_pairs"]}
    stages["pseudonymise left"] |= {"tokens": tokens}
    return {("dwlink", stage): cost for stage, cost in stages.items()}


def splink(folder, out, options):
    out.mkdir()
    files = (folder / "left.csv", folder / "right.csv")
    cost = measured([sys.executable, HERE / "splink_peer.py", "--fine", out, *files], options.patience)
    return {("Splink", "CSV to scored pairs"): cost if "stopped" in cost else cost | quality(out, folder)}


def clkhash(folder, out, options):
    code = "import sys; sys.path.insert(0, sys.argv[1]); import anonlink_peer as peer; list(peer.encode([peer.read_csv(sys.argv[2])]))"
    return {("clkhash", "encoding left"): measured([sys.executable, "-c", code, HERE, folder / "left.csv"])}


def quality(out, folder):
    return json.loads(subprocess.check_output([sys.executable, HERE / "evaluation.py", out, folder / "truth.csv"]))


def report(people, stages):
    lines = ["| system | stage | wall s | CPU s | peak MiB | best F1 | 1:1 |", "| --- | --- | ---: | ---: | ---: | ---: | ---: |"]
    for (system, stage), cost in stages.items():
        scores = [f"{cost[key]:.4f}" if key in cost else "stopped" if "stopped" in cost else "" for key in ("best", "final")]
        cells = [system, stage, f"{cost['wall_s']:.1f}", f"{cost['cpu_s']:.1f}", f"{cost['peak_mib']:.0f}", *scores]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join([f"{people:,} by {people:,} people.", "", *lines, "", *ratios(people, stages)])


def ratios(people, stages):
    cpu = {stage: cost["cpu_s"] for (_, stage), cost in stages.items()}
    ours = [stage for system, stage in stages if system == "dwlink"]
    splink, clkhash = cpu.get("CSV to scored pairs"), cpu.get("encoding left")
    if ours and splink:
        whole = sum(cpu[stage] for stage in ours if stage != "union")
        link = cpu["link: tokens to scored pairs"]
        least = "at least " if "stopped" in stages["Splink", "CSV to scored pairs"] else ""
        yield f"- CPU seconds of Splink, from CSV to scored pairs: {least}{splink / link:.1f} times those from tokens to scored pairs (bar: 20), {least}{splink / whole:.1f} times those from CSV to scored pairs (bar: 2)."
    if ours and clkhash:
        encode = cpu["pseudonymise left"]
        made = stages["dwlink", "pseudonymise left"]["tokens"]
        yield f"- Records encoded a CPU second: {people / encode:,.0f}, some {made:,.0f} tokens each; clkhash {people / clkhash:,.0f}, one filter each."


if __name__ == "__main__":
    main()
