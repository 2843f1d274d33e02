//! The pass files of one link: those that an earlier run finished stand, the others are swept and written.

use std::path::Path;

use exchange::spec::Link;
use exchange::{HandleRow, RowWriter, Token, Written, tokens};
use rayon::prelude::*;

use super::capped::{Capped, Outcome};
use super::gate::PassGate;
use super::handle_table::VariantHandles;
use super::pass_file::PassFile;
use super::restored::Restored;
use super::run::Run;
use super::sweep::Sweep;
use super::token_v1::TokenMaker;
use crate::error::Result;

/// Bytes of memory that an entry of a pass takes while its file is written.
const ENTRY_BYTES: u64 = 16;
/// Share of the work on a link that is done once its entries are made.
const SWEEP_SHARE: f64 = 0.5;

/// The pass files of one link.
pub(super) struct LinkFiles<'a> {
    pub(super) run: &'a Run<'a>,
    pub(super) number: u16,
    pub(super) link: &'a Link,
    pub(super) folder: &'a Path,
}

/// What the pass files of one link hold.
pub(super) struct Made {
    pub(super) files: Vec<Written>,
    pub(super) outcomes: Vec<Outcome>,
    pub(super) hmacs: u64,
    /// Entries made, each with one HMAC for its block; those of finished passes are not made again.
    pub(super) entries: u64,
    /// Entries that left.
    pub(super) bundles: u64,
    /// Values of emitted variants beyond the slots of their group.
    pub(super) truncated: u64,
}

impl LinkFiles<'_> {
    /// Writes the files that are not finished yet, and the handles of all passes to the `table`.
    pub(super) fn write(&self, table: &mut RowWriter<HandleRow>, reached: impl Fn(f64) -> Result<()>) -> Result<Made> {
        let restored = Restored::of(self.run, self.number, self.link)?;
        let passes = self.link.passes.len();
        let mut made = Made {
            files: (0..passes).filter_map(|pass| Some(restored.pass(pass)?.written.clone())).collect(),
            outcomes: (0..passes).map(|pass| restored.outcome(pass)).collect(),
            hmacs: 0,
            entries: 0,
            bundles: (0..passes)
                .filter_map(|pass| restored.pass(pass))
                .map(|pass| pass.emitted.iter().count() as u64)
                .sum(),
            truncated: restored.truncated,
        };
        let left: Vec<usize> = (0..passes).filter(|pass| restored.pass(*pass).is_none()).collect();
        if left.is_empty() {
            self.handles(restored.entities()).append(0..passes, table)?;
        } else if self.run.order.spec.relay {
            self.write_passes::<u64>(&left, &restored, &mut made, table, reached)?;
        } else {
            self.write_passes::<u32>(&left, &restored, &mut made, table, reached)?;
        }
        Ok(made)
    }

    fn write_passes<T: Token>(
        &self,
        left: &[usize],
        restored: &Restored<'_>,
        made: &mut Made,
        table: &mut RowWriter<HandleRow>,
        reached: impl Fn(f64) -> Result<()>,
    ) -> Result<()> {
        let (run, link) = (self.run, self.link);
        let maker = TokenMaker::new(run.order.keyring, link, run.order.spec.delivery_label())?;
        let mut sweep = Sweep::new::<T>(link, left, &run.extract, &maker, |share| reached(SWEEP_SHARE * share))?;
        sweep.entries.keep_at_most(run.extract.workspace.left() / 2)?;
        made.hmacs = sweep.hmacs;
        made.entries = left.iter().map(|pass| sweep.entries_of(*pass)).sum();
        let mut unseen = std::mem::take(&mut sweep.truncated);
        unseen.retain(|(variant, _)| run.extract.is_own(*variant) && !restored.emits(*variant));
        let handles = self.handles(&sweep.entities);
        let (mut written, mut added) = (0, 0);
        for together in left.chunks(self.passes_together(&sweep)) {
            reached(SWEEP_SHARE + (1.0 - SWEEP_SHARE) * written as f64 / left.len() as f64)?;
            written += together.len();
            let passed = added..together[together.len() - 1] + 1;
            added = passed.end;
            let next =
                || together.par_iter().map(|pass| self.pass::<T>(*pass, &sweep, &made.outcomes[*pass])).collect();
            let (appended, next) = rayon::join(|| handles.append(passed, table), next);
            appended?;
            let next: Result<Vec<PassMade>> = next;
            for pass in next? {
                // A variant counts once, whichever passes emit it.
                unseen.retain(|(variant, values)| {
                    let first = *variant as usize * sweep.alternatives;
                    let seen = (first..first + sweep.alternatives).any(|entry| pass.capped.emitted.get(entry));
                    made.truncated += if seen { u64::from(*values) } else { 0 };
                    !seen
                });
                made.bundles += pass.capped.kept as u64;
                made.files.insert(usize::from(pass.pass), pass.written);
            }
        }
        handles.append(added..link.passes.len(), table)
    }

    /// As many passes as there are threads, or as fit into what is left of the memory; at least one.
    fn passes_together(&self, sweep: &Sweep) -> usize {
        let largest = (0..self.link.passes.len()).map(|pass| sweep.entries_of(pass)).max().unwrap_or(0);
        let fitting = self.run.extract.workspace.left() / (largest * ENTRY_BYTES).max(1);
        (fitting as usize).clamp(1, rayon::current_num_threads())
    }

    fn pass<T: Token>(&self, pass: usize, sweep: &Sweep, outcome: &Outcome) -> Result<PassMade> {
        let declared = &self.link.passes[pass];
        let capped = Capped::new(sweep, pass, declared.cap, self.run.persons.of_entity(), outcome)?;
        let groups = self.link.groups();
        let name = tokens::file_name(&self.link.name, &declared.name);
        let (link, pass) = (self.number, pass as u16);
        let gate = self.run.gate.as_ref().map(|gate| gate.at(self.link, &declared.name));
        let file = PassFile { run: self.run, sweep, groups: &groups, link, pass, capped: &capped, gate: gate.as_ref() };
        let written = file.write::<T>(&self.folder.join(name), &self.link.layout())?;
        let gated = gate.map(PassGate::judge).transpose()?;
        let bits = [&capped.emitted, &outcome.withheld];
        self.run.journal.pass_finished((link, pass), &written, gated, sweep.alternatives, bits)?;
        Ok(PassMade { pass, capped, written })
    }

    fn handles<'b>(&'b self, entities: &'b [u32]) -> VariantHandles<'b> {
        VariantHandles::of(self.run, (self.number, self.link), entities)
    }
}

/// One pass, its file written.
struct PassMade {
    pass: u16,
    capped: Capped,
    written: Written,
}
