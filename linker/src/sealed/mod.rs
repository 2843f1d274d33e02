//! Payload whose rows are sealed one handle at a time: whose keys the custodian gives out, and opening them.
//!
//! The owner seals (`encode`), the union desk decides who is in a study, the key custodian gives out their keys
//! ([`give_out()`]) without seeing a row, and the analysis unit opens those rows and no others ([`unseal()`]).

mod give_out;
mod unseal;

pub use give_out::give_out;
pub use unseal::{OpenedTable, unseal};
