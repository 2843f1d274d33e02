//! `quality.html`: what the models of a link say of themselves, and in a trial what the truth says of them. One file, no
//! script, no network; parameters and counts alone, none under ten. Charts have Splink's names where Splink has them.

mod blocking;
mod completeness;
mod dependence;
mod frame;
mod history;
mod levels;
mod link;
mod plot;
mod row_bars;
mod thresholds;
mod truth;
mod unlinkables;
mod weights;

pub(crate) use link::of_links;
pub(crate) use truth::{Judged, of_trial};
