//! `linkage/`, or `relay/` where the spec asks for one: the pass files of every link of the source, and what the union desk must know of them.

use std::path::Path;

use exchange::{NewFolder, RowWriter, Written, tokens};
use rayon::prelude::*;
use serde::Serialize;

use super::bits::Bits;
use super::capped::Outcome;
use super::link_files::LinkFiles;
use super::run::Run;
use crate::error::Result;
use crate::watch::Watch;

/// What one pass file holds, for its owner.
#[derive(Clone, Debug, Serialize)]
pub struct PassReport {
    /// Link.
    pub link: String,
    /// Pass.
    pub pass: String,
    /// Rows, padding with them.
    pub rows: u64,
    /// Size.
    pub bytes: u64,
    /// People of whom the cap withheld an entry.
    pub withheld: u64,
}

/// What the pass files hold.
pub(super) struct Linkage {
    /// What became of every entity in every pass, link after link.
    pub(super) outcomes: Vec<(u16, Vec<Outcome>)>,
    /// The table of handles.
    pub(super) handles: Written,
    /// HMACs computed.
    pub(super) hmacs: u64,
    /// Entries made, each with one HMAC for its block.
    pub(super) entries: u64,
    /// Entries that left.
    pub(super) bundles: u64,
    /// Values of emitted variants beyond the slots of their group.
    pub(super) truncated: u64,
    /// Every pass file, in the order of the spec.
    pub(super) files: Vec<PassReport>,
    /// Share of entities emitted by at least one pass, by link.
    pub(super) emitted: Vec<(String, f64)>,
    /// Share of entities withheld by the cap of at least one pass, by link.
    pub(super) withheld: Vec<(String, f64)>,
}

/// Writes the folder, and the handles of all passes to the new file `handles`.
pub(super) fn write_linkage(run: &Run<'_>, out: &NewFolder, handles: &Path, watch: &dyn Watch) -> Result<Linkage> {
    let spec = run.order.spec;
    let folder = out.folder(spec.token_role().folder_name())?;
    let mut manifest = run.manifest(spec.token_role());
    let mut table = RowWriter::create(handles)?;
    let (mut files, mut outcomes, mut emitted, mut withheld) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let (mut hmacs, mut entries, mut bundles, mut truncated) = (0, 0, 0, 0);
    let links: Vec<_> = spec.links_of(run.order.source).collect();
    for (done, (number, link)) in links.iter().enumerate() {
        let reached = |share: f64| watch.reached("tokens", (done as f64 + share) / links.len() as f64);
        let made = LinkFiles { run, number: *number as u16, link, folder: &folder }.write(&mut table, reached)?;
        for ((pass, written), outcome) in link.passes.iter().zip(&made.files).zip(&made.outcomes) {
            let name = tokens::file_name(&link.name, &pass.name);
            manifest.add_written(&name, written, None)?;
            manifest.layouts.insert(name, link.layout());
            files.push(PassReport {
                link: link.name.clone(),
                pass: pass.name.clone(),
                rows: written.rows,
                bytes: written.bytes,
                withheld: outcome.withheld.iter().count() as u64,
            });
        }
        hmacs += made.hmacs;
        entries += made.entries;
        bundles += made.bundles;
        truncated += made.truncated;
        let share = |bits| share_in_any(&made.outcomes, bits, run.extract.entities.len());
        emitted.push((link.name.clone(), share(|outcome| &outcome.emitted)));
        withheld.push((link.name.clone(), share(|outcome| &outcome.withheld)));
        outcomes.push((*number as u16, made.outcomes));
    }
    manifest.write(&folder)?;
    Ok(Linkage { outcomes, handles: table.finish()?, hmacs, entries, bundles, truncated, files, emitted, withheld })
}

/// The share of entities whose bit is set in any pass.
fn share_in_any(outcomes: &[Outcome], bits: fn(&Outcome) -> &Bits, entities: usize) -> f64 {
    let found = (0..entities).into_par_iter().filter(|entity| outcomes.iter().any(|pass| bits(pass).get(*entity)));
    found.count() as f64 / entities.max(1) as f64
}
