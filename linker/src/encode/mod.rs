//! From an owner's extract to its delivery: the only stage that sees clear identifiers and the project's keys.
//!
//! Read in order: [`extract`] standardises the tables into identities, `derive` makes values of them, `blocks` finds
//! which blocks may leave under the cap, `values` hashes each value once, `bundles` binds them to the blocks,
//! `pass_file` puts the rows in order, `linkage` does so for every link and pass, `payload` cuts the tables for the
//! analysis unit, `folders` writes the other three folders; [`pseudonymise`] is the whole.

mod blocks;
mod bundles;
mod derive;
mod extract;
mod folders;
mod identity;
mod linkage;
mod masks;
mod pass_file;
mod payload;
mod persons;
mod pseudonymise;
mod quality;
mod run;
mod stages;
mod texts;
mod token_sort;
mod token_v1;
mod values;
mod view;

pub use extract::{Extract, extract};
pub use folders::CROSSWALK_FILE;
pub use persons::Persons;
pub use pseudonymise::{Delivery, Order, pseudonymise};
pub use quality::{ColumnQuality, QualityReport};
pub use view::pass_views;
