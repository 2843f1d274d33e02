//! `demo`: a synthetic four-department study, every hat in turn, offline.

mod run;
mod truth;

pub(super) use run::run;
