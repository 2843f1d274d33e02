//! How good the links are: by class, against the truth where a demonstration knows it, and by group of people.

mod accuracy;
mod classes;
mod duplicates;
mod groups;

use crate::cohort::Cohort;
use crate::disclose::{SafeTable, disclose};
use crate::inputs::Inputs;
use crate::linkage::Linked;
use crate::study_file::StudyFile;

/// Every quality table, through the door; `linked` follows the declared links.
#[must_use]
pub fn tables(inputs: &Inputs, cohort: &Cohort, linked: &Linked<'_>, study: &StudyFile) -> Vec<SafeTable> {
    let mut tables = vec![classes::table(&inputs.spine)];
    tables.extend(inputs.perfect.as_ref().map(|truth| accuracy::table(&inputs.spine, truth)));
    tables.push(duplicates::table(&inputs.spine));
    tables.extend(groups::tables(cohort, linked, study));
    tables.into_iter().map(|table| disclose(table, &study.policy)).collect()
}
