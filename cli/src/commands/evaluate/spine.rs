//! A spine folder against a truth, through the owners' crosswalks.

use std::path::{Path, PathBuf};

use exchange::{Desk, Received, Role, receive};
use linker::evaluate::{
    CaseAccuracy, Evaluation, LinkedPeople, SourceRecords, Truth, TruthFolder, by_case, evaluate_pairs, spine_pairs,
};

use super::run::Judged;
use crate::crosswalk::Crosswalk;
use crate::desk;
use crate::error::CliError;

/// Evaluates the links of the second owner's source against true pairs.
pub(super) fn evaluate(folder: &Path, owners: &[PathBuf], truth: &Truth) -> Result<Evaluation, CliError> {
    let spine = Opened::open(folder, owners)?;
    let pairs = spine_pairs(&spine.spines, records(&spine.anchor), records(&spine.other), |a, b| truth.holds(a, b))?;
    Ok(evaluate_pairs(&pairs, truth.total(), true))
}

/// Evaluates them against who is in every record that was delivered, by kind of person.
pub(super) fn by_people(folder: &Path, owners: &[PathBuf], truth: &mut TruthFolder) -> Result<Judged, CliError> {
    let Opened { spines, anchor, other } = Opened::open(folder, owners)?;
    let [left_ids, right_ids] = [&anchor, &other].map(ids);
    let mut people = LinkedPeople {
        left: truth.persons(&anchor.source)?.of(left_ids.iter().copied())?,
        right: truth.persons(&other.source)?.of(right_ids.iter().copied())?,
        links: Vec::new(),
    };
    let known = Truth::of_people(&left_ids, &right_ids, &people);
    let pairs = spine_pairs(&spines, records(&anchor), records(&other), |a, b| known.holds(a, b))?;
    let links = pairs.iter().filter(|pair| pair.link);
    people.links = links.map(|pair| (people.left[pair.left as usize], people.right[pair.right as usize])).collect();
    Ok(Judged { evaluation: evaluate_pairs(&pairs, known.total(), true), cases: by_case(&truth.cases, &people) })
}

/// Accuracy by kind of person of the links between two owners' sources.
pub(in crate::commands) fn spine_cases(
    folder: &Path,
    owners: &[PathBuf],
    truth: &mut TruthFolder,
) -> Result<Vec<CaseAccuracy>, CliError> {
    Ok(by_people(folder, owners, truth)?.cases)
}

struct Opened {
    spines: Received,
    anchor: Crosswalk,
    other: Crosswalk,
}

impl Opened {
    fn open(folder: &Path, owners: &[PathBuf]) -> Result<Self, CliError> {
        let spines = receive(folder, Role::Spine, Desk::OneDesk)?;
        let read = |owner: &Path| Crosswalk::read(&desk::inside(owner, Role::Owner), Desk::OneDesk);
        Ok(Self { spines, anchor: read(&owners[0])?, other: read(&owners[1])? })
    }
}

fn records(crosswalk: &Crosswalk) -> SourceRecords<'_> {
    SourceRecords { source: &crosswalk.source, records: &crosswalk.entries }
}

fn ids(crosswalk: &Crosswalk) -> Vec<&str> {
    crosswalk.entries.iter().map(|(_, id)| id.as_str()).collect()
}
