//! Blocks that two sorted pass files have in common, and the pairs inside them.

mod join;

pub use join::{Block, Pairing, join};
