//! The gate before a pass is written: the attacks that cost little, held to a ceiling.

use std::io::Write as _;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use exchange::{NewFile, Token};
use serde::Serialize;

use super::bundles::Bundles;
use crate::attack::{Attack, CheapAttacks, Group, PassView, Verdict};
use crate::error::{LinkerError, Result};

/// What a delivery may open to the attacks that cost little.
#[derive(Clone, Copy, Debug)]
pub struct Gate {
    /// Largest share that an attack may open in any pass (0.005 = 0.5 %).
    pub ceiling: f64,
}

/// Fewer people are no test: a ceiling of 0.5 % would be a handful.
const FEWEST: usize = 1_000;
/// More would take more memory than a gate is worth, 16 bytes an entry of each pass being written: run `attack` on part of them.
const MOST: usize = 5_000_000;
/// Rows that attacker B knows: of a smaller file, half a percent, as of the 200,000 people for whom the ceiling was agreed.
const KNOWN_ROWS: usize = 1_000;
const KNOWN_PART: usize = 200;
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
#[derive(Clone, Serialize)]
struct GatedPass {
    link: String,
    pass: String,
    attacks: [Attack; 3],
    within: bool,
}

#[derive(Serialize)]
struct Record<'a> {
    ceiling: f64,
    known_rows: usize,
    people: usize,
    passes: &'a [GatedPass],
}

impl RunGate {
    /// The gate of a run over `people`, where a gate is wanted and their number is one that it can judge.
    pub(super) fn of(gate: Option<Gate>, people: usize) -> Option<Self> {
        let gate = gate.filter(|_| (FEWEST..=MOST).contains(&people))?;
        Some(Self { gate, people, known: KNOWN_ROWS.min(people / KNOWN_PART), passes: Mutex::default() })
    }

    /// What some whole blocks of a pass open.
    pub(super) fn of_blocks<T: Token>(
        &self,
        bundles: &Bundles<T>,
        groups: &[Group],
        person_of: &[u32],
    ) -> CheapAttacks {
        CheapAttacks::of_blocks(&PassView {
            block: bundles.blocks.clone(),
            person: bundles.owners.iter().map(|owner| person_of[owner.entity as usize]).collect(),
            nulls: bundles.nulls.clone(),
            tokens: bundles.tokens().iter().map(|token| token.first_32_bits()).collect(),
            groups: groups.to_vec(),
            persons: self.people,
        })
    }

    /// Records what a pass opens, and refuses more than the ceiling.
    pub(super) fn pass(&self, link: &str, pass: &str, seen: CheapAttacks) -> Result<()> {
        let attacks = seen.attacks(self.people, self.known);
        let above = attacks.iter().find(|attack| attack.verdict(self.gate.ceiling) == Verdict::Above);
        let refused = above.map(|attack| LinkerError::Policy {
            what: format!(
                "pass '{pass}' of link '{link}' would open {:.2} % of the people to an attack ({}); the ceiling is {:.2} %",
                100.0 * attack.rate,
                attack.name,
                100.0 * self.gate.ceiling,
            ),
            remedy: "lower the pass's cap or refine its key in the spec, or agree on a higher --leakage-ceiling".into(),
        });
        let (link, pass, within) = (link.to_owned(), pass.to_owned(), above.is_none());
        let mut passes = self.passes.lock().unwrap_or_else(PoisonError::into_inner);
        passes.push(GatedPass { link, pass, attacks, within });
        refused.map_or(Ok(()), Err)
    }

    /// Writes the record: the passes made in this run, by link and pass. Those that an earlier run finished went through its gate.
    pub(super) fn write(&self, folder: &Path) -> Result<()> {
        let mut passes = self.passes.lock().unwrap_or_else(PoisonError::into_inner).clone();
        passes.sort_by(|a, b| (&a.link, &a.pass).cmp(&(&b.link, &b.pass)));
        let record =
            Record { ceiling: self.gate.ceiling, known_rows: self.known, people: self.people, passes: &passes };
        let text = serde_json::to_vec_pretty(&record).expect("counts and names are JSON");
        let path = folder.join(GATE_FILE);
        let mut file = NewFile::begin(&path, false)?;
        file.write_all(&text).map_err(|source| exchange::ExchangeError::io(&path, source))?;
        Ok(file.commit()?)
    }
}
