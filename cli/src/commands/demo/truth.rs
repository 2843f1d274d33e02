//! The true spine of an invented world: who is who, through the owners' crosswalks. Only a demonstration has one.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use exchange::{Desk, LinkClass, Role, SpineRow};
use linker::input::CsvTable;
use studies::inputs::{Source, Spine};

use crate::crosswalk::Crosswalk;
use crate::desk;
use crate::error::CliError;

const ANCHOR: &str = "ndtms";

/// The spine that perfect linkage would have made.
pub(super) fn perfect_spine(truth: &Path, owners: &Path) -> Result<Spine, CliError> {
    let anchor = rows(truth, owners, ANCHOR, None)?;
    let treated: HashSet<String> = anchor.iter().filter_map(|row| row.study_pseudonym.clone()).collect();
    let others = Source::ALL
        .map(|source| rows(truth, owners, source.file_name(), Some(&treated)))
        .into_iter()
        .collect::<Result<Vec<_>, _>>()?;
    Ok(Spine::from_rows(&anchor, [&others[0], &others[1], &others[2]]))
}

/// Person ids stand for study pseudonyms. With `treated`, only those people are linked.
fn rows(
    truth: &Path,
    owners: &Path,
    source: &str,
    treated: Option<&HashSet<String>>,
) -> Result<Vec<SpineRow>, CliError> {
    let people = people(&truth.join(format!("{source}.csv")))?;
    let owner = desk::inside(&owners.join(source), Role::Owner);
    let crosswalk = Crosswalk::read(&owner, Desk::OneDesk)?;
    let mut rows: Vec<SpineRow> = crosswalk
        .entries
        .into_iter()
        .map(|(payload_handle, id)| {
            let person = people.get(&id).filter(|person| treated.is_none_or(|treated| treated.contains(*person)));
            SpineRow {
                payload_handle,
                study_pseudonym: person.cloned(),
                match_probability: person.map(|_| 1.0),
                leader_margin: None,
                class: if person.is_some() { LinkClass::Link } else { LinkClass::Unlinked },
                rank: u32::from(person.is_some()),
                cell_key: 0,
            }
        })
        .collect();
    rows.sort_unstable_by_key(|row| row.payload_handle);
    Ok(rows)
}

/// Person of each entity key; key columns are joined by `/` as a crosswalk joins them.
fn people(path: &Path) -> Result<HashMap<String, String>, CliError> {
    let mut file = CsvTable::open(path)?;
    let person = file.required("person_id")?;
    file.rows()
        .map(|row| {
            let row = row?;
            let key: Vec<_> = (0..person).map(|column| row.text(Some(column))).collect();
            Ok((key.join("/"), row.text(Some(person)).to_owned()))
        })
        .collect()
}
