//! What one pass exposes to the attacks, at any cap, from one encoding of the people.

use std::collections::HashSet;
use std::ops::Range;

use exchange::spec::{Pass, Spec};
use linker::attack::{
    Attack, PassView, RegisterAttack, Verdict, counting, known_rows, register, register_of_two_files,
};
use linker::encode::pass_views;

use crate::Result;
use crate::population::{People, keyring};

/// Rows that attacker B knows, and how often the draw is repeated.
pub const KNOWN_ROWS: usize = 1000;
const REPETITIONS: usize = 5;
/// Share that attacks A, B and C may open of a guarded pass.
pub const CEILING: f64 = 0.005;

/// The views of one pass before any cap.
pub struct Uncapped {
    /// The pass; its cap plays no part.
    pub pass: Pass,
    file: Emission,
    sample: Emission,
    other: Emission,
}

/// Every entry of a pass, with both answers to "who is it": the truth, and what the owner takes for one person.
struct Emission {
    view: PassView,
    /// Person of each entry for the cap: records that agree on the source's `same_person` values count as one.
    counted: Vec<u32>,
}

/// What the attacks achieve against one pass at one cap.
pub struct Exposure {
    /// Most distinct persons of an emitted block.
    pub cap: usize,
    /// Share of people emitted.
    pub emitted: f64,
    /// A: block sizes against an independent sample.
    pub counting: Attack,
    /// B: [`KNOWN_ROWS`] rows are known.
    pub known_rows: Attack,
    /// C and Cg: the register is known.
    pub register: RegisterAttack,
}

/// Encodes every pass of a link of `spec` without caps and hands each to `visit`, one at a time: a view of 200,000 people
/// takes tens of megabytes. `source` is the source whose rules of the same person hold, pointed at `people`.
///
/// An owner's rule of the same person may take strangers for one; a block may then hold more people than its cap. The
/// attacks count people, not what the owner takes for people.
pub fn each_pass(
    spec: &Spec,
    source: usize,
    link: usize,
    people: &People,
    mut visit: impl FnMut(Uncapped) -> Result<()>,
) -> Result<()> {
    let mut open = spec.clone();
    for pass in &mut open.links[link].passes {
        pass.cap = usize::MAX;
    }
    let mut apart = open.clone();
    apart.sources[source].same_person.clear();
    let keyring = keyring(spec)?;
    let views = |extract| -> Result<_> {
        let counted = pass_views(&open, source, link, extract, &keyring)?;
        let truth = pass_views(&apart, source, link, extract, &keyring)?;
        Ok(counted
            .zip(truth)
            .map(|(counted, truth)| -> Result<_> { Ok(Emission { view: truth?.1, counted: counted?.1.person }) }))
    };
    let all = views(&people.file)?.zip(views(&people.sample)?).zip(views(&people.other)?);
    for (pass, ((file, sample), other)) in spec.links[link].passes.iter().zip(all) {
        visit(Uncapped { pass: pass.clone(), file: file?, sample: sample?, other: other? })?;
    }
    Ok(())
}

impl Uncapped {
    /// Attacks A, B, C and Cg on the file at `cap`; the attacker's sample is of the population, without a cap.
    #[must_use]
    pub fn at(&self, cap: usize) -> Exposure {
        let file = self.file.capped(cap);
        Exposure {
            cap,
            emitted: file.emitted() as f64 / file.persons as f64,
            counting: counting(&file, &self.sample.capped(cap)),
            known_rows: known_rows(&file, KNOWN_ROWS, REPETITIONS, crate::population::SEED),
            register: register(&file),
        }
    }

    /// What the file shows at `cap`.
    #[must_use]
    pub fn view(&self, cap: usize) -> PassView {
        self.file.capped(cap)
    }

    /// C by someone who holds exact copies of this file and of another owner's, and knows who is in which.
    #[must_use]
    pub fn of_two_files(&self, cap: usize) -> RegisterAttack {
        register_of_two_files(&self.file.capped(cap), &self.other.capped(cap))
    }

    /// The largest of `caps`, ascending, up to which A, B and C all stay within [`CEILING`].
    pub fn largest_cap(&self, caps: &[usize]) -> Option<Exposure> {
        caps.iter().map(|cap| self.at(*cap)).take_while(Exposure::holds).last()
    }

    /// Chance that two random different people of the file share a block, by any of its alternatives.
    #[must_use]
    pub fn chance(&self) -> f64 {
        let view = &self.file.view;
        let mut pairs = HashSet::new();
        let mut single = 0_u64;
        let alternatives = self.pass.key.iter().any(|part| part.len() > 1);
        for block in blocks(view) {
            let people = distinct(&view.person[block]);
            let n = people.len() as u64;
            single += n * (n - 1) / 2;
            if alternatives {
                let of = |(at, a): (usize, &u32)| people[at + 1..].iter().map(|b| (*a, *b)).collect::<Vec<_>>();
                pairs.extend(people.iter().enumerate().flat_map(of));
            }
        }
        let together = if alternatives { pairs.len() as u64 } else { single };
        let n = view.persons as f64;
        together as f64 / (n * (n - 1.0) / 2.0)
    }
}

impl Exposure {
    /// Whether A, B and C are within [`CEILING`].
    #[must_use]
    pub fn holds(&self) -> bool {
        [&self.counting, &self.known_rows, &self.register.named]
            .iter()
            .all(|attack| attack.verdict(CEILING) == Verdict::Within)
    }
}

impl Emission {
    /// The entries that a cap lets out: the encoder's own rule, applied to a view that was made without one.
    fn capped(&self, cap: usize) -> PassView {
        let view = &self.view;
        let width = view.width();
        let mut kept = PassView { groups: view.groups.clone(), persons: view.persons, ..PassView::default() };
        for block in blocks(view).filter(|block| distinct(&self.counted[block.clone()]).len() <= cap) {
            kept.block.extend_from_slice(&view.block[block.clone()]);
            kept.person.extend_from_slice(&view.person[block.clone()]);
            kept.nulls.extend_from_slice(&view.nulls[block.clone()]);
            kept.tokens.extend_from_slice(&view.tokens[block.start * width..block.end * width]);
        }
        kept
    }
}

/// The entries of each block.
fn blocks(view: &PassView) -> impl Iterator<Item = Range<usize>> + '_ {
    view.block.chunk_by(|a, b| a == b).scan(0, |next, block| {
        let start = *next;
        *next += block.len();
        Some(start..*next)
    })
}

fn distinct(people: &[u32]) -> Vec<u32> {
    let mut people = people.to_vec();
    people.sort_unstable();
    people.dedup();
    people
}
