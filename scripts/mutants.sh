#!/usr/bin/env bash
# Mutation testing of what protects people (keys, hsm, a part of it, encode, disclose) and of what figures hang on (model, union with what it spills): the code is
# changed in one place at a time, and a test must fail.
# Prints the changes that no test noticed; docs/mutants.md judges them. Needs cargo-mutants; works on a clone of the last commit.
# Usage: scripts/mutants.sh keys|hsm|encode|disclose|model|union [K/N]     K/N: every Nth change alone, from the Kth (counted from 0)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
case "${1:-}" in
  keys) select=(-p keys -e 'keys/src/hsm.rs' -e 'keys/src/hsm/**') ;;
  hsm)
    select=(-p keys -f 'keys/src/hsm.rs' -f 'keys/src/hsm/**' --features hsm)
    # Every test binary has a token of its own.
    host=$(rustc -vV | sed -n 's/^host: //p' | tr 'a-z-' 'A-Z_')
    export "CARGO_TARGET_${host}_RUNNER=$PWD/scripts/with_token.sh"
    ;;
  encode) select=(-p linker -f 'linker/src/encode/**') ;;
  model) select=(-p linker -f 'linker/src/model/**') ;;
  union) select=(-p linker -f 'linker/src/union/**' -f 'linker/src/spill/**') ;;
  disclose) select=(-p studies -f 'studies/src/disclose/**') ;;
  *) sed -n '/^# Usage/p' "$0" >&2 && exit 2 ;;
esac
cargo mutants --version > /dev/null 2>&1 || {
  echo "skipped: mutation testing (needs: cargo install cargo-mutants --locked)"
  exit 0
}
home=$PWD/target/mutants/$1
rm -rf "$home/checkout" "$home"/mutants.out*
mkdir -p "$home"
git clone --quiet . "$home/checkout"
cd "$home/checkout"
# A change that makes a loop endless is noticed by the time it takes.
export CARGO_TARGET_DIR=$home/target CARGO_PROFILE_DEV_DEBUG=false
mutants=(cargo mutants "${select[@]}" --in-place --no-shuffle --timeout 60 --output "$home")
# The tests beside the code notice most changes at a fraction of the building; those that they let pass are for all tests of the crate.
"${mutants[@]}" --sharding round-robin --shard "${2:-0/1}" -- --lib || true
mapfile -t passed < <(sed -E 's/[][\\.*^$+?(){}|]/\\&/g; s/.*/--re=^&$/' "$home/mutants.out/missed.txt")
[ "${#passed[@]}" = 0 ] || "${mutants[@]}" "${passed[@]}" || true
printf '\nnot noticed:\n'
cat "$home/mutants.out/missed.txt"
