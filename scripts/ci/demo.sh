#!/usr/bin/env bash
# The README's first command, in a folder of its own. PROFILE=dev runs the program that the tests have built: on its own it would take
# other features of libraries, and nearly everything would be built again.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
demo=(cargo run --release -- demo)
[ "${PROFILE:-release}" != dev ] || demo=(target/debug/dwlink demo)
"${demo[@]}" "$folder/dwlink-demo"
test -s "$folder/dwlink-demo/report.html"
