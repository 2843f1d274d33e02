//! Pass files: the bundles of one link and pass, sorted by block, as the linkage unit receives them.
//!
//! Columns: `block` (u64), `handle` (u64), `nulls` (u64, bit *g* set when token group *g* of the layout is null) and
//! `bundle` (4 bytes a slot, little endian, row after row). Rows are sorted by block, then handle, none twice. Stored
//! plain and uncompressed, since tokens are noise to a compressor; only `block` has statistics, so that ranges of
//! blocks can be skipped. The layout travels in the file's own key-value metadata.
//!
//! Where a spec says `relay`, owners write the same with 8 bytes a slot, as another format, for a relay to read.

mod layout;
mod reader;
mod rows;
mod schema;
#[cfg(test)]
mod tests;
mod token;
mod writer;

pub use layout::{BundleLayout, MAX_GROUPS, MAX_SLOTS, TokenGroup};
pub use reader::{BlockRange, TokenReader, read_all};
pub use rows::TokenRows;
pub use schema::file_name;
pub use token::Token;
pub use writer::TokenWriter;

/// Rows of a pass file.
pub type PassRows = TokenRows<u32>;
/// Streams a pass file.
pub type PassReader = TokenReader<u32>;
/// Writes a pass file.
pub type PassWriter = TokenWriter<u32>;
/// Rows of a pass file on its way to a relay.
pub type RelayRows = TokenRows<u64>;
/// Streams a pass file on its way to a relay.
pub type RelayReader = TokenReader<u64>;
