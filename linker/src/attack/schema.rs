//! Schema inference: which slots hold which field, told from how often entries of a block agree.

use super::outcome::{Attack, AttackName, share};
use super::view::PassView;

/// Fields of a bundle that an attacker without the spec tells from a sample: each group of slots is taken for the field whose null
/// rate and in-block agreement rate in `sample` lie nearest, nearest pairs first, slots of equal number only. For reporting: the
/// linkage unit holds the spec, so the schema is no secret. The baseline takes one at random.
///
/// # Panics
/// When a view breaks the invariants of [`PassView`], or the two have different groups.
#[must_use]
pub fn schema(file: &PassView, sample: &PassView) -> Attack {
    file.assert_shape();
    sample.assert_shape();
    assert!(file.groups == sample.groups, "two views of one pass have the same groups");
    let (seen, known) = (profiles(file), profiles(sample));
    let groups = file.groups.len();
    let mut distances: Vec<(f64, usize, usize)> = (0..groups)
        .flat_map(|slot| (0..groups).map(move |field| (slot, field)))
        .filter(|&(slot, field)| file.groups[slot].len == file.groups[field].len)
        .map(|(slot, field)| {
            let (a, b) = (seen[slot], known[field]);
            ((a.null - b.null).abs() + (a.agreement - b.agreement).abs(), slot, field)
        })
        .collect();
    distances.sort_by(|a, b| a.0.total_cmp(&b.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let (mut slot_taken, mut field_taken) = (vec![false; groups], vec![false; groups]);
    let mut right = 0;
    for (_, slot, field) in distances {
        if !slot_taken[slot] && !field_taken[field] {
            (slot_taken[slot], field_taken[field]) = (true, true);
            right += usize::from(slot == field);
        }
    }
    Attack::new(AttackName::Schema, right as f64, groups, share(1.0, groups))
}

/// What one group of slots shows.
#[derive(Clone, Copy)]
struct Profile {
    /// Share of entries whose group is null.
    null: f64,
    /// Share of pairs of a block, both not null, that have a token of the group in common.
    agreement: f64,
}

fn profiles(view: &PassView) -> Vec<Profile> {
    let (width, blocks) = (view.width(), view.blocks());
    view.groups
        .iter()
        .enumerate()
        .map(|(bit, group)| {
            let is_null = |entry: usize| view.nulls[entry] >> bit & 1 == 1;
            let (mut pairs, mut agreeing) = (0_usize, 0_usize);
            for block in &blocks {
                for i in block.clone().filter(|&i| !is_null(i)) {
                    for j in (i + 1..block.end).filter(|&j| !is_null(j)) {
                        pairs += 1;
                        agreeing += usize::from(view.share_token((i, j), group, width));
                    }
                }
            }
            let nulls = (0..view.entries()).filter(|&entry| is_null(entry)).count();
            Profile { null: share(nulls as f64, view.entries()), agreement: share(agreeing as f64, pairs) }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::view::Group;
    use super::*;
    use crate::random::SplitMix64;

    /// Blocks of two over three fields that agree with these shares.
    fn view(shares: [f64; 3], seed: u64) -> PassView {
        let mut draws = SplitMix64::new(seed);
        let blocks = 2_000;
        let mut tokens = Vec::new();
        for _ in 0..blocks {
            let first: [u32; 3] = [0, 1, 2].map(|_| draws.bits() as u32);
            let second = [0, 1, 2].map(|f| if draws.unit() < shares[f] { first[f] } else { draws.bits() as u32 });
            tokens.extend(first.into_iter().chain(second));
        }
        PassView {
            block: (0..blocks).flat_map(|block| [block, block]).collect(),
            person: (0..2 * blocks as u32).collect(),
            nulls: vec![0; 2 * blocks as usize],
            tokens,
            groups: (0..3).map(|f| Group { name: format!("{f}"), domain: f, offset: f.into(), len: 1 }).collect(),
            persons: 2 * blocks as usize,
        }
    }

    #[test]
    fn rates_that_differ_betray_the_fields_and_others_mislead() {
        let known = view([0.1, 0.5, 0.9], 1);
        assert!((schema(&view([0.1, 0.5, 0.9], 2), &known).rate - 1.0).abs() < 1e-12);
        let turned = schema(&view([0.9, 0.1, 0.5], 3), &known);
        assert!(turned.successes.abs() < 1e-12, "{turned:?}");
    }
}
