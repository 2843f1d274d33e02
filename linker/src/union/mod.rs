//! The union desk's work: from scored pairs of handles to entities, decisions and spines. No token, no name, no payload.
//!
//! Read in order: [`candidates`] joins handles to entities and gives each pair one value, [`decide`] declares links,
//! [`clusters`] groups, [`union()`] writes what the analysis unit receives.

mod assign;
mod average_linkage;
mod candidates;
mod cluster;
mod decide;
mod entities;
mod memory;
mod rivalry;
mod run;
mod spine;
mod view;

pub use candidates::{Candidate, candidates};
pub use cluster::clusters;
pub use decide::{Decided, Decision, decide, links};
pub use entities::Entities;
pub use run::{LinkCounts, Order, Union, union};
pub use view::{delivered_views, desk_view, seen_pairs};
