//! Outputs appear whole or not at all.
//!
//! Everything is written beside its target under a hidden temporary name, flushed to the disk, then renamed. Dropped
//! without [`NewFolder::commit`] or [`NewFile::commit`], it is removed. A process killed outright leaves the hidden
//! temporary (its name starts with a dot and ends in `.part`), never a half-written target. Where the folder has a
//! [`Journal`] of what was finished in it, a later run of the same [`Provenance`] can go on ([`NewFolder::resume`]); the journal goes
//! last, after the rename.

mod file;
mod finished_files;
mod flush;
mod folder;
mod journal;
mod leftovers;
mod provenance;
mod replaced;
#[cfg(test)]
mod resume_tests;
mod target;
#[cfg(test)]
mod tests;
mod unfinished;

pub use file::NewFile;
pub use finished_files::FinishedFiles;
pub use folder::NewFolder;
pub use journal::Journal;
pub use provenance::Provenance;
pub use unfinished::{abandoned, unfinished};
