//! Pass files: the bundles of one link and pass, sorted by block, as the linkage unit receives them.
//!
//! Columns: `block` (u64), `handle` (u64), `nulls` (u64, bit *g* set when token group *g* of the layout is null) and
//! `bundle` (4 bytes a slot, little endian, row after row). Rows are sorted by block, then handle, none twice. Stored
//! plain and uncompressed, since tokens are noise to a compressor; only `block` has statistics, so that ranges of
//! blocks can be skipped. The layout travels in the file's own key-value metadata.

mod layout;
mod reader;
mod rows;
mod schema;
#[cfg(test)]
mod tests;
mod writer;

pub use layout::{BundleLayout, MAX_GROUPS, MAX_SLOTS, TokenGroup};
pub use reader::{BlockRange, PassReader, read_all};
pub use rows::PassRows;
pub use schema::file_name;
pub use writer::PassWriter;
