//! What a key custodian keeps: the log of every act on a project's keys, and certificates of destruction.
//!
//! Both are lines or pages of JSON that hold names of files and desks, check values and public keys, never a secret.
//! Signatures are made and checked by whoever has keys (`cli`); this module says which bytes they cover.

mod act;
mod certificate;
mod log;

pub use act::{Act, Entry, Subject};
pub use certificate::Certificate;
pub use log::{CustodyLog, signed_bytes};
