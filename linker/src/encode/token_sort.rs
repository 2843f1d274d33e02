//! Sorting the few slots of a token group without branches: tokens are random, so no branch on them can be foretold.

use exchange::Token;

/// Slots of the widest group that the network sorts.
const WIDTH: usize = 16;
const NETWORK: [(u8, u8); 63] = odd_even_mergesort();

/// Sorts the tokens of one group.
pub(super) fn sort_tokens<T: Token>(group: &mut [T]) {
    match group {
        [] | [_] => {}
        [a, b] => (*a, *b) = (*a.min(b), *a.max(b)),
        _ if group.len() <= WIDTH => {
            // What is added sorts behind every token, and is left behind.
            let mut padded = [T::MAX; WIDTH];
            padded[..group.len()].copy_from_slice(group);
            for (low, high) in NETWORK {
                let (low, high) = (usize::from(low) % WIDTH, usize::from(high) % WIDTH);
                let (a, b) = (padded[low], padded[high]);
                (padded[low], padded[high]) = (a.min(b), a.max(b));
            }
            group.copy_from_slice(&padded[..group.len()]);
        }
        _ => group.sort_unstable(),
    }
}

/// Comparators of Batcher's odd-even mergesort (Knuth, The Art of Computer Programming 3, 5.2.2, algorithm M).
const fn odd_even_mergesort<const COMPARATORS: usize>() -> [(u8, u8); COMPARATORS] {
    let mut network = [(0, 0); COMPARATORS];
    let mut found = 0;
    let mut p = WIDTH / 2;
    while p > 0 {
        let (mut q, mut r, mut d) = (WIDTH / 2, 0, p);
        loop {
            let mut i = 0;
            while i < WIDTH - d {
                if i & p == r {
                    network[found] = (i as u8, (i + d) as u8);
                    found += 1;
                }
                i += 1;
            }
            if q == p {
                break;
            }
            (d, q, r) = (q - p, q / 2, p);
        }
        p /= 2;
    }
    assert!(found == COMPARATORS, "the network has as many comparators as its array");
    network
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A network that sorts every text of zeros and ones sorts everything (Knuth, theorem 5.3.4Z).
    #[test]
    fn zeros_and_ones_are_sorted() {
        for bits in 0_u32..1 << WIDTH {
            let mut group: Vec<u32> = (0..WIDTH as u32).map(|bit| bits >> bit & 1).collect();
            sort_tokens(&mut group);
            assert!(group.is_sorted(), "{bits:b}");
        }
    }

    proptest! {
        #[test]
        fn groups_of_every_width_are_sorted(mut group in prop::collection::vec(any::<u32>(), 0..20)) {
            let mut sorted = group.clone();
            sorted.sort_unstable();
            sort_tokens(&mut group);
            prop_assert_eq!(group, sorted);
        }
    }
}
