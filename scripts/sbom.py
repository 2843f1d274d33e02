#!/usr/bin/env python3
"""Writes the bill of materials of the `dwlink` binary: every crate that is compiled into it or runs while it is built, with version,
licence, checksum and what it needs. CycloneDX 1.5, JSON, from `cargo metadata` and Cargo.lock alone; the same bytes for the same lock file.

Usage: python3 scripts/sbom.py [OUT.cdx.json]      (standard output without OUT)
"""

import json
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BINARY = "dwlink"


def main():
    bom = bill(metadata(), checksums())
    check(bom)
    text = json.dumps(bom, indent=2, sort_keys=True) + "\n"
    if len(sys.argv) > 1:
        Path(sys.argv[1]).write_text(text)
        print(f"{sys.argv[1]}: {len(bom['components'])} components")
    else:
        sys.stdout.write(text)


def metadata():
    command = ["cargo", "metadata", "--locked", "--format-version", "1"]
    # For one platform: what another needs is not in this binary.
    host = next(line[6:] for line in run(["rustc", "-vV"]).splitlines() if line.startswith("host: "))
    return json.loads(run([*command, "--filter-platform", host]))


def run(command):
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout


def checksums():
    """SHA-256 of each crate's archive, as the registry states it and cargo checks it."""
    lock = tomllib.loads((ROOT / "Cargo.lock").read_text())
    return {(package["name"], package["version"]): package.get("checksum") for package in lock["package"]}


def bill(metadata, checksums):
    packages = {package["id"]: package for package in metadata["packages"]}
    nodes = {node["id"]: node for node in metadata["resolve"]["nodes"]}
    root = next(package["id"] for package in metadata["packages"] if has_binary(package))
    needs = {}
    reach(root, nodes, needs)
    others = sorted((packages[id] for id in needs if id != root), key=lambda p: (p["name"], p["version"]))
    dependencies = [
        {"ref": reference(packages[id]), "dependsOn": sorted({reference(packages[need]) for need in found})}
        for id, found in needs.items()
    ]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": component(packages[root], checksums) | {"type": "application"}},
        "components": [component(package, checksums) for package in others],
        "dependencies": sorted(dependencies, key=lambda entry: entry["ref"]),
    }


def has_binary(package):
    return package["source"] is None and any(
        target["name"] == BINARY and "bin" in target["kind"] for target in package["targets"]
    )


def reach(root, nodes, needs):
    """Packages that the binary is built from: what tests alone need is left out."""
    left = [root]
    while left:
        id = left.pop()
        if id in needs:
            continue
        built = (dep for dep in nodes[id]["deps"] if any(kind["kind"] != "dev" for kind in dep["dep_kinds"]))
        needs[id] = {dep["pkg"] for dep in built}
        left.extend(needs[id])


def reference(package):
    name = f"{package['name']}@{package['version']}"
    # Ours are in no registry.
    return f"pkg:cargo/{name}" if package["source"] else f"dwlink-workspace/{name}"


def component(package, checksums):
    entry = {
        "type": "library",
        "bom-ref": reference(package),
        "name": package["name"],
        "version": package["version"],
        "licenses": [{"expression": package["license"].replace("/", " OR ")}] if package["license"] else [],
    }
    if package["source"]:
        entry["purl"] = reference(package)
        entry["hashes"] = [{"alg": "SHA-256", "content": checksums[package["name"], package["version"]]}]
    return entry


def check(bom):
    """What a reader relies on: every crate has a licence, every foreign one a checksum, and every reference leads somewhere."""
    components = [bom["metadata"]["component"], *bom["components"]]
    known = {component["bom-ref"] for component in components}
    assert len(known) == len(components) > 100, "components are listed once"
    for component in components:
        assert component["licenses"], f"{component['bom-ref']} states no licence"
        assert "purl" not in component or len(component["hashes"][0]["content"]) == 64, component["bom-ref"]
    referred = {need for entry in bom["dependencies"] for need in entry["dependsOn"]}
    assert {entry["ref"] for entry in bom["dependencies"]} == known and referred <= known


if __name__ == "__main__":
    main()
