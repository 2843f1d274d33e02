//! `trial`: one desk wears every hat, under a key that is thrown away. The same code runs over the same files as
//! between departments; only the tie-break differs (by record id, so that results do not depend on the key).

mod deliveries;
mod outputs;
mod records;
mod report;
mod run;

pub(super) use run::run;
