//! Tables of fixed columns as typed rows: one writer and one reader for all of them.

mod columns;
mod reader;
#[cfg(test)]
mod tests;
mod writer;

pub use columns::Row;
pub(crate) use columns::{ColumnCursor, Columnar, primitive};
pub use reader::{RowReader, read_rows};
pub use writer::{RowWriter, write_rows};
