//! One set of links out of many: strict, declared, loose, drawn by probability, or perfect.

mod by_handle;
mod choose;
mod clients;
mod events;
mod grouped;
mod linked;
mod scenario;

pub use by_handle::ByHandle;
pub use choose::{Chosen, choose};
pub use clients::{StayRows, Stays, clients};
pub use events::Events;
pub use grouped::Grouped;
pub use linked::Linked;
pub use scenario::Scenario;
