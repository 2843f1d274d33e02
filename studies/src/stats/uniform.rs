//! Seeded uniform numbers for drawing links: a function of what is drawn, so the order of drawing cannot matter.

/// A number in `[0, 1)` that depends on `seed`, `draw` and `entity` alone.
///
/// `SplitMix64`'s finaliser, applied once per argument. Not for secrets: it only has to be even and repeatable.
///
/// Source: Steele GL, Lea D, Flood CH (2014), "Fast splittable pseudorandom number generators", OOPSLA 2014, figure 17.
#[must_use]
pub fn uniform(seed: u64, draw: u64, entity: u64) -> f64 {
    let mixed = mix(mix(mix(seed).wrapping_add(draw)).wrapping_add(entity));
    (mixed >> 11) as f64 / (1_u64 << 53) as f64
}

fn mix(state: u64) -> u64 {
    let mut z = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mixer_is_splitmix64() {
        // First outputs of SplitMix64 from state 0 and 1234567, as published with the reference C code.
        assert_eq!(mix(0), 0xe220_a839_7b1d_cdaf);
        assert_eq!(mix(1_234_567), 6_457_827_717_110_365_317);
    }

    #[test]
    fn draws_are_even_over_entities_and_over_draws() {
        for fixed in 0..3 {
            let over_entities = (0..4000).filter(|&e| uniform(7, fixed, e) < 0.3).count();
            let over_draws = (0..4000).filter(|&d| uniform(7, d, fixed) < 0.3).count();
            // 1200 expected, standard deviation 29.
            assert!((1085..1315).contains(&over_entities), "{over_entities}");
            assert!((1085..1315).contains(&over_draws), "{over_draws}");
        }
    }
}
