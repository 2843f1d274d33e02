//! How long work tells its caller where it is, and learns that it should stop.

use crate::error::Result;

/// Follows long work. Called often, from one thread.
pub trait Watch {
    /// `share` of the step called `what` is done, 0 to 1. An error stops the work; nothing is left half-written.
    fn reached(&self, what: &str, share: f64) -> Result<()>;
}

/// Watches nothing.
pub struct Unwatched;

impl Watch for Unwatched {
    fn reached(&self, _what: &str, _share: f64) -> Result<()> {
        Ok(())
    }
}
