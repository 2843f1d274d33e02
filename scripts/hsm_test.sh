#!/usr/bin/env bash
# Runs the tests of the feature `hsm` of keys and dwlink against a throw-away token of SoftHSM2 (Debian: apt-get install softhsm2); prints
# `skipped:` where it is not installed. Another library: PKCS11=/path/to/library.so, with a token `dwlink-test`, PIN 12345678.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
library=${PKCS11:-$(find /usr/lib /usr/local/lib /opt -name libsofthsm2.so 2> /dev/null | head -n 1 || true)}
if [ -z "$library" ] || ! command -v softhsm2-util > /dev/null; then
  echo "skipped: SoftHSM2 is not installed"
  exit 0
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/tokens"
printf 'directories.tokendir = %s/tokens\nobjectstore.backend = file\nlog.level = ERROR\n' "$folder" > "$folder/softhsm2.conf"
export SOFTHSM2_CONF="$folder/softhsm2.conf"
if [ -z "${PKCS11:-}" ]; then
  softhsm2-util --init-token --free --label dwlink-test --pin 12345678 --so-pin 87654321 > /dev/null
fi
export DWLINK_TEST_PKCS11="$library"
# Of the whole workspace, so that what other tests have built of libraries serves here too.
cargo test --workspace --features keys/hsm,dwlink/hsm --lib --test cli -- --nocapture hsm
