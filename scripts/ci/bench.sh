#!/usr/bin/env bash
# Every benchmark once, to see that it still runs. Figures come from `cargo bench -p benches`.
set -euo pipefail
cargo bench -p benches -- --test
benches/national/run --people 825000
