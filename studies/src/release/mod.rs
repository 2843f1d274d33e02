//! A release folder as an output checker sees it, and the ledger of what a project has released.
//!
//! The checks read the folder alone, not the program that wrote it: a folder changed by hand is checked like any other.

mod check;
mod figures;
mod folder;
mod ledger;

pub use check::{Finding, Severity, check};
pub use figures::Figure;
pub use folder::ReleaseFolder;
pub use ledger::{Entry, Ledger, Overlap};
