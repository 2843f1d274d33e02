//! The union desk's work: from scored pairs of handles to entities, decisions and spines. No token, no name, no payload.
//!
//! Read in order: `joined` brings handles to entities, `seen` gathers what the passes saw, [`candidates`] gives each pair one value, [`decide`]
//! declares links, [`clusters`] groups, [`union()`] writes what the analysis unit receives.

mod assign;
mod average_linkage;
mod candidates;
mod cluster;
mod combine;
mod decide;
mod disk_need;
mod entities;
mod joined;
mod memory;
mod rivalry;
mod run;
mod seen;
mod spine;
mod tasks;
mod view;
#[cfg(test)]
mod world;

pub use candidates::{Candidate, candidates};
pub use cluster::clusters;
pub use decide::{Decided, Decision, decide, links};
pub use disk_need::disk_need;
pub use entities::Entities;
pub use run::{LinkCounts, Order, Union, union};
pub use view::{delivered_views, desk_view, seen_pairs};
