//! Payload tables part by part: typed rows of the people studied fit into memory, a country's texts do not.

use std::path::Path;

use exchange::{Columns, ColumnsReader, FrameReader, Received};
use rayon::prelude::*;

use super::unreadable;
use super::wanted::{Finder, Wanted};
use crate::Error;
use crate::day::Day;
use crate::inputs::left_out::PassedOver;

/// Some rows of a table, and its name for messages.
pub(super) struct Table {
    pub(super) name: &'static str,
    pub(super) columns: Columns,
}

/// How a table becomes rows of type `T`.
pub(super) struct Layout<T> {
    /// The table's name.
    pub(super) name: &'static str,
    /// The columns that are read, the handle included.
    pub(super) columns: &'static [&'static str],
    /// Of these, the columns of dates whose latest day shows that the data reach to it.
    pub(super) reach: &'static [&'static str],
    /// Reads a part, and keeps what the finder wants.
    pub(super) parse: fn(&Table, &mut Finder<'_>, &mut Kept<T>) -> Result<(), Error>,
}

/// Rows kept, and what was passed over.
pub(super) struct Kept<T> {
    pub(super) rows: Vec<T>,
    pub(super) passed_over: PassedOver,
}

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Self { rows: Vec::new(), passed_over: PassedOver::default() }
    }
}

impl<T> Kept<T> {
    /// Keeps the row that `make` makes, or counts it; `latest` is the day up to which it shows that the data reach.
    pub(super) fn add(&mut self, is_wanted: bool, latest: Option<Day>, make: impl FnOnce() -> T) {
        if is_wanted { self.rows.push(make()) } else { self.passed_over.add(latest) }
    }
}

/// Parts a table is cut into, whatever the number of threads, so that a fault is the same one.
const PARTS: usize = 16;

/// Reads a table, several parts at once.
pub(super) fn read<T: Send>(folder: &Received, layout: &Layout<T>, wanted: &Wanted) -> Result<Kept<T>, Error> {
    let file = exchange::payload::file_name(layout.name);
    let path = folder.file(&file).map_err(|error| unreadable(&folder.folder, &error))?;
    let groups = FrameReader::open(&path).map_err(|error| unreadable(&path, &error))?.row_groups().len();
    let size = groups.div_ceil(PARTS).max(1);
    let parts: Vec<Result<Kept<T>, Error>> = (0..groups.div_ceil(size))
        .into_par_iter()
        .map(|part| read_part(&path, layout, wanted, part * size..(part + 1) * size))
        .collect();
    let parts = parts.into_iter().collect::<Result<Vec<_>, _>>()?;
    let mut all = Kept::default();
    all.rows.reserve_exact(parts.iter().map(|part| part.rows.len()).sum());
    for part in parts {
        all.rows.extend(part.rows);
        all.passed_over = all.passed_over.and(part.passed_over);
    }
    // Rows that nobody could open are in none of the parts.
    let unopened = folder.manifest.latest.get(&file).into_iter().flatten();
    let reach = unopened.filter(|(column, _)| layout.reach.contains(&column.as_str()));
    all.passed_over.latest = all.passed_over.latest.max(reach.filter_map(|(_, day)| Day::from_date(*day)).max());
    Ok(all)
}

/// A table that may not have been delivered at all.
pub(super) fn optional<T: Send>(
    folder: Option<&Received>,
    layout: &Layout<T>,
    wanted: &Wanted,
) -> Result<Kept<T>, Error> {
    folder.map_or_else(|| Ok(Kept::default()), |folder| read(folder, layout, wanted))
}

/// A table that the owner may have kept back.
pub(super) fn beside<T: Send>(
    folder: Option<&Received>,
    layout: &Layout<T>,
    wanted: &Wanted,
) -> Result<Kept<T>, Error> {
    let is_here = |folder: &&Received| folder.manifest.file(&exchange::payload::file_name(layout.name)).is_some();
    optional(folder.filter(is_here), layout, wanted)
}

fn read_part<T>(
    path: &Path,
    layout: &Layout<T>,
    wanted: &Wanted,
    groups: std::ops::Range<usize>,
) -> Result<Kept<T>, Error> {
    let groups = ColumnsReader::open(path, layout.columns, groups).map_err(|error| unreadable(path, &error))?;
    let (mut kept, mut finder) = (Kept::default(), wanted.finder());
    for columns in groups {
        let columns = columns.map_err(|error| unreadable(path, &error))?;
        (layout.parse)(&Table { name: layout.name, columns }, &mut finder, &mut kept)?;
    }
    Ok(kept)
}
