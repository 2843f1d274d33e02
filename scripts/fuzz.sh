#!/usr/bin/env bash
# Fuzzes everything that is parsed: every target of fuzz/, or those named, for SECONDS each; prints executions and coverage.
# Needs a nightly compiler and cargo-fuzz (CONTRIBUTING.md). Usage: scripts/fuzz.sh SECONDS [TARGET...]
# STREAMS targets run at a time, one a processor by default.
# SANITIZER=address also watches the memory of dependencies that use unsafe code; ours uses none, so the default is faster.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export seconds=$1 sanitizer=${SANITIZER:-none}
shift
cargo +nightly fuzz --version > /dev/null 2>&1 || {
  echo "needs: rustup toolchain install nightly; cargo install cargo-fuzz" >&2
  exit 2
}
targets=("$@")
[ "${#targets[@]}" -gt 0 ] || mapfile -t targets < <(cargo +nightly fuzz list)
cargo +nightly fuzz build --sanitizer "$sanitizer"
# Readers take paths: files in memory are not waited for.
[ ! -d /dev/shm ] || export TMPDIR=${TMPDIR:-/dev/shm}

fuzz_one() {
  local target=$1 verdict=passed log=fuzz/grown/$1.log
  # What a run learns goes to grown/, so that the seeds in corpus/ stay small and the checkout stays clean.
  mkdir -p "fuzz/grown/$target"
  cargo +nightly fuzz run --sanitizer "$sanitizer" "$target" "fuzz/grown/$target" "fuzz/corpus/$target" -- \
    -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 > "$log" 2>&1 || verdict=FAILED
  local executions reached edges
  executions=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log" | tail -n 1)
  reached=$(grep -aoE ' cov: [0-9]+' "$log" | tail -n 1 | tr -dc '0-9' || true)
  edges=$(sed -nE 's/^INFO: Loaded [0-9]+ modules +\(([0-9]+) .*/\1/p' "$log" | head -n 1)
  printf '%-14s %s %10s executions, %6s of %s edges\n' "$target" "$verdict" "${executions:-?}" "${reached:-?}" "${edges:-?}"
  [ "$verdict" = passed ] && return
  grep -a -m 1 -E 'panicked at|ERROR: libFuzzer|SUMMARY' "$log" || true
  return 1
}
export -f fuzz_one
printf '%s\n' "${targets[@]}" | xargs -P "${STREAMS:-$(nproc)}" -I{} bash -euo pipefail -c 'fuzz_one {}'
