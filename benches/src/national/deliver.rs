//! A delivery: a folder of payload a department, and the spine.

use std::path::Path;

use exchange::{Frame, LinkClass, Manifest, NewFolder, Role, SpineRow, write_rows};

use super::payload;
use crate::Result;

/// How many of what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// People treated.
    pub treated: u64,
    /// Offenders, of whom the first are treated.
    pub offenders: u64,
    /// Offences.
    pub offences: u64,
    /// Deaths.
    pub deaths: u64,
    /// People with benefit or work spells.
    pub claimants: u64,
    /// Spells, half of them of work.
    pub spells: u64,
}

impl Size {
    /// One part in `parts` of the country: 1.5 million treated, 11 million offenders with 60 million offences, 11 million deaths, 10 million
    /// people with 60 million spells.
    #[must_use]
    pub fn of_country(parts: u64) -> Self {
        Self {
            treated: 1_500_000 / parts,
            offenders: 11_000_000 / parts,
            offences: 60_000_000 / parts,
            deaths: 11_000_000 / parts,
            claimants: 10_000_000 / parts,
            spells: 60_000_000 / parts,
        }
    }
}

/// Share of the treated whom each source knows, in its first entities.
const POLICE: f64 = 0.55;
const DEATHS: f64 = 0.06;
const WORK: f64 = 0.6;

/// Writes `ndtms`, `pnc`, `deaths`, `dwp` and `spine` into `folder`.
pub fn deliver(size: Size, folder: &Path) -> Result<()> {
    let known = |share: f64| (size.treated as f64 * share) as u64;
    write(
        folder,
        "ndtms",
        &[("episode", &|| payload::episodes(size.treated)), ("modality", &|| payload::modalities(size.treated))],
    )?;
    let offences = || payload::offences(size.offences, size.offenders, known(POLICE));
    write(folder, "pnc", &[("offence", &offences), ("custody", &|| payload::custody(size.offenders))])?;
    write(folder, "deaths", &[("death", &|| payload::deaths(size.deaths))])?;
    let work = || payload::employment(size.spells / 2, size.claimants);
    let claims = || payload::benefits(size.spells / 2, size.claimants);
    write(folder, "dwp", &[("employment_spell", &work), ("benefit_spell", &claims)])?;
    let out = NewFolder::begin(folder.join("spine"), false)?;
    let mut manifest = Manifest::new(Role::Spine, "national", "whole", "00000000");
    let sources = [
        ("ndtms", size.treated, size.treated),
        ("pnc", size.offenders, known(POLICE)),
        ("deaths", size.deaths, known(DEATHS)),
        ("dwp", size.claimants, known(WORK)),
    ];
    for (source, entities, linked) in sources {
        let name = exchange::spine::file_name(source);
        write_rows(&out.path().join(&name), &spine(entities, linked))?;
        manifest.add_file(out.path(), &name, Some(entities))?;
    }
    manifest.write(out.path())?;
    Ok(out.commit()?)
}

/// A table's name, and how to make it.
type Named<'a> = (&'a str, &'a dyn Fn() -> Result<Frame>);

fn write(folder: &Path, source: &str, tables: &[Named<'_>]) -> Result<()> {
    let out = NewFolder::begin(folder.join(source), false)?;
    let mut manifest = Manifest::new(Role::Analysis, "national", "whole", "00000000");
    for (table, make) in tables {
        let name = exchange::payload::file_name(table);
        let frame = make()?;
        frame.write(&out.path().join(&name))?;
        manifest.add_file(out.path(), &name, Some(frame.rows() as u64))?;
    }
    manifest.write(out.path())?;
    Ok(out.commit()?)
}

/// The first `linked` entities are the treated of that number, the others nobody.
fn spine(entities: u64, linked: u64) -> Vec<SpineRow> {
    let row = |entity: u64| {
        let is_linked = entity < linked;
        SpineRow {
            payload_handle: entity,
            study_pseudonym: is_linked.then(|| format!("{entity:032x}")),
            match_probability: is_linked.then_some(0.97),
            leader_margin: None,
            class: if is_linked { LinkClass::Link } else { LinkClass::Unlinked },
            rank: u32::from(is_linked),
            cell_key: (entity as u32).wrapping_mul(2_654_435_761),
        }
    };
    (0..entities).map(row).collect()
}
