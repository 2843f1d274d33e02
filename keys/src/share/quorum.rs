use crate::Error;

/// The most shares of a set: the scheme has 255 places other than the secret's.
pub const MAXIMUM_HOLDERS: usize = 255;

/// M of N, with 2 <= M <= N <= [`MAXIMUM_HOLDERS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quorum {
    threshold: u8,
    holders: u8,
}

impl Quorum {
    /// `threshold` of `holders`. One of N would be N keyrings: seal to N recipients instead.
    pub fn new(threshold: usize, holders: usize) -> Result<Self, Error> {
        match (u8::try_from(threshold), u8::try_from(holders)) {
            (Ok(threshold), Ok(holders)) if (2..=holders).contains(&threshold) => Ok(Self { threshold, holders }),
            _ => Err(Error::Quorum { maximum: MAXIMUM_HOLDERS }),
        }
    }

    /// How many shares open.
    #[must_use]
    pub fn threshold(self) -> u8 {
        self.threshold
    }

    /// How many there are.
    #[must_use]
    pub fn holders(self) -> u8 {
        self.holders
    }
}
