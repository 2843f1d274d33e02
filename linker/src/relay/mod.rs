//! The key custodian's act on tokens: owners' tokens under the relay's own key, in the order of their new blocks.
//!
//! `relay_v1` is the format and its argument, `pass_file` one file, [`relay()`] the whole. No clear identifier, payload or table
//! of handles is here.

mod pass_file;
mod relay_v1;
mod run;

pub use run::{Order, Relayed, relay, rows_handed_in};
