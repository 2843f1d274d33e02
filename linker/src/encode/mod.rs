//! From an owner's extract to its delivery: the only stage that sees clear identifiers and the project's keys.
//!
//! Read in order: [`extract`] standardises the tables into `identities` of `entities`, settled a few thousand at a time;
//! `sweep` derives and hashes their values and makes every `entry` of a link's passes, distributed by block; `capped`
//! finds which blocks may leave, `bundles` fills their slots, `pass_file` puts the rows in order, `link_files` does so for
//! the passes of a link, `linkage` for every link, `payload` cuts the tables for the analysis unit (`payload_writer`, and `sealed_rows` where they leave sealed), `folders` writes the other three folders;
//! [`pseudonymise`] is the whole. What does not fit into memory meanwhile is sealed on disk by `crate::spill`; what is finished is
//! noted in the `journal`, and `restored` when a killed run is resumed.

mod bits;
mod bundles;
mod capped;
mod cells;
mod derive;
mod dictionary;
mod disk_need;
mod dummies;
mod entities;
mod entry;
mod extract;
mod folders;
mod gate;
mod handle_sort;
mod handle_table;
mod identities;
mod identity;
mod identity_reader;
mod journal;
mod link_files;
mod linkage;
mod padding;
mod pass_file;
mod payload;
mod payload_writer;
mod persons;
mod pseudonymise;
mod quality;
mod restored;
mod row_keys;
mod run;
mod sealed_rows;
mod stages;
mod sweep;
mod texts;
mod token_sort;
mod token_v1;
mod uniques;
mod view;

pub use crate::spill::Workspace;
pub use dictionary::Dictionary;
pub use disk_need::disk_need;
pub use extract::{Extract, extract};
pub use folders::CROSSWALK_FILE;
pub use gate::Gate;
pub use linkage::PassReport;
pub use persons::Persons;
pub use pseudonymise::{Delivery, Order, pseudonymise, pseudonymise_gated};
pub use quality::{ColumnQuality, QualityReport, usable_columns};
pub use view::pass_views;
