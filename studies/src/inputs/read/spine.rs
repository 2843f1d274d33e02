//! Spine files to people, clients and candidates, row group by row group: most entities of a country are nobody in treatment.

use exchange::{Received, RowReader, SpineRow};

use super::{spine_file, unreadable};
use crate::Error;
use crate::inputs::spine_rows::{Anchor, AnchorRows, SourceRows};
use crate::inputs::{Source, SourceLinks, Spine};

pub(super) fn read(folder: &Received) -> Result<Spine, Error> {
    let mut rows = AnchorRows::default();
    each_row(folder, None, |row| rows.add(row))?;
    let anchor = rows.finish();
    let links = |source| source_links(folder, source, &anchor);
    let (police, (deaths, work)) =
        rayon::join(|| links(Source::Police), || rayon::join(|| links(Source::Deaths), || links(Source::Work)));
    Ok(anchor.with([police?, deaths?, work?]))
}

fn source_links(folder: &Received, source: Source, anchor: &Anchor) -> Result<SourceLinks, Error> {
    let mut rows = SourceRows::new(anchor);
    if folder.manifest.file(&spine_file(Some(source))).is_some() {
        each_row(folder, Some(source), |row| rows.add(&row))?;
    }
    Ok(rows.finish())
}

fn each_row(folder: &Received, source: Option<Source>, mut take: impl FnMut(SpineRow)) -> Result<(), Error> {
    let path = folder.file(&spine_file(source)).map_err(|error| unreadable(&folder.folder, &error))?;
    for rows in RowReader::<SpineRow>::open(&path).map_err(|error| unreadable(&path, &error))? {
        rows.map_err(|error| unreadable(&path, &error))?.into_iter().for_each(&mut take);
    }
    Ok(())
}
