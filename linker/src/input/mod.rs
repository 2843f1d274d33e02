//! Reading the owners' own tables: strict, streaming, and silent about values.

mod chunks;
mod csv_table;
mod line_cap;

pub use chunks::each_chunk;
pub use csv_table::{CsvRow, CsvTable};
