//! A delivery: a folder of payload a department, and the spine.

use std::ops::Range;
use std::path::Path;

use exchange::{Frame, FrameWriter, LinkClass, Manifest, NewFolder, Role, RowWriter, SpineRow, Written};
use rayon::prelude::*;

use super::entities::{Source, pseudonym};
use super::payload::{self, Chunk};
use super::size::Size;
use crate::Result;

/// Entities whose rows are made at once.
const AT_ONCE: u64 = 20_000;

/// The folders; spines lie in the last.
const FOLDERS: [&str; 5] = ["ndtms", "pnc", "deaths", "dwp", "spine"];

/// A file of a delivery.
struct File<'a> {
    folder: &'a str,
    name: String,
    /// Whose rows it holds.
    source: Source,
    /// Makes the rows of some entities; a spine's rows are made otherwise.
    rows: Option<&'a Make<'a>>,
}

type Make<'a> = dyn Fn(Range<u64>) -> Result<Frame> + Sync + 'a;

/// Writes `ndtms`, `pnc`, `deaths`, `dwp` and `spine` into `folder`, several files at once.
pub fn deliver(size: Size, folder: &Path) -> Result<()> {
    let (clients, police, dead, work) = (size.clients(), size.police(), size.dead(), size.work());
    let tables: [(_, _, _, &Make<'_>); 7] = [
        ("pnc", "offence", police, &|some| payload::offences(&size.offences_of(some))),
        ("dwp", "employment_spell", work, &|some| payload::employment(&size.spells_of(some))),
        ("dwp", "benefit_spell", work, &|some| payload::benefits(&size.spells_of(some))),
        ("deaths", "death", dead, &|some| payload::deaths(&Chunk::single(dead, some))),
        ("pnc", "custody", police, &|some| payload::custody(&Chunk::alternate(police, some))),
        ("ndtms", "episode", clients, &|some| payload::episodes(&Chunk::single(clients, some))),
        ("ndtms", "modality", clients, &|some| payload::modalities(&Chunk::single(clients, some))),
    ];
    let tables = tables.map(|(folder, table, source, make)| File {
        folder,
        name: exchange::payload::file_name(table),
        source,
        rows: Some(make),
    });
    let spines = [("pnc", police), ("deaths", dead), ("dwp", work), ("ndtms", clients)].map(|(of, source)| File {
        folder: FOLDERS[4],
        name: exchange::spine::file_name(of),
        source,
        rows: None,
    });
    let folders =
        FOLDERS.into_iter().map(|name| Ok(NewFolder::begin(folder.join(name), false)?)).collect::<Result<Vec<_>>>()?;
    let files: Vec<File<'_>> = tables.into_iter().chain(spines).collect();
    let written: Vec<std::result::Result<Written, String>> = files
        .par_iter()
        .with_max_len(1)
        .map(|file| {
            let place = FOLDERS.iter().position(|name| *name == file.folder).ok_or("an unknown folder")?;
            let path = folders[place].path().join(&file.name);
            file.rows
                .map_or_else(|| spine(&path, file.source), |make| table(&path, file.source, make))
                .map_err(|fault| fault.to_string())
        })
        .collect();
    let written = written.into_iter().collect::<std::result::Result<Vec<_>, _>>()?;
    for (name, out) in FOLDERS.into_iter().zip(folders) {
        let role = if name == FOLDERS[4] { Role::Spine } else { Role::Analysis };
        let mut manifest = Manifest::new(role, "national", "whole", "00000000");
        for (file, written) in files.iter().zip(&written).filter(|(file, _)| file.folder == name) {
            manifest.add_written(&file.name, written, Some(written.rows))?;
        }
        manifest.write(out.path())?;
        out.commit()?;
    }
    Ok(())
}

fn chunks(source: Source) -> impl Iterator<Item = Range<u64>> {
    let starts = (0..source.entities).step_by(AT_ONCE as usize);
    starts.map(move |start| start..(start + AT_ONCE).min(source.entities))
}

fn table(path: &Path, source: Source, make: &Make<'_>) -> Result<Written> {
    let mut writer = FrameWriter::create(path, &make(0..0)?.schema())?;
    for chunk in chunks(source) {
        writer.append(&make(chunk)?)?;
    }
    Ok(writer.finish()?)
}

/// A row each: the entity is one treated person, or nobody.
fn spine(path: &Path, source: Source) -> Result<Written> {
    let row = |entity: u64| {
        let person = source.person(entity);
        SpineRow {
            payload_handle: source.handle(entity),
            study_pseudonym: person.map(pseudonym),
            match_probability: person.map(|_| 0.97),
            leader_margin: None,
            class: if person.is_some() { LinkClass::Link } else { LinkClass::Unlinked },
            rank: u32::from(person.is_some()),
            cell_key: (entity as u32).wrapping_mul(2_654_435_761),
        }
    };
    let mut writer = RowWriter::create(path)?;
    for chunk in chunks(source) {
        writer.append(&chunk.map(row).collect::<Vec<_>>())?;
    }
    Ok(writer.finish()?)
}
