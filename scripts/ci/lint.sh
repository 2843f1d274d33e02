#!/usr/bin/env bash
# Clippy over everything, tests and benches included; the lints are in Cargo.toml.
set -euo pipefail
cargo clippy --workspace --all-targets -- -D warnings
