//! Reading the owners' own tables: strict, streaming, and silent about values.

mod chunks;
mod csv_table;
mod days;
mod header;
mod line_cap;
mod parquet_table;
mod row;
mod source_table;

pub use chunks::each_chunk;
pub use csv_table::CsvTable;
pub(crate) use days::{day_of, days_since_1970};
pub use parquet_table::ParquetTable;
pub use row::Row;
pub use source_table::SourceTable;
