#!/usr/bin/env bash
# Licences, banned crates and sources of every dependency; deny.toml says what is allowed.
# Builds cargo-deny into target/ci when it is missing and DENY_INSTALL_SECONDS (default 600) are enough.
set -euo pipefail
export PATH="$PWD/target/ci/bin:$PATH"
if ! command -v cargo-deny > /dev/null; then
  install=(cargo install cargo-deny --version 0.20.2 --locked --quiet --root target/ci --target-dir target/ci/build)
  if ! timeout "${DENY_INSTALL_SECONDS:-600}" "${install[@]}"; then
    echo "skipped: licences, bans and sources (cargo-deny could not be built in time; cargo install cargo-deny --locked)"
    exit 0
  fi
fi
cargo deny check bans licenses sources
echo "skipped: advisories (their database is not in the package registry; where it can be reached: cargo deny check advisories)"
