//! Reads what the analysis unit received: the only place where a file or a column name is known.

mod columns;
mod payload;
mod spine;

use std::path::Path;

use exchange::{Frame, FrameReader, Received};

use super::{Inputs, Payload, Source};
use crate::Error;

/// The folders that the analysis unit received, each already checked against its manifest.
#[derive(Clone, Copy, Debug)]
pub struct Delivery<'a> {
    /// Spines of every source.
    pub spine: &'a Received,
    /// Payload of the treatment services.
    pub treatment: &'a Received,
    /// Payload of the police, if delivered.
    pub police: Option<&'a Received>,
    /// Payload of death registration, if delivered.
    pub deaths: Option<&'a Received>,
    /// Payload of benefits and employment, if delivered.
    pub work: Option<&'a Received>,
}

/// Reads every table that is there and parses it into typed rows.
///
/// # Errors
/// [`Error::Input`] for a file that cannot be read, [`Error::Value`] for a value that cannot be understood: table, row, column and rule.
pub fn read(delivery: &Delivery<'_>) -> Result<Inputs, Error> {
    let payload = read_payload(delivery.treatment, delivery.police, delivery.deaths, delivery.work)?;
    Ok(Inputs { payload, spine: spine::read(delivery.spine)?, ..Inputs::default() })
}

/// Reads the departments' tables alone, for links that come from elsewhere: the true ones of invented people.
///
/// # Errors
/// As [`read`].
pub fn read_payload(
    treatment: &Received,
    police: Option<&Received>,
    deaths: Option<&Received>,
    work: Option<&Received>,
) -> Result<Payload, Error> {
    Ok(Payload {
        episodes: table(treatment, "episode", payload::episodes)?,
        modalities: beside(treatment, "modality", payload::modalities)?,
        custody: police.map_or_else(|| Ok(Vec::new()), |folder| beside(folder, "custody", payload::custody))?,
        offences: optional(police, "offence", payload::offences)?,
        deaths: optional(deaths, "death", payload::deaths)?,
        employment: optional(work, "employment_spell", payload::employment)?,
        benefits: optional(work, "benefit_spell", payload::benefits)?,
    })
}

/// Some rows of a table; for messages, its name and how many rows come before them.
struct Table {
    name: String,
    before: usize,
    frame: Frame,
}

/// Parses a table part by part: typed rows of a country fit into memory, its texts do not.
fn table<T>(folder: &Received, name: &str, parse: fn(&Table) -> Result<Vec<T>, Error>) -> Result<Vec<T>, Error> {
    let path = folder.file(&exchange::payload::file_name(name)).map_err(|error| unreadable(&folder.folder, &error))?;
    let parts = FrameReader::open(&path).map_err(|error| unreadable(&path, &error))?;
    let mut rows = Vec::new();
    let mut before = 0;
    for frame in parts {
        let frame = frame.map_err(|error| unreadable(&path, &error))?;
        let part = Table { name: name.to_owned(), before, frame };
        rows.extend(parse(&part)?);
        before += part.frame.rows();
    }
    Ok(rows)
}

fn optional<T>(
    folder: Option<&Received>,
    name: &str,
    parse: fn(&Table) -> Result<Vec<T>, Error>,
) -> Result<Vec<T>, Error> {
    folder.map_or_else(|| Ok(Vec::new()), |folder| table(folder, name, parse))
}

/// A table that the owner may have kept back.
fn beside<T>(folder: &Received, name: &str, parse: fn(&Table) -> Result<Vec<T>, Error>) -> Result<Vec<T>, Error> {
    let is_here = folder.manifest.file(&exchange::payload::file_name(name)).is_some();
    if is_here { table(folder, name, parse) } else { Ok(Vec::new()) }
}

fn unreadable(path: &Path, error: &exchange::ExchangeError) -> Error {
    Error::Input { path: path.to_path_buf(), reason: error.to_string() }
}

/// The spine's name of the anchor source.
const ANCHOR: &str = "ndtms";

fn spine_file(source: Option<Source>) -> String {
    exchange::spine::file_name(source.map_or(ANCHOR, Source::file_name))
}
