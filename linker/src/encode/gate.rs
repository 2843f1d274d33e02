//! The gate before a pass is written: the attacks that cost little, held to a ceiling.

use std::sync::{Mutex, PoisonError};

use exchange::Token;
use exchange::spec::Link;
use serde::{Deserialize, Serialize};

use super::bundles::Bundles;
use super::journal::RunJournal;
use crate::attack::{Attack, CheapAttacks, Group, PassView, Verdict, rows_known};
use crate::error::{LinkerError, Result};

/// What a delivery may open to the attacks that cost little.
#[derive(Clone, Copy, Debug)]
pub struct Gate {
    /// Largest share that an attack may open in any pass (0.005 = 0.5 %).
    pub ceiling: f64,
}

/// More would take more memory than a gate is worth, 16 bytes an entry of each pass being written: run `attack` on part of them.
const MOST: usize = 5_000_000;
/// The owner's record of the gate.
pub(super) const GATE_FILE: &str = "gate.json";

/// The gate of one run, and what it measured.
pub(super) struct RunGate {
    gate: Gate,
    people: usize,
    known: usize,
    passes: Mutex<Vec<GatedPass>>,
}

/// What one pass opens.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct GatedPass {
    link: String,
    pass: String,
    attacks: Box<[Attack; 3]>,
    within: bool,
}

/// What the owner keeps of it.
#[derive(Serialize)]
pub(super) struct Record {
    ceiling: f64,
    known_rows: usize,
    people: usize,
    /// By link and pass.
    passes: Vec<GatedPass>,
}

impl RunGate {
    /// The gate of a run over `people`, with what it measured of the passes that an earlier run finished.
    ///
    /// # Errors
    /// [`LinkerError::Policy`] where they are too many for it: what was to be judged does not leave unjudged.
    pub(super) fn of(gate: Gate, people: usize, journal: &RunJournal<'_>) -> Result<Self> {
        if people > MOST {
            return Err(LinkerError::policy(
                format!("--leakage-ceiling judges up to {MOST} people; this extract has {people}"),
                "leave it out, and run `attack` on a delivery of part of the people",
            ));
        }
        let passes = Mutex::new(journal.gated().cloned().collect());
        Ok(Self { gate, people, known: rows_known(people), passes })
    }

    /// The gate before one pass of `link`.
    pub(super) fn at<'a>(&'a self, link: &'a Link, pass: &'a str) -> PassGate<'a> {
        PassGate { run: self, link: &link.name, pass, groups: Group::of_link(link), seen: Mutex::default() }
    }

    /// What was measured so far.
    pub(super) fn record(&self) -> Record {
        let mut passes = self.passes.lock().unwrap_or_else(PoisonError::into_inner).clone();
        passes.sort_by(|a, b| (&a.link, &a.pass).cmp(&(&b.link, &b.pass)));
        Record { ceiling: self.gate.ceiling, known_rows: self.known, people: self.people, passes }
    }
}

/// The gate before one pass.
pub(super) struct PassGate<'a> {
    run: &'a RunGate,
    link: &'a str,
    pass: &'a str,
    groups: Vec<Group>,
    seen: Mutex<CheapAttacks>,
}

impl PassGate<'_> {
    /// Looks at some whole blocks of the pass; `person_of` gives the person of each entity. Dummies are left out, as if the attacker
    /// knew them.
    pub(super) fn see<T: Token>(&self, bundles: &Bundles<T>, person_of: &[u32]) {
        let mut view = PassView { groups: self.groups.clone(), persons: self.run.people, ..PassView::default() };
        for (entry, owner) in bundles.owners.iter().enumerate() {
            if let Some(person) = person_of.get(owner.entity as usize) {
                let tokens = bundles.tokens_of(entry).iter().map(|token| token.first_32_bits());
                view.push(bundles.blocks[entry], *person, bundles.nulls[entry], tokens);
            }
        }
        let seen = CheapAttacks::of_blocks(&view);
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).add(seen);
    }

    /// What the pass opens, which is recorded; more than the ceiling is refused.
    pub(super) fn judge(self) -> Result<GatedPass> {
        let (run, link, pass) = (self.run, self.link, self.pass);
        let seen = self.seen.into_inner().unwrap_or_else(PoisonError::into_inner);
        let attacks = Box::new(seen.attacks(run.people, run.known));
        let above = attacks.iter().find(|attack| attack.verdict(run.gate.ceiling) == Verdict::Above);
        let refused = above.map(|attack| {
            LinkerError::policy(
                format!(
                    "pass '{pass}' of link '{link}' would open {:.2} % of the people to an attack ({}); the ceiling is {:.2} %",
                    100.0 * attack.rate,
                    attack.name,
                    100.0 * run.gate.ceiling,
                ),
                "lower the pass's cap or refine its key in the spec, or agree on a higher --leakage-ceiling",
            )
        });
        let (link, pass, within) = (link.to_owned(), pass.to_owned(), above.is_none());
        let gated = GatedPass { link, pass, attacks, within };
        run.passes.lock().unwrap_or_else(PoisonError::into_inner).push(gated.clone());
        refused.map_or(Ok(gated), Err)
    }
}
