//! The linkage specification: one TOML file that every department signs.
//!
//! Read top-down: `raw` is the file as written, `parse` turns it into the types of `root` and `types`, which no later stage needs
//! to check again. [`show()`] says in plain English what leaves each building.

mod comparison;
mod date_format;
mod derived;
mod error;
mod parse;
mod person_format;
mod raw;
mod root;
mod shipped;
mod show;
#[cfg(test)]
mod tests;
mod types;

pub use comparison::{Comparison, ComparisonKind, FixedParameters, Level, TokenDomain, TokenGroupKind};
pub use date_format::DateFormat;
pub use derived::Derived;
pub use error::SpecError;
pub use root::{Profile, Spec};
pub use shipped::{FOUR_DEPARTMENTS, PERSON, PERSON_DEDUPE};
pub use show::show;
pub use types::{
    Cardinality, Combine, Consent, DateColumn, Identity, KeyPart, Link, Loss, Names, Pass, PayloadColumn, PayloadKind,
    PostcodeColumn, PostcodeShape, SexCodes, SexColumn, Source, Table, TableKind,
};
