//! Payload whose rows are sealed one handle at a time: whose keys the custodian gives out, and opening them.
//!
//! The owner seals (`encode`), the union desk decides who is in a study, the key custodian gives out their keys
//! ([`give_out()`]) without seeing a row, and the analysis unit opens those rows and no others ([`unseal()`]). The owner can open them all ([`OwnRows`]).

mod give_out;
mod own_rows;
mod unseal;

pub use give_out::give_out;
pub use own_rows::OwnRows;
pub use unseal::{OpenedTable, unseal};
