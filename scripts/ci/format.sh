#!/usr/bin/env bash
# Formatting, as rustfmt.toml asks.
set -euo pipefail
cargo fmt --all --check
