//! Records that need not fit into memory: distributed over buckets, and sealed on disk when there are too many.
//!
//! Whatever is written here is sealed with a key of the run's own ([`keys::JournalKey`]), in files without a name: not
//! even a killed run leaves a readable name or date behind.

mod buckets;
mod budget;
mod records;
mod sealed_file;
mod workspace;

pub(crate) use buckets::{Buckets, bucket_of};
pub(crate) use budget::Held;
pub(crate) use records::{Record, Records};
pub use workspace::Workspace;
