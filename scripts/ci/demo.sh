#!/usr/bin/env bash
# The README's first command, in a folder of its own.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cargo run --release -- demo "$folder/dwlink-demo"
test -s "$folder/dwlink-demo/report.html"
