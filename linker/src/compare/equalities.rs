//! Equalities of tokens without a branch: which of so many answers is yes cannot be guessed, and a wrong guess costs a processor
//! more than all of them. Four tokens are compared at a time.

use wide::u32x4;

/// One bit a slot, set where two bundles of at most 64 slots hold the same token.
#[inline]
pub(super) fn same_slots(left: &[u32], right: &[u32]) -> u64 {
    // Where the length is known the compiler needs no loop; these are the lengths of bundles of initials.
    if let (Some(left), Some(right)) = (left.as_array::<8>(), right.as_array::<8>()) {
        return same_fours(left.as_chunks().0, right.as_chunks().0);
    }
    if let (Some(left), Some(right)) = (left.as_array::<12>(), right.as_array::<12>()) {
        return same_fours(left.as_chunks().0, right.as_chunks().0);
    }
    let ((lefts, left_rest), (rights, right_rest)) = (left.as_chunks::<4>(), right.as_chunks::<4>());
    let rest =
        left_rest.iter().zip(right_rest).rev().fold(0, |bits, (left, right)| bits << 1 | u64::from(left == right));
    same_fours(lefts, rights) | rest.checked_shl(4 * lefts.len() as u32).unwrap_or(0)
}

#[inline]
fn same_fours(lefts: &[[u32; 4]], rights: &[[u32; 4]]) -> u64 {
    let same = lefts.iter().zip(rights).map(|(left, right)| u32x4::new(*left).simd_eq(u32x4::new(*right)).to_bitmask());
    same.enumerate().fold(0, |bits, (four, same)| bits | u64::from(same) << (4 * four))
}

/// Whether two groups of several tokens share one: every token beside every other.
#[inline]
#[expect(clippy::needless_bitwise_bool, reason = "no branch, as above")]
pub(super) fn share_one(left: &[u32], right: &[u32]) -> bool {
    if right.len() < 4 || right.len() > 16 {
        return left
            .iter()
            .fold(false, |any, token| any | right.iter().fold(false, |any, other| any | (token == other)));
    }
    // Four registers; the last of them overlap where there are fewer than sixteen slots.
    let four = |start: usize| {
        let (fours, _) = right[start.min(right.len() - 4)..].as_chunks::<4>();
        u32x4::new(fours[0])
    };
    let rights = [four(0), four(4), four(8), four(12)];
    let mut found = u32x4::ZERO;
    for token in left {
        let token = u32x4::splat(*token);
        for four in rights {
            found |= token.simd_eq(four);
        }
    }
    found.any()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn four_at_a_time_find_what_one_by_one_finds(
            pairs in prop::collection::vec((0_u32..6, 0_u32..6), 0..64),
            cut in 0_usize..64,
        ) {
            let (left, right): (Vec<_>, Vec<_>) = pairs.iter().copied().unzip();
            let same = same_slots(&left, &right);
            for (slot, (a, b)) in pairs.iter().enumerate() {
                prop_assert_eq!(same >> slot & 1 == 1, a == b);
            }
            prop_assert_eq!(same.checked_shr(pairs.len() as u32).unwrap_or(0), 0);
            let left: Vec<_> = left.iter().take(cut).map(|token| token * 7).collect();
            prop_assert_eq!(share_one(&left, &right), left.iter().any(|token| right.contains(token)));
        }
    }
}
