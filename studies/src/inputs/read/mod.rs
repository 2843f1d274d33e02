//! Reads what the analysis unit received: the only place where a file or a column name is known.

mod columns;
mod payload;
mod spine;
mod table;
mod wanted;

use std::path::Path;

use exchange::Received;

use self::table::{beside, optional};
use self::wanted::Wanted;
use super::{Inputs, LeftOut, Needed, Payload, Source};
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

/// Reads the tables that are `needed`, and of them the rows of people whom some link can reach: a study on them finds what it would find
/// on everything.
///
/// # Errors
/// As [`read`].
pub fn read_needed(delivery: &Delivery<'_>, needed: Needed) -> Result<Inputs, Error> {
    let spine = spine::read(delivery.spine)?;
    let wanted = WantedOf {
        clients: Wanted::clients(&spine),
        police: Wanted::candidates(&spine.police),
        deaths: Wanted::candidates(&spine.deaths),
        work: Wanted::candidates(&spine.work),
    };
    let payload = tables(delivery.treatment, [delivery.police, delivery.deaths, delivery.work], needed, &wanted)?;
    Ok(Inputs { payload, spine, ..Inputs::default() })
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
    let everyone = WantedOf {
        clients: Wanted::everyone(),
        police: Wanted::everyone(),
        deaths: Wanted::everyone(),
        work: Wanted::everyone(),
    };
    tables(treatment, [police, deaths, work], Needed::ALL, &everyone)
}

/// Whose rows are kept, by source.
struct WantedOf {
    clients: Wanted,
    police: Wanted,
    deaths: Wanted,
    work: Wanted,
}

/// Tables of treatment, and of the sources in the order of [`Source::ALL`].
fn tables(
    treatment: &Received,
    sources: [Option<&Received>; 3],
    needed: Needed,
    wanted: &WantedOf,
) -> Result<Payload, Error> {
    let [police, deaths, work] = sources;
    let of = |folder: Option<_>, is_needed: bool| folder.filter(|_| is_needed);
    let stays = Some(treatment).filter(|_| needed.stays);
    let offences = optional(of(police, needed.offences), &payload::OFFENCES, &wanted.police)?;
    let deaths = optional(deaths, &payload::DEATHS, &wanted.deaths)?;
    let employment = optional(of(work, needed.work), &payload::EMPLOYMENT, &wanted.work)?;
    let benefits = optional(of(work, needed.work), &payload::BENEFITS, &wanted.work)?;
    Ok(Payload {
        episodes: table::read(treatment, &payload::EPISODES, &wanted.clients)?.rows,
        modalities: beside(stays, &payload::MODALITIES, &wanted.clients)?.rows,
        custody: beside(of(police, needed.stays), &payload::CUSTODY, &wanted.police)?.rows,
        offences: offences.rows,
        deaths: deaths.rows,
        employment: employment.rows,
        benefits: benefits.rows,
        left_out: LeftOut {
            offences: offences.passed_over,
            deaths: deaths.passed_over,
            employment: employment.passed_over,
            benefits: benefits.passed_over,
        },
    })
}

fn unreadable(path: &Path, error: &exchange::ExchangeError) -> Error {
    Error::Input { path: path.to_path_buf(), reason: error.to_string() }
}

/// The spine's name of the anchor source.
const ANCHOR: &str = "ndtms";

fn spine_file(source: Option<Source>) -> String {
    exchange::spine::file_name(source.map_or(ANCHOR, Source::file_name))
}
