//! `manifest.json`: what a folder holds, checked before anything in it is believed.
//!
//! A manifest names only files of its own folder: no input file, hash of one, or path.

mod agree;
mod document;
mod hash;
mod receive;
mod role;
mod signature;
#[cfg(test)]
mod tests;

pub use agree::{Deliveries, agree};
pub use document::{FileEntry, MANIFEST, Manifest, round_to_two_figures};
pub use hash::{sha256_of_bytes, sha256_of_file};
pub use receive::{Desk, Received, receive, refuse_unready};
pub use role::Role;
pub(crate) use signature::Sign;
pub use signature::{SIGNATURE, Signature};
