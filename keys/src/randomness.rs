//! Where nonces and seeds come from.

use std::fmt;

use ring::rand::{SecureRandom, SystemRandom};

use crate::{Error, Filler, derive};

/// The operating system's generator in earnest; under `--test-seed`, a stream that repeats.
pub struct Randomness(Source);

enum Source {
    System(SystemRandom),
    Test(Box<Filler>),
}

impl Randomness {
    /// The operating system's generator.
    #[must_use]
    pub fn system() -> Self {
        Self(Source::System(SystemRandom::new()))
    }

    /// Repeats the same bytes for the same `seed` and `stream`. **Predictable**: for tests and `--test-seed` alone.
    /// A real root key cannot be drawn from it.
    ///
    /// Fails if `stream` is empty or longer than 255 bytes.
    pub fn from_test_seed(seed: u64, stream: &str) -> Result<Self, Error> {
        Ok(Self(Source::Test(Box::new(Filler::new(derive::test_stream_seed(seed, stream)?)))))
    }

    /// Draws `bytes`. Fails only if the operating system's generator does.
    pub fn fill(&mut self, bytes: &mut [u8]) -> Result<(), Error> {
        match &mut self.0 {
            Source::System(generator) => generator.fill(bytes).map_err(|_| Error::Randomness),
            Source::Test(stream) => {
                stream.fill(bytes);
                Ok(())
            }
        }
    }
}

impl fmt::Debug for Randomness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            Source::System(_) => "Randomness(system)",
            Source::Test(_) => "Randomness(test)",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn test_streams_repeat_and_differ_by_seed_and_name() {
        let draw = |mut randomness: Randomness| {
            let mut bytes = [0; 16];
            randomness.fill(&mut bytes).unwrap();
            bytes
        };
        let test = |seed, stream| draw(Randomness::from_test_seed(seed, stream).unwrap());
        assert_eq!(test(1, "nonce"), test(1, "nonce"));
        assert_ne!(test(1, "nonce"), test(2, "nonce"));
        assert_ne!(test(1, "nonce"), test(1, "filler"));
        assert_ne!(draw(Randomness::system()), draw(Randomness::system()));
        assert!(Randomness::from_test_seed(1, "").is_err());
    }
}
