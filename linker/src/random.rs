//! Seeded draws for simulated attackers, synthetic controls and samples of pairs. Nothing that protects a person draws from these.

/// `SplitMix64`: a 64-bit counter passed through its own finaliser.
///
/// Source: Steele, Lea, Flood (2014), "Fast splittable pseudorandom number generators", OOPSLA.
#[derive(Clone, Debug)]
pub struct SplitMix64 {
    state: u64,
}

impl SplitMix64 {
    /// A generator whose draws are the same for equal seeds on every machine.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// A uniform 64-bit number.
    pub fn bits(&mut self) -> u64 {
        self.state = self.state.wrapping_add(GOLDEN);
        mix(self.state)
    }

    /// A uniform number in `0..end`; 0 when `end` is 0. The bias of multiply-and-shift is below `end / 2^64`.
    pub fn below(&mut self, end: usize) -> usize {
        ((u128::from(self.bits()) * end as u128) >> 64) as usize
    }

    /// A uniform number in [0, 1), in steps of 2^-53.
    pub fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// `count` different numbers of `0..end`, in random order; all of them when `count >= end`.
    pub fn sample(&mut self, end: u32, count: usize) -> Vec<u32> {
        let mut numbers: Vec<u32> = (0..end).collect();
        let count = count.min(numbers.len());
        for i in 0..count {
            let j = i + self.below(numbers.len() - i);
            numbers.swap(i, j);
        }
        numbers.truncate(count);
        numbers
    }
}

/// The finaliser of `SplitMix64`: a bijection of 64 bits in which every input bit moves every output bit.
pub(crate) fn mix(x: u64) -> u64 {
    let x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    x ^ (x >> 31)
}

/// 2^64 divided by the golden ratio, made odd: the increment of the counter.
const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_draws_of_seed_zero() {
        // Published first outputs of splitmix64 for seed 0.
        let mut draws = SplitMix64::new(0);
        assert_eq!(draws.bits(), 0xE220_A839_7B1D_CDAF);
        assert_eq!(draws.bits(), 0x6E78_9E6A_A1B9_65F4);
    }

    #[test]
    fn sample_has_no_repeats() {
        let mut drawn = SplitMix64::new(3).sample(50, 20);
        assert_eq!(drawn.len(), 20);
        drawn.sort_unstable();
        drawn.dedup();
        assert!(drawn.len() == 20 && drawn.iter().all(|&x| x < 50));
        assert_eq!(SplitMix64::new(3).sample(2, 9).len(), 2);
        assert!(SplitMix64::new(3).sample(0, 9).is_empty());
    }
}
