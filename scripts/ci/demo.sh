#!/usr/bin/env bash
# The README's first command, in a folder of its own. PROFILE=dev runs what the tests have built.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cargo run --profile "${PROFILE:-release}" -- demo "$folder/dwlink-demo"
test -s "$folder/dwlink-demo/report.html"
