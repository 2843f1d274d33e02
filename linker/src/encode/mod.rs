//! From an owner's extract to its delivery: the only stage that sees clear identifiers and the project's keys.
//!
//! Read in order: [`extract`] standardises the tables into identities, `derive` makes values of them, `blocks` finds
//! which blocks may leave under the cap, `bundles` fills the token slots, `payload` cuts the tables for the analysis
//! unit, [`pseudonymise`] writes the four folders.

mod blocks;
mod bundles;
mod derive;
mod extract;
mod identity;
mod masks;
mod payload;
mod persons;
mod pseudonymise;
mod quality;
mod stages;
mod token_v1;
mod view;

pub use extract::{Extract, extract};
pub use persons::Persons;
pub use pseudonymise::{CROSSWALK_FILE, Delivery, Order, pseudonymise};
pub use quality::{ColumnQuality, QualityReport};
pub use view::pass_views;
