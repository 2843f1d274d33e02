//! Standardise, encode, block, compare, model, union, evaluate: the stages of a linkage, in that order;
//! and `review`, a person's view of some of its pairs.
//!
//! Only [`encode`] sees clear identifiers. From [`block`] on, a record is a handle and a row of tokens.

pub mod attack;
pub mod block;
pub mod compare;
pub mod encode;
mod error;
pub mod evaluate;
pub mod input;
pub mod link;
pub mod model;
mod packed;
pub mod payload;
pub mod quality;
pub mod random;
pub mod relay;
pub mod review;
pub mod sealed;
mod spill;
pub mod standardise;
pub mod union;
mod watch;

pub use error::{InputFault, LinkerError, Place, Result};
pub use watch::{DiskNeed, Unwatched, Watch};
