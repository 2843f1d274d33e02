//! How long work tells its caller what it will need and where it is, and learns that it should stop.

use serde::Serialize;

use crate::error::Result;

/// Bytes of disk that a run will need, estimated before it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct DiskNeed {
    /// What is delivered, at most.
    pub delivery_bytes: u64,
    /// What unfinished work takes meanwhile, sealed: 0 where it fits into memory.
    pub sealed_bytes: u64,
}

/// Follows long work. Called often, from one thread at a time.
pub trait Watch: Sync {
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
