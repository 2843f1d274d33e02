#!/usr/bin/env bash
# Every benchmark once, to see that it still runs. Figures come from `cargo bench -p benches`.
set -euo pipefail
# As a test, and selected as the tests are: all that it needs is built already. In a release build criterion would change features of
# serde and either, and with them nearly everything would be built again.
cargo test --workspace --bench stages
benches/national/run --people 825000
