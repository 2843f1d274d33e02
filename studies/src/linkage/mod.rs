//! One set of links out of many: strict, declared, loose, drawn by probability, or perfect.

mod choose;
mod clients;
mod grouped;
mod linkable;
mod linked;
mod scenario;

pub use choose::{Chosen, choose};
pub use clients::{Stays, clients};
pub use grouped::Grouped;
pub use linkable::linkable;
pub use linked::Linked;
pub use scenario::Scenario;
