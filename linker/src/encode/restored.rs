//! Passes of a link that an earlier run finished: their outcomes, made again from what it noted.

use exchange::spec::Link;
use rayon::prelude::*;

use super::capped::Outcome;
use super::derive::derive_group;
use super::identities::Settled;
use super::journal::FinishedPass;
use super::run::Run;
use super::texts::Texts;
use crate::error::{InputFault, Result};
use crate::spill::Held;

/// The finished passes of one link.
pub(super) struct Restored<'a> {
    run: &'a Run<'a>,
    /// By number of the pass.
    passes: Vec<Option<&'a FinishedPass>>,
    /// The entity of each variant; empty where no pass is finished.
    entities: Vec<u32>,
    /// Values beyond the slots of their group, of the variants that a finished pass emitted.
    pub(super) truncated: u64,
    held: Held,
}

impl<'a> Restored<'a> {
    /// Looks for finished passes of the `link` with this number.
    ///
    /// # Errors
    /// What was noted does not fit the extract.
    pub(super) fn of(run: &'a Run<'a>, number: u16, link: &Link) -> Result<Self> {
        let passes: Vec<_> = (0..link.passes.len() as u16).map(|pass| run.journal.pass(number, pass)).collect();
        let held = run.extract.workspace.hold(0);
        let mut restored = Self { run, passes, entities: Vec::new(), truncated: 0, held };
        if restored.passes.iter().any(Option::is_some) {
            restored.check()?;
            restored.walk(link)?;
        }
        Ok(restored)
    }

    /// What is known of a pass, if it is finished.
    pub(super) fn pass(&self, pass: usize) -> Option<&'a FinishedPass> {
        self.passes[pass]
    }

    /// Whether a finished pass emitted the variant.
    pub(super) fn emits(&self, variant: u32) -> bool {
        self.passes.iter().flatten().any(|pass| {
            let first = variant as usize * pass.alternatives;
            (first..first + pass.alternatives).any(|entry| pass.emitted.get(entry))
        })
    }

    /// What became of every entity in a pass; nothing yet where it is not finished.
    pub(super) fn outcome(&self, pass: usize) -> Outcome {
        let outcome = Outcome::new(self.run.extract.entities.len());
        if let Some(pass) = self.passes[pass] {
            let entities = pass.emitted.iter().map(|entry| self.entities[entry / pass.alternatives]);
            let people = entities.filter(|entity| self.run.extract.is_entity(*entity));
            people.for_each(|entity| outcome.emitted.set(entity as usize));
            pass.withheld.iter().for_each(|entity| outcome.withheld.set(entity));
        }
        outcome
    }

    /// The entity of each variant; none where no pass is finished.
    pub(super) fn entities(&self) -> &[u32] {
        &self.entities
    }

    /// The extract is the same, so this holds unless the journal lies.
    fn check(&self) -> Result<()> {
        let (variants, entities) = (self.run.extract.variants(), self.run.extract.entities.len());
        let fits = |pass: &&FinishedPass| {
            // Whoever holds the key may have noted any number.
            let entries = variants.checked_mul(pass.alternatives).filter(|entries| *entries <= pass.emitted.len());
            pass.alternatives > 0
                && entries.is_some_and(|entries| pass.emitted.iter().last().is_none_or(|entry| entry < entries))
                && pass.withheld.iter().last().is_none_or(|entity| entity < entities)
        };
        if self.passes.iter().flatten().all(fits) {
            return Ok(());
        }
        let what = "what the unfinished run noted does not fit the extract";
        Err(InputFault::of_file("the journal", what, "run without --resume").into())
    }

    /// Finds the entity of each variant, and counts values that did not fit.
    fn walk(&mut self, link: &Link) -> Result<()> {
        let (extract, groups) = (&self.run.extract, link.groups());
        let walked = (0..extract.identities.buckets()).into_par_iter().map_init(
            || (Settled::default(), Texts::default()),
            |(settled, texts), bucket| {
                extract.identities.settle(bucket, settled)?;
                let (mut entities, mut truncated) = (Vec::with_capacity(settled.variants().len()), 0);
                for (variant, (entity, identity)) in (extract.first_variants[bucket]..).zip(settled.variants()) {
                    entities.push(entity);
                    if extract.is_own(variant) && self.emits(variant) {
                        for group in &groups {
                            derive_group(&identity, *group, texts);
                            truncated += texts.keep(group.slots()) as u64;
                        }
                    }
                }
                Ok((entities, truncated))
            },
        );
        let walked = walked.collect::<Result<Vec<_>>>()?;
        self.held.resize((extract.variants() * size_of::<u32>()) as u64);
        let mut all = Vec::with_capacity(extract.variants());
        let mut truncated = 0;
        for (entities, lost) in walked {
            all.extend(entities);
            truncated += lost;
        }
        (self.entities, self.truncated) = (all, truncated);
        Ok(())
    }
}
