#!/usr/bin/env bash
# The README's test command, then the runner's own totals on the last line (and in target/ci/totals).
# Fails if a test fails, or if a member of the workspace ran no test at all.
set -euo pipefail
mkdir -p target/ci

# Where the evaluation sets stand beside the checkout, use them; a test that misses them says so and passes.
if [ -z "${DWLINK_EVAL_DATA:-}" ] && [ -d ../shared/data ]; then
  DWLINK_EVAL_DATA=$(cd ../shared/data && pwd)
  export DWLINK_EVAL_DATA
fi
[ -n "${DWLINK_EVAL_DATA:-}" ] || echo "skipped: agreement with the evaluation sets (DWLINK_EVAL_DATA is not set)"

status=0
cargo test --workspace 2>&1 | tee target/ci/test.log || status=$?

members=$(sed -n 's/^members = \[\(.*\)\]$/\1/p' Cargo.toml | tr -d '",')
names=$(for member in $members; do sed -n 's/^name = "\(.*\)"$/\1/p' "$member/Cargo.toml" | head -n 1; done | xargs)
# Cargo runs a member's unit tests, then its integration tests; only unit tests and doc-tests are named after it.
awk -v names="$names" '
  / Running unittests / { name = $NF; sub(/.*\//, "", name); sub(/-[0-9a-f]+(\.exe)?\)$/, "", name) }
  / Doc-tests /         { name = $2 }
  /^test result: /      { ran[name] += $4 + $6; passed += $4; failed += $6; skipped += $8 }
  END {
    count = split(names, wanted, " ")
    for (i = 1; i <= count; i++) printf "%-9s %5d tests%s\n", wanted[i], ran[wanted[i]], ran[wanted[i]] ? "" : ": NONE RAN"
    for (i = 1; i <= count; i++) if (!ran[wanted[i]]) empty = 1
    printf "%d passed, %d failed, %d skipped\n", passed, failed, skipped
    exit empty
  }' target/ci/test.log | tee target/ci/totals || status=1
exit "$status"
