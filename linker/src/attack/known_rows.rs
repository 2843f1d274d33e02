//! B: the attacker knows some people's handles in the pass and reads off who shares their blocks.

use rayon::prelude::*;

use super::outcome::{Attack, AttackName, share};
use super::view::PassView;
use crate::random::{SplitMix64, mix};

/// Rows that the attacker knows of a large file: the ceiling is agreed for as many.
const KNOWN_ROWS: usize = 1_000;

/// Rows of a file of `persons` that the attacker is taken to know: 1,000, and of a small file a tenth.
#[must_use]
pub fn rows_known(persons: usize) -> usize {
    KNOWN_ROWS.min(persons / 10).max(1)
}

/// Share of *other* people whose block value is opened to an attacker who knows `known` random people of the file, with
/// all their handles in this pass.
///
/// The known people are drawn among everyone in the file, emitted or not; `successes` is the mean over `repetitions`
/// draws from `seed`. The detail holds the exact expectation ([`known_rows_expected`]) and the rule of thumb
/// `known x collision probability`, which is close while small and, but for one part in `persons`, never below the
/// expectation for people with one entry.
/// The baseline states the file's commonest value for everyone. A file of at most `known` people has nobody else to open
/// (`trials` = 0).
///
/// # Panics
/// When the view breaks the invariants of [`PassView`].
#[must_use]
pub fn known_rows(file: &PassView, known: usize, repetitions: usize, seed: u64) -> Attack {
    file.assert_shape();
    let blocks: Vec<Vec<u32>> = file.blocks().into_iter().map(|b| file.people(b)).collect();
    let opened: Vec<usize> = (0..repetitions as u64)
        .into_par_iter()
        .map(|r| {
            others_opened(
                &blocks,
                file.persons,
                &SplitMix64::new(mix(seed).wrapping_add(r << 32)).sample(file.persons as u32, known),
            )
        })
        .collect();
    let others = file.persons.saturating_sub(known);
    let mean = share(opened.iter().sum::<usize>() as f64, repetitions);
    let range = |x: Option<&usize>| share(x.map_or(0.0, |&x| x as f64), others);
    let largest = blocks.iter().map(Vec::len).max().unwrap_or(0);
    Attack::new(AttackName::KnownRows { known }, mean, others, share(largest as f64, file.persons))
        .with("exact expectation, share", expectation(&blocks, file.persons, known))
        .with("known rows x collision probability, share", known as f64 * collision_probability(&blocks, file.persons))
        .with("least of the repetitions, share", range(opened.iter().min()))
        .with("most of the repetitions, share", range(opened.iter().max()))
}

/// The mean of [`known_rows`] over all possible draws, exactly: for a person who shares blocks with `m` others, the
/// chance that at least one of them is among the `known` of the `persons - 1` (hypergeometric), averaged over people.
///
/// # Panics
/// When the view breaks the invariants of [`PassView`].
#[must_use]
pub fn known_rows_expected(file: &PassView, known: usize) -> f64 {
    file.assert_shape();
    let blocks: Vec<Vec<u32>> = file.blocks().into_iter().map(|b| file.people(b)).collect();
    expectation(&blocks, file.persons, known)
}

fn others_opened(blocks: &[Vec<u32>], persons: usize, known: &[u32]) -> usize {
    let mut is_known = vec![false; persons];
    for &person in known {
        is_known[person as usize] = true;
    }
    let mut opened = vec![false; persons];
    for block in blocks.iter().filter(|b| b.iter().any(|&p| is_known[p as usize])) {
        for &person in block {
            opened[person as usize] = true;
        }
    }
    opened.iter().zip(&is_known).filter(|&(&opened, &known)| opened && !known).count()
}

/// The share of `persons` expected to meet one of `known` of them in a block; blocks of one person open nobody and may be left out.
pub(super) fn expectation(blocks: &[Vec<u32>], persons: usize, known: usize) -> f64 {
    if known >= persons {
        return 0.0;
    }
    let mut blocks_of = vec![Vec::new(); persons];
    for (b, block) in blocks.iter().enumerate() {
        for &person in block {
            blocks_of[person as usize].push(b);
        }
    }
    // Everyone of a block who is nowhere else has the same chance; the others are few and are worked out one by one.
    let alone: Vec<f64> = blocks.par_iter().map(|block| chance_opened(block.len() - 1, persons, known)).collect();
    let chances: Vec<f64> = blocks_of
        .par_iter()
        .map(|mine| match mine[..] {
            [] => 0.0,
            [block] => alone[block],
            _ => {
                let mut mates: Vec<u32> = mine.iter().flat_map(|&b| blocks[b].iter().copied()).collect();
                mates.sort_unstable();
                mates.dedup();
                chance_opened(mates.len() - 1, persons, known)
            }
        })
        .collect();
    share(chances.iter().sum(), persons)
}

/// Chance that `known` people drawn from the `persons - 1` others include at least one of `mates` given ones.
pub(super) fn chance_opened(mates: usize, persons: usize, known: usize) -> f64 {
    let (few, many) = (mates.min(known), mates.max(known));
    let others = persons - 1;
    if many + few > others {
        return if few == 0 { 0.0 } else { 1.0 };
    }
    let none: f64 = (0..few).map(|t| (-(many as f64) / (others - t) as f64).ln_1p()).sum();
    -none.exp_m1()
}

/// Chance that two random people of the file are put in one block.
fn collision_probability(blocks: &[Vec<u32>], persons: usize) -> f64 {
    let pairs: f64 = blocks.iter().map(|b| b.len() as f64 * (b.len() as f64 - 1.0)).sum();
    share(share(pairs, persons), persons)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn view(entries: &[(u64, u32)], persons: usize) -> PassView {
        let mut entries = entries.to_vec();
        entries.sort_unstable();
        let (block, person): (Vec<u64>, Vec<u32>) = entries.into_iter().unzip();
        PassView { nulls: vec![0; block.len()], block, person, persons, ..PassView::default() }
    }

    #[test]
    fn one_block_opens_everyone() {
        let file = view(&(0..50).map(|p| (7, p)).collect::<Vec<_>>(), 50);
        let attack = known_rows(&file, 1, 3, 1);
        assert!((attack.rate - 1.0).abs() < 1e-12 && attack.trials == 49);
        assert!((known_rows_expected(&file, 1) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn blocks_of_one_open_nobody() {
        let file = view(&(0..50).map(|p| (u64::from(p), p)).collect::<Vec<_>>(), 50);
        assert!(known_rows(&file, 20, 3, 1).rate.abs() < 1e-12);
        assert!(known_rows_expected(&file, 20).abs() < 1e-12);
    }

    #[test]
    fn expectation_by_hand() {
        // Five people, blocks {0, 1} and {2}; 3 and 4 are not emitted; two known. Only 0 and 1 can be opened: the mate is
        // among the 2 known of the other 4 with chance 1/2. (1/2 + 1/2) / 5.
        let file = view(&[(1, 0), (1, 1), (2, 2)], 5);
        assert!((known_rows_expected(&file, 2) - 0.2).abs() < 1e-12);
        // Collision probability 2 / 25.
        let attack = known_rows(&file, 2, 1, 1);
        assert!((attack.detail[1].value - 2.0 * 2.0 / 25.0).abs() < 1e-12);
    }

    #[test]
    fn person_with_two_entries_is_opened_once_and_by_either() {
        // 0 shares one block with 1 and another with 2; 3 is alone. One known: 0 is opened by 1 or 2 (2 of 3), 1 and 2 by 0.
        let file = view(&[(1, 0), (1, 1), (2, 0), (2, 2), (3, 3), (3, 3)], 4);
        assert!((known_rows_expected(&file, 1) - (2.0 / 3.0 + 1.0 / 3.0 + 1.0 / 3.0) / 4.0).abs() < 1e-12);
    }

    #[test]
    fn nobody_else_to_open() {
        let file = view(&[(1, 0), (1, 1)], 2);
        let attack = known_rows(&file, 1000, 5, 1);
        assert!(attack.trials == 0 && attack.rate.abs() < 1e-12);
        assert_eq!(known_rows(&PassView::default(), 10, 5, 1).trials, 0);
        assert!(known_rows(&file, 1, 0, 1).rate.abs() < 1e-12);
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]
        #[test]
        fn simulation_meets_the_expectation(entries in prop::collection::vec((0_u64..40, 0_u32..80), 1..120), known in 1_usize..40) {
            let file = view(&entries, 80);
            let measured = known_rows(&file, known, 2000, 3).rate;
            let expected = known_rows_expected(&file, known);
            prop_assert!((measured - expected).abs() < 0.015, "{measured} {expected}");
        }

        #[test]
        fn rule_of_thumb_is_never_below(blocks in prop::collection::vec(0_u64..60, 2..200), known in 1_usize..50) {
            let entries: Vec<(u64, u32)> = blocks.iter().zip(0..).map(|(&b, p)| (b, p)).collect();
            let file = view(&entries, entries.len() + 60);
            let attack = known_rows(&file, known, 1, 3);
            // Sampling without replacement: the rule divides by persons, the draw by persons - 1.
            let slack = file.persons as f64 / (file.persons as f64 - 1.0);
            prop_assert!(attack.detail[0].value <= attack.detail[1].value * slack + 1e-12);
        }
    }
}
