//! The true spine of an invented world: who is who, through the owners' crosswalks. Only a demonstration has one.

use std::path::Path;

use exchange::{Desk, Role};
use linker::evaluate::{TruthFolder, true_spines};
use studies::inputs::{Source, Spine};

use crate::crosswalk::Crosswalk;
use crate::desk;
use crate::error::CliError;

const ANCHOR: &str = "ndtms";

/// The spine that perfect linkage would have made.
pub(super) fn perfect_spine(truth: &Path, owners: &Path) -> Result<Spine, CliError> {
    let crosswalk = |source: &str| -> Result<Vec<(u64, String)>, CliError> {
        Ok(Crosswalk::read(&desk::inside(&owners.join(source), Role::Owner), Desk::OneDesk)?.entries)
    };
    let sources = Source::ALL.map(Source::file_name);
    let (anchor, others) = true_spines(&mut TruthFolder::open(truth)?, ANCHOR, &sources, crosswalk)?;
    Ok(Spine::from_rows(&anchor, [&others[0], &others[1], &others[2]]))
}
