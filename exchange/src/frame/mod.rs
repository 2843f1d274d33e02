//! A small typed table, in memory and as Parquet.

mod arrays;
mod borrowed;
mod stream;
mod table;
#[cfg(test)]
mod tests;
mod values;

pub use borrowed::{ColumnView, Columns, ColumnsReader, Dates, Integers, Texts};
pub use stream::{FrameReader, FrameWriter};
pub use table::{Column, Frame};
pub use values::{Kind, Values};
