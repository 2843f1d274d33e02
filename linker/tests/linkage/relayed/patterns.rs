//! The same extract plainly and through a relay: the same blocks, null masks, agreement patterns and pairs.

use std::collections::BTreeMap;
use std::path::Path;

use exchange::spec::Link;
use exchange::{NewFolder, PairRow, PassRows, Received, pairs, read_rows, tokens};
use linker::Unwatched;
use linker::block::{Pairing, join};
use linker::compare::Comparer;
use linker::link::link;
use statrs::distribution::{DiscreteCDF as _, Poisson};

use crate::world::{SIDES, for_the_linkage_unit, spec};

/// How surely chance alone stays within the bound on coincidences.
const SURE: f64 = 0.999;

#[test]
fn patterns_and_pairs_are_those_of_a_plain_file() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let plain = SIDES.map(|side| for_the_linkage_unit(side, 1, None, at));
    let relayed = SIDES.map(|side| for_the_linkage_unit(side, 1, Some(2), at));
    let spec = spec(true);
    let declared = &spec.links[0];
    let (mut compared, mut other, mut tokens_compared) = (0_u64, 0_u64, 0_u64);
    for pass in &declared.passes {
        let name = tokens::file_name(&declared.name, &pass.name);
        let [plain, relayed] = [&plain, &relayed].map(|sides| sides.each_ref().map(|side| rows(side, &name)));
        for (before, after) in plain.iter().zip(&relayed) {
            assert_eq!(by_handle(before), by_handle(after), "{name}: handles and null masks stay");
            assert!(before.block.iter().all(|block| !after.block.contains(block)), "{name}: a block stayed");
        }
        let (before, after) = (patterns(declared, &plain), patterns(declared, &relayed));
        assert!(before.keys().eq(after.keys()), "{name}: other pairs meet");
        compared += before.len() as u64;
        tokens_compared += before.len() as u64 * (declared.layout().slots() as u64).pow(2);
        other += before.iter().filter(|(pair, pattern)| after[pair] != **pattern).count() as u64;
    }
    assert!(compared > 5_000, "only {compared} pairs were compared");
    // Tokens of 32 bits coincide once in 2^32 comparisons, in either mode.
    let bound = Poisson::new(2.0 * tokens_compared as f64 / 2_f64.powi(32)).unwrap().inverse_cdf(SURE);
    assert!(other <= bound, "{other} of {compared} patterns differ, chance allows {bound}");
    assert_eq!(linked(at, &plain, "plain"), linked(at, &relayed, "relayed"));
}

fn rows(folder: &Received, name: &str) -> PassRows {
    tokens::read_all(&folder.file(name).unwrap()).unwrap().1
}

fn by_handle(rows: &PassRows) -> BTreeMap<u64, u64> {
    rows.handle.iter().copied().zip(rows.nulls.iter().copied()).collect()
}

/// The agreement pattern of every pair of handles that meet.
fn patterns(link: &Link, [left, right]: &[PassRows; 2]) -> BTreeMap<(u64, u64), usize> {
    let comparer = Comparer::new(link);
    let blocks = join(&left.block, &right.block, Pairing::Between);
    let mut patterns = BTreeMap::new();
    let sides = (comparer.bundles(left), comparer.bundles(right));
    comparer.each_pattern(sides, (&blocks, Pairing::Between), |i, j, pattern| {
        patterns.insert((left.handle[i], right.handle[j]), pattern);
    });
    patterns
}

/// Every pair of every pass with its weight.
fn linked(at: &Path, sides: &[Received; 2], out: &str) -> Vec<(u64, u64, u64)> {
    // Each under the spec that its tokens were made under.
    let spec = spec(out == "relayed");
    let folder = at.join(format!("{out}-pairs"));
    link(&spec, sides, &BTreeMap::new(), NewFolder::begin(&folder, false).unwrap(), None, u64::MAX, &Unwatched)
        .unwrap();
    let files = spec.links[0].passes.iter().map(|pass| pairs::file_name(&spec.links[0].name, &pass.name));
    let rows = files.flat_map(|name| read_rows::<PairRow>(&folder.join(name)).unwrap());
    let pairs: Vec<_> = rows.map(|row| (row.left, row.right, row.match_weight.to_bits())).collect();
    assert!(pairs.len() > 1_000, "only {} pairs", pairs.len());
    pairs
}
