//! What there is of each side of a link.

use crate::error::Result;

/// Left, and right unless the link compares a file with itself.
pub(super) struct Sides<T> {
    left: T,
    right: Option<T>,
}

impl<T> Sides<T> {
    pub(super) fn new(left: T, right: Option<T>) -> Self {
        Self { left, right }
    }

    pub(super) fn as_ref(&self) -> Sides<&T> {
        Sides { left: &self.left, right: self.right.as_ref() }
    }

    pub(super) fn map<U>(self, mut each: impl FnMut(T) -> Result<U>) -> Result<Sides<U>> {
        Ok(Sides { left: each(self.left)?, right: self.right.map(each).transpose()? })
    }

    /// Left and right; the same where a file is compared with itself.
    pub(super) fn both(&self) -> (&T, &T) {
        (&self.left, self.right.as_ref().unwrap_or(&self.left))
    }

    /// Every side once.
    pub(super) fn each(&self) -> impl Iterator<Item = &T> {
        std::iter::once(&self.left).chain(&self.right)
    }
}
