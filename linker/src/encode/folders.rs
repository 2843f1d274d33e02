//! The three folders beside `linkage/`: `union/`, `analysis/` and `owner/`.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use exchange::{
    Column, EntityRow, Frame, FrameWriter, Kind, Manifest, NewFile, NewFolder, Role, RowWriter, Values, Written,
    handles, payload as payload_file,
};
use serde::Serialize;

use super::gate::GATE_FILE;
use super::handle_sort::HandleSort;
use super::linkage::Linkage;
use super::payload::write_payload;
use super::persons::PERSONS_FILE;
use super::quality::QualityReport;
use super::run::Run;
use crate::error::Result;

/// Name of the crosswalk in the owner's folder: payload handle and entity key, side by side.
pub const CROSSWALK_FILE: &str = "crosswalk.parquet";
/// Name of the data-quality report in the owner's folder.
pub(super) const CHECK_FILE: &str = "check.json";
/// Entities taken together where their order is that of the file.
const ENTITIES_TOGETHER: usize = 1 << 16;

/// The entities by payload handle.
pub(super) fn payload_order(run: &Run<'_>) -> Result<HandleSort> {
    let entities = run.extract.entities.len();
    HandleSort::of(&run.extract.workspace, entities, entities, |entities| {
        run.payload_handles(entities.clone()).into_iter().zip(entities).collect()
    })
}

/// Makes the folder for the union desk; gives it and the path of the table of handles.
pub(super) fn begin_union(out: &NewFolder) -> Result<(PathBuf, PathBuf)> {
    let folder = out.folder(Role::Union.folder_name())?;
    let handles = folder.join(handles::HANDLES_FILE);
    Ok((folder, handles))
}

/// Writes of every entity whether any pass let it go, beside the table of handles: as if all passes were alike, since which ones did
/// is a fingerprint.
pub(super) fn finish_union(run: &Run<'_>, folder: &Path, linkage: &Linkage, order: &HandleSort) -> Result<()> {
    let mut manifest = run.manifest(Role::Union);
    let mut writer = RowWriter::create(&folder.join(handles::ENTITIES_FILE))?;
    for (link, outcomes) in &linkage.outcomes {
        let all = u64::MAX >> (64 - outcomes.len());
        let row = |(payload_handle, entity): &(u64, u32)| {
            let left = outcomes.iter().any(|outcome| outcome.emitted.get(*entity as usize));
            let (emitted, null) = if left { (all, 0) } else { (0, all) };
            EntityRow { payload_handle: *payload_handle, link: *link, withheld: 0, null, emitted }
        };
        let rows = |sorted: &[(u64, u32)]| sorted.iter().map(row).collect::<Vec<_>>();
        order.in_order(rows, |rows| Ok(writer.append(&rows)?))?;
    }
    manifest.add_written(handles::HANDLES_FILE, &linkage.handles, None)?;
    manifest.add_written(handles::ENTITIES_FILE, &writer.finish()?, None)?;
    manifest.write(folder)?;
    Ok(())
}

/// Writes the payload tables; returns the share of people who are unique on what an outsider may know.
pub(super) fn write_analysis(run: &Run<'_>, out: &NewFolder) -> Result<f64> {
    let role = run.order.spec.payload_role();
    let folder = out.folder(role.folder_name())?;
    let mut manifest = run.manifest(role);
    let mut uniques: f64 = 0.0;
    for table in run.source().tables.iter().filter(|table| !table.payload.is_empty()) {
        let finished = if let Some(finished) = run.journal.table(&table.name) {
            finished.clone()
        } else {
            let finished = write_payload(run, table, &folder)?;
            run.journal.table_finished(&table.name, &finished)?;
            finished
        };
        uniques = uniques.max(finished.unique_share);
        let name = payload_file::file_name(&table.name);
        manifest.add_written(&name, &finished.written, Some(finished.written.rows))?;
        if !finished.latest.is_empty() {
            manifest.latest.insert(name, finished.latest);
        }
    }
    manifest.write(&folder)?;
    Ok(uniques)
}

/// Writes what stays with the owner: the crosswalk, who is one person, and the data-quality report.
pub(super) fn write_owner(run: &Run<'_>, out: &NewFolder, quality: &QualityReport, order: &HandleSort) -> Result<()> {
    let folder = out.folder(Role::Owner.folder_name())?;
    let mut manifest = run.manifest(Role::Owner);
    let (crosswalk, persons) = rayon::join(|| write_crosswalk(run, &folder), || run.persons.write(order, &folder));
    manifest.add_written(CROSSWALK_FILE, &crosswalk?, None)?;
    manifest.add_written(PERSONS_FILE, &persons?, None)?;
    write_report(&mut manifest, &folder, CHECK_FILE, quality)?;
    if let Some(gate) = &run.gate {
        write_report(&mut manifest, &folder, GATE_FILE, &gate.record())?;
    }
    manifest.write(&folder)?;
    Ok(())
}

fn write_report(manifest: &mut Manifest, folder: &Path, name: &str, report: &impl Serialize) -> Result<()> {
    let text = serde_json::to_vec_pretty(report).expect("counts and names are JSON");
    let path = folder.join(name);
    let mut file = NewFile::begin(&path, false)?;
    file.write_all(&text).map_err(|source| exchange::ExchangeError::io(&path, source))?;
    file.commit()?;
    Ok(manifest.add_file(folder, name, None)?)
}

fn write_crosswalk(run: &Run<'_>, folder: &Path) -> Result<Written> {
    let keys = &run.source().entity_key;
    let mut columns = vec![(payload_file::PAYLOAD_HANDLE, Kind::Handle)];
    columns.extend(keys.iter().map(|name| (name.as_str(), Kind::Text)));
    let mut writer = FrameWriter::create(&folder.join(CROSSWALK_FILE), &columns)?;
    let entities = run.extract.entities.len();
    for first in (0..entities).step_by(ENTITIES_TOGETHER) {
        let together = first as u32..entities.min(first + ENTITIES_TOGETHER) as u32;
        let handles = Values::Handle(run.payload_handles(together.clone()));
        let mut columns = vec![Column::new(payload_file::PAYLOAD_HANDLE, handles)];
        for (part, name) in keys.iter().enumerate() {
            let text = |entity| run.extract.entities.key(entity).nth(part).map(str::to_owned);
            columns.push(Column::new(name.clone(), Values::Text(together.clone().map(text).collect())));
        }
        writer.append(&Frame::new(columns)?)?;
    }
    Ok(writer.finish()?)
}
