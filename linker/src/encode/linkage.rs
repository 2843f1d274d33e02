//! `linkage/`: the pass files of every link of the source, and what the union desk must know of them.

use std::path::Path;

use exchange::spec::Link;
use exchange::{HandleRow, NewFolder, Role, RowWriter, Written, tokens};
use rayon::prelude::*;

use super::capped::{Capped, Outcome};
use super::handle_sort::HandleSort;
use super::pass_file::PassFile;
use super::run::Run;
use super::sweep::Sweep;
use super::token_v1::TokenMaker;
use crate::error::Result;
use crate::watch::Watch;

/// Bytes of memory that an entry of a pass takes while its file is written.
const ENTRY_BYTES: u64 = 16;
/// Share of the work on a link that is done once its entries are made.
const SWEEP_SHARE: f64 = 0.5;

/// What the pass files hold.
pub(super) struct Linkage {
    /// What became of every entity in every pass, link after link.
    pub(super) outcomes: Vec<(u16, Vec<Outcome>)>,
    /// The table of handles.
    pub(super) handles: Written,
    /// HMACs computed.
    pub(super) hmacs: u64,
    /// Values of emitted variants beyond the slots of their group.
    pub(super) truncated: u64,
    /// Bytes of the pass files.
    pub(super) bytes: u64,
    /// Share of entities emitted by at least one pass, by link.
    pub(super) emitted: Vec<(String, f64)>,
}

/// Writes the folder, and the handles of all passes to the new file `handles`.
pub(super) fn write_linkage(run: &Run<'_>, out: &NewFolder, handles: &Path, watch: &dyn Watch) -> Result<Linkage> {
    let spec = run.order.spec;
    let folder = out.folder(Role::Linkage.folder_name())?;
    let mut manifest = run.manifest(Role::Linkage);
    let mut table = RowWriter::create(handles)?;
    let (mut outcomes, mut emitted) = (Vec::new(), Vec::new());
    let (mut hmacs, mut truncated, mut bytes) = (0, 0, 0);
    let links: Vec<_> = spec.links_of(run.order.source).collect();
    for (done, (number, link)) in links.iter().enumerate() {
        let reached = |share: f64| watch.reached("tokens", (done as f64 + share) / links.len() as f64);
        let made = LinkFiles { run, number: *number as u16, link, folder: &folder }.write(&mut table, reached)?;
        for (pass, written) in link.passes.iter().zip(&made.files) {
            let name = tokens::file_name(&link.name, &pass.name);
            manifest.add_written(&name, written, None)?;
            manifest.layouts.insert(name, link.layout());
            bytes += written.bytes;
        }
        hmacs += made.hmacs;
        truncated += made.truncated;
        emitted.push((link.name.clone(), emitted_share(&made.outcomes, run.extract.entities.len())));
        outcomes.push((*number as u16, made.outcomes));
    }
    manifest.write(&folder)?;
    Ok(Linkage { outcomes, handles: table.finish()?, hmacs, truncated, bytes, emitted })
}

fn emitted_share(outcomes: &[Outcome], entities: usize) -> f64 {
    let emitted = (0..entities).into_par_iter().filter(|entity| outcomes.iter().any(|pass| pass.emitted.get(*entity)));
    emitted.count() as f64 / entities.max(1) as f64
}

/// The pass files of one link.
struct LinkFiles<'a> {
    run: &'a Run<'a>,
    number: u16,
    link: &'a Link,
    folder: &'a Path,
}

/// What the pass files of one link hold.
struct Made {
    files: Vec<Written>,
    outcomes: Vec<Outcome>,
    hmacs: u64,
    truncated: u64,
}

impl LinkFiles<'_> {
    fn write(&self, table: &mut RowWriter<HandleRow>, reached: impl Fn(f64) -> Result<()>) -> Result<Made> {
        let (run, link) = (self.run, self.link);
        let maker = TokenMaker::new(run.order.keyring, link, run.order.spec.delivery_label())?;
        let passes = link.passes.len();
        let mut sweep = Sweep::new(link, 0..passes, &run.extract, &maker, |share| reached(SWEEP_SHARE * share))?;
        sweep.entries.keep_at_most(run.extract.workspace.left() / 2)?;
        let entities = run.extract.entities.len();
        let outcomes: Vec<_> = (0..passes).map(|_| Outcome::new(entities)).collect();
        let mut unseen = std::mem::take(&mut sweep.truncated);
        let (mut files, mut finished, mut truncated) = (Vec::new(), Vec::new(), 0);
        let numbers: Vec<usize> = (0..passes).collect();
        for together in numbers.chunks(self.passes_together(&sweep)) {
            reached(SWEEP_SHARE + (1.0 - SWEEP_SHARE) * together[0] as f64 / passes as f64)?;
            let next = || together.par_iter().map(|pass| self.pass(*pass, &sweep, &outcomes[*pass])).collect();
            let (written, next) = rayon::join(|| self.add_handles(table, finished), next);
            written?;
            let next: Result<Vec<PassMade>> = next;
            finished = Vec::new();
            for made in next? {
                // A variant counts once, whichever passes emit it.
                unseen.retain(|(variant, values)| {
                    let first = *variant as usize * sweep.alternatives;
                    let seen = (first..first + sweep.alternatives).any(|entry| made.capped.emitted.get(entry));
                    truncated += if seen { u64::from(*values) } else { 0 };
                    !seen
                });
                files.push(made.written);
                finished.push((made.pass, made.handles));
            }
        }
        self.add_handles(table, finished)?;
        Ok(Made { files, outcomes, hmacs: sweep.hmacs, truncated })
    }

    /// As many passes as there are threads, or as fit into what is left of the memory; at least one.
    fn passes_together(&self, sweep: &Sweep) -> usize {
        let of_pass = |pass| sweep.buckets_of(pass).map(|bucket| sweep.entries.bytes_of(bucket)).sum::<u64>();
        let largest = (0..self.link.passes.len()).map(of_pass).max().unwrap_or(0) / sweep.layout.bytes() as u64;
        let fitting = self.run.extract.workspace.left() / (largest * ENTRY_BYTES).max(1);
        (fitting as usize).clamp(1, rayon::current_num_threads())
    }

    fn pass(&self, pass: usize, sweep: &Sweep, outcome: &Outcome) -> Result<PassMade> {
        let declared = &self.link.passes[pass];
        let capped = Capped::new(sweep, pass, declared.cap, self.run.persons.of_entity(), outcome)?;
        let groups = self.link.groups();
        let name = tokens::file_name(&self.link.name, &declared.name);
        let file =
            PassFile { run: self.run, sweep, groups: &groups, link: self.number, pass: pass as u16, capped: &capped };
        let (written, handles) = file.write(&self.folder.join(name), &self.link.layout())?;
        Ok(PassMade { pass: pass as u16, capped, written, handles })
    }

    /// Appends the handles of passes to the table, each pass by handle.
    fn add_handles(&self, table: &mut RowWriter<HandleRow>, passes: Vec<(u16, HandleSort)>) -> Result<()> {
        for (pass, handles) in passes {
            let rows = |sorted: &[(u64, u32)]| {
                let payload_handles = self.run.payload_handles(sorted.iter().map(|(_, entity)| *entity));
                let row = |(payload_handle, (handle, _)): (u64, &(u64, u32))| HandleRow {
                    payload_handle,
                    link: self.number,
                    pass,
                    handle: *handle,
                };
                payload_handles.into_iter().zip(sorted).map(row).collect::<Vec<_>>()
            };
            handles.in_order(rows, |rows| Ok(table.append(&rows)?))?;
        }
        Ok(())
    }
}

/// One pass, its file written.
struct PassMade {
    pass: u16,
    capped: Capped,
    written: Written,
    handles: HandleSort,
}
