//! The one door to Parquet: how our files are opened, labelled, checked and closed.

mod bounded;
mod damage;
mod pages;
mod reader;
mod structures;
mod thrift;
mod writer;
mod written;

pub use damage::panic_is_damage;
pub(crate) use reader::{Batches, TableFile, open_ordinary};
pub use writer::ROW_GROUP_ROWS;
pub(crate) use writer::{TableWriter, table_properties};
pub use written::Written;

/// Key of the file's own metadata under which it declares its format.
const FORMAT_KEY: &str = "dwlink.format";
