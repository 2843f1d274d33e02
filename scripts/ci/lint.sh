#!/usr/bin/env bash
# Clippy over everything, tests, benches and optional features included; the lints are in Cargo.toml.
set -euo pipefail
cargo clippy --workspace --all-targets --all-features -- -D warnings
