#!/usr/bin/env bash
# Runs a command beside a throw-away token of SoftHSM2 (Debian: apt-get install softhsm2), or without one where it is not installed.
# Another library: PKCS11=/path/to/library.so, with a token `dwlink-test`, PIN 12345678. Usage: scripts/with_token.sh COMMAND...
set -euo pipefail
library=${PKCS11:-$(find /usr/lib /usr/local/lib /opt -name libsofthsm2.so 2> /dev/null | head -n 1 || true)}
if [ -z "$library" ] || ! command -v softhsm2-util > /dev/null; then
  exec "$@"
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/tokens"
printf 'directories.tokendir = %s/tokens\nobjectstore.backend = file\nlog.level = ERROR\n' "$folder" > "$folder/softhsm2.conf"
export SOFTHSM2_CONF="$folder/softhsm2.conf"
if [ -z "${PKCS11:-}" ]; then
  softhsm2-util --init-token --free --label dwlink-test --pin 12345678 --so-pin 87654321 > /dev/null
fi
DWLINK_TEST_PKCS11="$library" "$@"
