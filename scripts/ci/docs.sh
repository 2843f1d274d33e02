#!/usr/bin/env bash
# The API documentation: a broken link or example is an error.
set -euo pipefail
RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps
