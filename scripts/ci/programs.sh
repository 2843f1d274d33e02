#!/usr/bin/env bash
# Programs of other people that tests hold a release against: R runs the guides' code, LibreOffice reads tables.ods,
# SoftHSM2 is the PKCS#11 token of scripts/hsm_test.sh. What is missing is taken
# from Debian's packages where this may be done; without them those tests print `skipped:` and pass.
set -euo pipefail
missing=()
command -v Rscript > /dev/null || missing+=(r-base-core)
command -v soffice > /dev/null || missing+=(libreoffice-calc)
command -v softhsm2-util > /dev/null || missing+=(softhsm2)
if [ "${#missing[@]}" -gt 0 ] && [ "$(id -u)" = 0 ] && command -v apt-get > /dev/null; then
  export DEBIAN_FRONTEND=noninteractive
  (timeout 60 apt-get update -qq && timeout 240 apt-get install -y -qq --no-install-recommends "${missing[@]}") > /dev/null 2>&1 || true
fi
for program in Rscript soffice softhsm2-util; do
  command -v "$program" || echo "skipped: $program is not installed (Debian: apt-get install r-base-core libreoffice-calc softhsm2)"
done
