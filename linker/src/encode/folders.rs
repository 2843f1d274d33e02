//! The three folders beside `linkage/`: `union/`, `analysis/` and `owner/`.

use std::io::Write as _;

use exchange::{
    Column, Frame, NewFile, NewFolder, Role, Row as _, Values, handles, payload as payload_file, write_rows,
};
use rayon::prelude::*;

use super::linkage::Linkage;
use super::payload::{payload, refuse_uniques};
use super::persons::PERSONS_FILE;
use super::quality::QualityReport;
use super::run::Run;
use crate::error::Result;

/// Name of the crosswalk in the owner's folder: payload handle and entity key, side by side.
pub const CROSSWALK_FILE: &str = "crosswalk.parquet";
/// Name of the data-quality report in the owner's folder.
const CHECK_FILE: &str = "check.json";

/// Writes which handles are one entity, and what became of it in each pass.
pub(super) fn write_union(run: &Run<'_>, out: &NewFolder, linkage: &mut Linkage) -> Result<()> {
    let folder = out.folder(Role::Union.folder_name())?;
    let mut manifest = run.manifest(Role::Union);
    linkage.entities.par_sort_unstable_by(exchange::EntityRow::order);
    let (handles, entities) = rayon::join(
        || write_rows(&folder.join(handles::HANDLES_FILE), &linkage.handles),
        || write_rows(&folder.join(handles::ENTITIES_FILE), &linkage.entities),
    );
    manifest.add_written(handles::HANDLES_FILE, &handles?, None)?;
    manifest.add_written(handles::ENTITIES_FILE, &entities?, None)?;
    manifest.write(&folder)?;
    Ok(())
}

/// Writes the payload tables; returns the share of people who are unique on what an outsider may know.
pub(super) fn write_analysis(run: &Run<'_>, out: &NewFolder) -> Result<f64> {
    let source = &run.order.spec.sources[run.order.source];
    let folder = out.folder(Role::Analysis.folder_name())?;
    let mut manifest = run.manifest(Role::Analysis);
    let mut uniques: f64 = 0.0;
    for table in source.tables.iter().filter(|table| !table.payload.is_empty()) {
        let (frame, schema) = payload(source, table, run.order.folder, &run.extract.entities, &run.payload_handles)?;
        uniques = uniques.max(refuse_uniques(source, table, &frame)?);
        let name = payload_file::file_name(&table.name);
        let written = payload_file::write(&folder.join(&name), &frame, &schema)?;
        manifest.add_written(&name, &written, Some(written.rows))?;
    }
    manifest.write(&folder)?;
    Ok(uniques)
}

/// Writes what stays with the owner: the crosswalk, who is one person, and the data-quality report.
pub(super) fn write_owner(run: &Run<'_>, out: &NewFolder, quality: &QualityReport) -> Result<()> {
    let source = &run.order.spec.sources[run.order.source];
    let folder = out.folder(Role::Owner.folder_name())?;
    let mut manifest = run.manifest(Role::Owner);
    let mut columns = vec![Column::new(payload_file::PAYLOAD_HANDLE, Values::Handle(run.payload_handles.clone()))];
    for (part, name) in source.entity_key.iter().enumerate() {
        let texts = (0..run.extract.entities.len() as u32)
            .map(|entity| run.extract.entities.key(entity).nth(part).map(str::to_owned))
            .collect();
        columns.push(Column::new(name.clone(), Values::Text(texts)));
    }
    let crosswalk = Frame::new(columns)?.write(&folder.join(CROSSWALK_FILE))?;
    manifest.add_written(CROSSWALK_FILE, &crosswalk, None)?;
    let persons = run.persons.write(&run.payload_handles, &folder)?;
    manifest.add_written(PERSONS_FILE, &persons, None)?;
    let check = serde_json::to_vec_pretty(quality).expect("counts and names are JSON");
    let path = folder.join(CHECK_FILE);
    let mut file = NewFile::begin(&path, false)?;
    file.write_all(&check).map_err(|source| exchange::ExchangeError::io(&path, source))?;
    file.commit()?;
    manifest.add_file(&folder, CHECK_FILE, None)?;
    manifest.write(&folder)?;
    Ok(())
}
