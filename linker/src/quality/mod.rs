//! How well a link's models tell matches from non-matches, in counts of ten and more: what `quality.html` shows.
//!
//! Nothing here needs the truth; [`crate::evaluate`] does.

mod bins;
mod dependence;
mod pass;
mod threshold;

pub use bins::{WeightBin, weight_bins};
pub use dependence::{Dependence, dependences};
pub use pass::{LinkQuality, PassQuality};
pub use threshold::{AtThreshold, by_threshold};
