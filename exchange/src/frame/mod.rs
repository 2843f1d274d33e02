//! A small typed table, in memory and as Parquet.

mod arrays;
mod stream;
mod table;
#[cfg(test)]
mod tests;
mod values;

pub use stream::{FrameReader, FrameWriter};
pub use table::{Column, Frame};
pub use values::{Kind, Values};
