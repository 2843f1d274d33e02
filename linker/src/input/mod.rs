//! Reading the owners' own tables: strict, streaming, and silent about values.

mod csv_table;
mod line_cap;

pub use csv_table::{CsvRow, CsvTable};
