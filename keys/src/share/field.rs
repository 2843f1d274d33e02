//! Shamir, "How to share a secret", Communications of the ACM 22(11), 1979, byte by byte over GF(2^8) modulo
//! x^8 + x^4 + x^3 + x + 1, at the places 1 to N.
//!
//! `vsss-rs` computes it: its coefficients are uniform over the whole field (a scheme without zeros leaks: RUSTSEC-2024-0398),
//! its arithmetic has no tables and no branches on secrets, and its authors name the audits they had. `shares_v1.py` says
//! the same from the textbook.

use std::convert::Infallible;

use rand_core::{TryCryptoRng, TryRng};
use ring::error::Unspecified;
use ring::rand::SecureRandom;
use vsss_rs::Gf256;
use zeroize::Zeroizing;

use super::Quorum;
use crate::Error;

/// The values of all shares, in order of place from 1.
pub(super) fn split(secret: &[u8], quorum: Quorum, rng: &dyn SecureRandom) -> Result<Vec<Zeroizing<Vec<u8>>>, Error> {
    split_by(secret, quorum, |bytes| rng.fill(bytes))
}

fn split_by(
    secret: &[u8],
    quorum: Quorum,
    fill: impl FnMut(&mut [u8]) -> Result<(), Unspecified>,
) -> Result<Vec<Zeroizing<Vec<u8>>>, Error> {
    let mut draws = Draws { fill, failed: false };
    let (threshold, holders) = (usize::from(quorum.threshold()), usize::from(quorum.holders()));
    let points = Gf256::split_bytes(threshold, holders, secret, &mut draws)
        .map(|points| points.into_iter().map(Zeroizing::new).collect::<Vec<_>>())
        .expect("a quorum is two or more of at most 255, and the secret is not empty");
    if draws.failed {
        return Err(Error::Randomness);
    }
    Ok(points.into_iter().map(|point| Zeroizing::new(point[1..].to_vec())).collect())
}

/// The secret of which these are values at distinct places, by place; `None` if the values differ in length or are too few
/// for any secret. Too few for *this* secret give another one: the caller counts.
pub(super) fn join(values: &[(u8, &[u8])]) -> Option<Zeroizing<Vec<u8>>> {
    let points: Vec<Vec<u8>> = values.iter().map(|(place, value)| [&[*place], *value].concat()).collect();
    let points = Zeroizing::new(points);
    Gf256::combine_bytes(&*points).ok().map(Zeroizing::new)
}

/// The operating system's generator as the sharing asks for it. A failure is kept until the draw is over, and then nothing
/// of the draw is used.
struct Draws<F> {
    fill: F,
    failed: bool,
}

impl<F: FnMut(&mut [u8]) -> Result<(), Unspecified>> TryRng for Draws<F> {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut bytes = [0; 4];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut bytes = [0; 8];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        self.failed |= (self.fill)(bytes).is_err();
        Ok(())
    }
}

impl<F: FnMut(&mut [u8]) -> Result<(), Unspecified>> TryCryptoRng for Draws<F> {}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use ring::rand::SystemRandom;

    use super::*;
    use crate::hex;

    fn bytes(text: &str) -> Vec<u8> {
        let mut bytes = vec![0; text.len() / 2];
        hex::decode(text, &mut bytes).unwrap();
        bytes
    }

    /// Shares that an independent program made; see tests/data/README.md.
    #[test]
    fn shares_of_another_program_join() {
        let answers = include_str!("../../tests/data/shares_v1.txt");
        let mut tested = 0;
        for line in answers.lines().filter(|line| !line.starts_with('#')) {
            let (shares, secret) = line.split_once(" => ").unwrap();
            let shares: Vec<_> = shares.split(' ').map(|share| share.split_once(':').unwrap()).collect();
            let values: Vec<_> = shares.iter().map(|(place, value)| (place.parse().unwrap(), bytes(value))).collect();
            let values: Vec<_> = values.iter().map(|(place, value)| (*place, value.as_slice())).collect();
            assert_eq!(join(&values).unwrap().as_slice(), bytes(secret), "{line}");
            tested += 1;
        }
        assert_eq!(tested, 9);
    }

    /// A byte of one share, fewer than M, must be as likely any value as any other, zero included.
    #[test]
    fn a_share_alone_is_uniform() {
        let mut counts = [0_u32; 256];
        let quorum = Quorum::new(2, 2).unwrap();
        let (rounds, secret) = (400, [0xA5; 64]);
        for _ in 0..rounds {
            let shares = split(&secret, quorum, &SystemRandom::new()).unwrap();
            shares[0].iter().for_each(|&byte| counts[usize::from(byte)] += 1);
        }
        let expected = f64::from(rounds) * 64.0 / 256.0;
        let chi_square: f64 = counts.iter().map(|&count| (f64::from(count) - expected).powi(2) / expected).sum();
        // 255 degrees of freedom: mean 255, standard deviation 22.6. Without the value of a zero coefficient it would be
        // 100 higher from that cell alone.
        assert!((140.0..370.0).contains(&chi_square), "{chi_square}");
        assert!(counts[0xA5] > 50, "the coefficient zero never comes: {}", counts[0xA5]);
    }

    /// Shares made without chance would be the secret itself.
    #[test]
    fn a_generator_that_fails_once_makes_no_share() {
        let quorum = Quorum::new(2, 3).unwrap();
        let mut draws = 0;
        let drawn = split_by(&[0xA5; 8], quorum, |_| {
            draws += 1;
            Ok(())
        });
        assert!(drawn.is_ok() && draws > 0);
        for failing in 1..=draws {
            let mut draw = 0;
            let refused = split_by(&[0xA5; 8], quorum, |_| {
                draw += 1;
                if draw == failing { Err(Unspecified) } else { Ok(()) }
            });
            assert!(matches!(refused, Err(Error::Randomness)), "draw {failing} of {draws}");
        }
    }

    proptest! {
        #[test]
        fn any_subset_of_the_quorum_joins_and_no_smaller_one(
            threshold in 2_usize..6, more in 0_usize..4, secret in prop::collection::vec(any::<u8>(), 8..80),
        ) {
            let holders = threshold + more;
            let shares = split(&secret, Quorum::new(threshold, holders).unwrap(), &SystemRandom::new()).unwrap();
            for chosen in 0_u32..1 << holders {
                let places = (0..holders).filter(|place| chosen >> place & 1 == 1);
                let values: Vec<_> = places.map(|place| (place as u8 + 1, shares[place].as_slice())).collect();
                let joined = join(&values);
                let opens = joined.as_ref().is_some_and(|joined| **joined == secret);
                prop_assert_eq!(opens, values.len() >= threshold, "{:b}", chosen);
            }
        }
    }
}
