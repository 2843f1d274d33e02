//! In work after the start of treatment.
//!
//! A member is in work on a day if any P45 employment spell covers it, and on an out-of-work benefit if any spell of JSA, ESA, IB,
//! SDA, IS or UC does. Only people linked to benefit and employment records and alive on the day are counted: to be unlinked is not to
//! be out of work. Shares carry Wilson's interval, differences from those who dropped out carry Newcombe's (method 10).

mod breakdowns;
mod further;
mod months;
mod sustained;
mod tables;
mod work_year;

pub use further::further;
pub use tables::{Results, results};
