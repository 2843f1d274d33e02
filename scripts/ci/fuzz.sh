#!/usr/bin/env bash
# Every target of fuzz/ for FUZZ_SECONDS (default 10), where a nightly compiler and cargo-fuzz are there and FUZZ_LIMIT seconds (default
# 600) are enough for the build and all of them; prints `skipped:` otherwise. `.ci/deep` does the same for ten minutes each.
set -euo pipefail
seconds=${FUZZ_SECONDS:-10}
limit=${FUZZ_LIMIT:-600}
if ! cargo +nightly fuzz --version > /dev/null 2>&1; then
  echo "skipped: fuzzing (needs: rustup toolchain install nightly; cargo install cargo-fuzz)"
  exit 0
fi
targets=$(find fuzz/fuzz_targets -name '*.rs' | wc -l)
begun=$SECONDS
rounds=$(((targets + $(nproc) - 1) / $(nproc)))
build=$((limit - rounds * (seconds + 2)))
if [ "$build" -le 0 ]; then
  echo "skipped: fuzzing ($targets targets of $seconds s do not fit into $limit s)"
  exit 0
fi
status=0
timeout "$build" cargo +nightly fuzz build --sanitizer none > /dev/null 2>&1 || status=$?
if [ "$status" = 124 ]; then
  echo "skipped: fuzzing (the targets could not be built in $build s; .ci/deep has no such limit)"
  exit 0
elif [ "$status" != 0 ]; then
  echo "the fuzz targets do not build: cargo +nightly fuzz build" >&2
  exit "$status"
fi
echo "built in $((SECONDS - begun)) s"
scripts/fuzz.sh "$seconds"
