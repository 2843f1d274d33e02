//! Outputs appear whole or not at all.
//!
//! Everything is written beside its target under a hidden temporary name, flushed to the disk, then renamed. Dropped
//! without [`NewFolder::commit`] or [`NewFile::commit`], it is removed. A process killed outright leaves the hidden
//! temporary (its name starts with a dot and ends in `.part`), never a half-written target.

mod file;
mod flush;
mod folder;
mod target;
#[cfg(test)]
mod tests;

pub use file::NewFile;
pub use folder::NewFolder;
