//! How often the studies' 95 % intervals hold what was planted, over many invented worlds.
//!
//! [`World`] draws one and lets the desks deliver it; [`planted`] says what each headline should find, from the effects and from what
//! each invented person lived; [`estimates`] is what the studies find, before any rounding; [`Tally`] counts.

mod estimates;
mod planted;
mod tally;
mod world;

pub use estimates::{Estimate, Estimates, Links, estimates};
pub use planted::planted;
pub use tally::{Band, Tally};
pub use world::World;
