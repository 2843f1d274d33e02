#!/usr/bin/env bash
# Every benchmark once, to see that it still runs. Figures come from `cargo bench -p benches`.
set -euo pipefail
# With dwlink named as well, cargo takes the features that the demo's build took, and most of that is not built again.
cargo bench -p benches -p dwlink --bench stages -- --test
benches/national/run --people 825000
