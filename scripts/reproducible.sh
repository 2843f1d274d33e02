#!/usr/bin/env bash
# Builds the binary that is handed out (profile dist) twice from the committed state, in two folders of different names, and compares the
# two byte by byte. Prints its SHA-256 and fails if they differ. Usage: scripts/reproducible.sh [COMMIT]
#
# What decides the bytes: the commit, Cargo.lock, the compiler (rust-toolchain.toml names its channel, so compare `rustc -V` too), the C
# compiler and linker. What must not: where it is built. `remap` takes the paths of this machine out.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
commit=$(git rev-parse --verify "${1:-HEAD}^{commit}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

build() {
  local folder=$1
  mkdir -p "$folder"
  git archive "$commit" | tar -x -C "$folder"
  (
    cd "$folder"
    remap "$folder" /dwlink
    remap "${CARGO_HOME:-$HOME/.cargo}" /cargo
    remap "$(rustc --print sysroot)" /rust
    export RUSTFLAGS CFLAGS CARGO_TARGET_DIR="$folder/target" CARGO_INCREMENTAL=0 SOURCE_DATE_EPOCH=0
    cargo build --profile dist --locked --quiet --bin dwlink
  )
}

RUSTFLAGS='' CFLAGS=''
remap() {
  RUSTFLAGS="$RUSTFLAGS --remap-path-prefix=$1=$2"
  CFLAGS="$CFLAGS -ffile-prefix-map=$1=$2"
}

declare -a hashes
for folder in "$work/a" "$work/another/and/longer"; do
  build "$folder"
  binary="$folder/target/dist/dwlink"
  if grep -qaF -e "$work" -e "$HOME/" "$binary"; then
    echo "a path of this machine is in the binary:" >&2
    strings "$binary" | grep -F -e "$work" -e "$HOME/" | head -n 3 >&2
    exit 1
  fi
  hashes+=("$(sha256sum "$binary" | cut -d ' ' -f 1)")
  rm -rf "$folder/target/dist/deps" "$folder/target/dist/build"
done
echo "$(rustc -V), commit $commit"
printf '%s  dwlink\n' "${hashes[@]}"
[ "${hashes[0]}" = "${hashes[1]}" ] || { echo "the two builds differ" >&2; exit 1; }
echo "the same bytes from two folders"
