//! Every attack of the suite on deliveries of 200,000 invented people, as tables.
//!
//! - [`Subject`]: an owner's delivery under attack, another owner's beside it, and what the desks make of the two.
//! - [`by_pass`]: what each pass opens to one party.
//! - [`by_group`]: who is opened, by kind of person.
//! - [`over_passes`]: what is opened by whoever sees several passes: the union desk, and collusions.

mod groups;
mod over_passes;
mod pass_table;
mod subject;

pub use groups::by_group;
pub use over_passes::over_passes;
pub use pass_table::by_pass;
pub use subject::Subject;

use linker::attack::{Attack, PassView};

use crate::document::percent;

/// A pass of a delivery with its people counted as the owner counts them.
fn people(view: &PassView, subject: &Subject, which: usize) -> PassView {
    let persons = &subject.persons[which];
    view.regrouped(persons.of_entity(), persons.people())
}

/// A rate in per cent with its 95 % interval.
fn rate(attack: &Attack) -> String {
    let [rate, low, high] = [attack.rate, attack.interval_95.0, attack.interval_95.1].map(|share| percent(share, 3));
    format!("{rate} ({low}-{high})")
}
