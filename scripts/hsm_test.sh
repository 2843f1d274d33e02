#!/usr/bin/env bash
# Runs the tests of the feature `hsm` of keys and dwlink against a throw-away token (scripts/with_token.sh), prints `skipped:` without one.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# Of the whole workspace, so that what other tests have built of libraries serves here too.
exec scripts/with_token.sh cargo test --workspace --features keys/hsm,dwlink/hsm --lib --test cli -- --nocapture hsm
