//! `linkage/`: the pass files of every link of the source, and what the union desk must know of them.

use std::ops::Range;

use exchange::spec::Link;
use exchange::{EntityRow, HandleRow, NewFolder, Role, tokens};
use rayon::prelude::*;

use super::blocks::{Entry, entries};
use super::bundles::Bundles;
use super::masks::Masks;
use super::pass_file::PassFile;
use super::run::Run;
use super::token_v1::TokenMaker;
use super::values::{Costs, ValueTokens};
use crate::error::Result;
use crate::watch::Watch;

/// What the pass files hold.
#[derive(Default)]
pub(super) struct Linkage {
    /// Handles of all passes, in the order of their table.
    pub(super) handles: Vec<HandleRow>,
    /// What became of every entity, link after link.
    pub(super) entities: Vec<EntityRow>,
    pub(super) costs: Costs,
    /// Bytes of the pass files.
    pub(super) bytes: u64,
    /// Share of entities emitted by at least one pass, by link.
    pub(super) emitted: Vec<(String, f64)>,
}

/// Writes the folder.
pub(super) fn write_linkage(run: &Run<'_>, out: &NewFolder, watch: &dyn Watch) -> Result<Linkage> {
    let spec = run.order.spec;
    let folder = out.folder(Role::Linkage.folder_name())?;
    let mut manifest = run.manifest(Role::Linkage);
    let mut made = Linkage::default();
    let links: Vec<_> = spec.links_of(run.order.source).collect();
    for (done, (number, link)) in links.iter().enumerate() {
        let maker = TokenMaker::new(run.order.keyring, link, spec.delivery_label())?;
        let layout = link.layout();
        let mut masks = Masks::new(run.extract.entities.len(), link.passes.len());
        let mut next = 0;
        while next < link.passes.len() {
            watch.reached("tokens", (done as f64 + next as f64 / link.passes.len() as f64) / links.len() as f64)?;
            let passes = fitting(run, link, next);
            let group = entries(link, passes.clone(), &run.extract, run.persons.of_entity(), &maker);
            let (values, costs) = ValueTokens::new(link, &run.extract, &maker, &group);
            made.costs.hmacs += costs.hmacs + group.iter().map(|pass| pass.hmacs).sum::<u64>();
            made.costs.truncated += costs.truncated;
            let files = passes.clone().into_par_iter().zip(&group).map(|(pass, entries)| {
                let file = PassFile::new(run, *number as u16, pass as u16, entries);
                let bundles = Bundles::new(link, entries, &values, file.seed());
                let name = tokens::file_name(&link.name, &link.passes[pass].name);
                let written = file.write(&folder.join(&name), &layout, &bundles)?;
                Ok((name, written, file.into_handles()))
            });
            let files: Vec<_> = files.collect::<Result<_>>()?;
            for ((pass, entries), (name, written, handles)) in passes.clone().zip(&group).zip(files) {
                masks.add(pass, entries, &run.extract);
                made.handles.extend(handles);
                made.bytes += written.bytes;
                manifest.add_written(&name, &written, None)?;
                manifest.layouts.insert(name, layout.clone());
            }
            next = passes.end;
        }
        made.emitted.push((link.name.clone(), masks.emitted_share()));
        masks.rows(*number as u16, &run.payload_handles, &mut made.entities);
    }
    manifest.write(&folder)?;
    Ok(made)
}

/// As many passes from `first` on as fit in memory together, should every identity be emitted; at least one.
fn fitting(run: &Run<'_>, link: &Link, first: usize) -> Range<usize> {
    let variants = run.extract.variants.len() as u64;
    let slots: usize = link.groups().iter().map(|group| group.slots()).sum();
    let entry_bytes = (2 * size_of::<Entry>() + PassFile::ENTRY_BYTES + slots * size_of::<u32>()) as u64;
    let mut bytes = variants * ValueTokens::variant_bytes(slots);
    let fits = |pass: &usize| {
        let alternatives: usize = link.passes[*pass].key.iter().map(Vec::len).product();
        bytes += variants * alternatives as u64 * entry_bytes;
        bytes <= run.order.memory_bytes
    };
    let more = (first..link.passes.len()).take_while(fits).count();
    first..first + more.max(1)
}
