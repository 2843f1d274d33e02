//! Spines: which payload belongs to which study pseudonym, with what certainty.

use std::ops::Range;
use std::path::Path;

use exchange::spec::{Cardinality, Link, Spec};
use exchange::{LinkClass, Received, RowWriter, SpineRow, Written};
use keys::StudyKey;
use rayon::prelude::*;

use super::cluster::clusters;
use super::decide::{Decided, Decision, decide, decide_some, links};
use super::entities::Entities;
use super::joined::{LinkedSides, Reached, pairs_of};
use super::memory::{self, Room};
use super::run::LinkCounts;
use super::seen::SeenPairs;
use crate::error::Result;
use crate::spill::Records;

/// What the spines of a study are made of.
pub(super) struct Spines<'a> {
    linked: &'a Received,
    study_key: &'a StudyKey,
    anchor: usize,
    /// By source.
    entities: Vec<Entities>,
    /// The person that each anchor entity stands for: the first entity of its cluster.
    people: Vec<u32>,
    /// Study pseudonym of each anchor entity.
    names: Vec<String>,
    room: Room,
}

/// Shares of a spine that are done when its pairs are read, and when they are decided.
const READ: f64 = 0.5;
const DECIDED: f64 = 0.7;

impl<'a> Spines<'a> {
    /// Finds the people of the anchor source; `entities` are those of every source.
    pub(super) fn new(
        (spec, anchor): (&Spec, usize),
        linked: &'a Received,
        entities: Vec<Entities>,
        study_key: &'a StudyKey,
        room: Room,
        reached: Reached<'_>,
    ) -> Result<Self> {
        let everyone = (0..entities[anchor].len() as u32).collect();
        let mut spines = Self { linked, study_key, anchor, entities, people: everyone, names: Vec::new(), room };
        let own = spec.links.iter().enumerate().find(|(_, link)| link.left == anchor && link.right == anchor);
        if let Some((number, link)) = own {
            let seen = spines.seen(number, link, anchor, &|share| reached(READ * share))?;
            let decided =
                spines.decided_together(link, &seen, anchor, &|share| reached(READ + (1.0 - READ) * share))?;
            spines.people = clusters(links(&decided), spines.people.len());
        }
        let handle = |person: &u32| spines.entities[anchor].payload_handle(*person);
        reached(1.0)?;
        spines.names = spines.people.iter().map(|person| study_key.pseudonym(handle(person))).collect();
        Ok(spines)
    }

    /// Writes the spine of a source to `path`; also gives how many people its link found. The anchor has no link.
    pub(super) fn write(
        &self,
        source: usize,
        link: Option<(usize, &Link)>,
        path: &Path,
        reached: Reached<'_>,
    ) -> Result<(Written, Option<LinkCounts>)> {
        let (entities, mut file) = (&self.entities[source], RowWriter::create(path)?);
        let Some((number, link)) = link else {
            append_in_parts(&mut file, 0..entities.len() as u64, |some| self.anchor_rows(some))?;
            return Ok((file.finish()?, None));
        };
        let seen = self.seen(number, link, source, &|share| reached(READ * share))?;
        // Rows are written by the entities of the source.
        let decided = Records::new(&self.room.workspace, seen.len(), entities.len() as u128);
        let reached_decided = |share| reached(READ + (DECIDED - READ) * share);
        let best = self.decide(link, &seen, (source, &decided), &reached_decided)?;
        let counts = self.counts(number, link, &best)?;
        let reachable = entities.reachable(number as u16)?;
        let bytes = |bucket| memory::decided(decided.records(bucket), 0);
        for run in self.room.runs(link, decided.len(), bytes) {
            for bucket in run? {
                reached(DECIDED + (1.0 - DECIDED) * bucket as f64 / decided.len() as f64)?;
                let mut some: Vec<Decided> = decided.take(bucket)?;
                some.par_sort_unstable_by(|a, b| {
                    let (a, b) = (&a.candidate, &b.candidate);
                    a.right.cmp(&b.right).then(b.match_weight.total_cmp(&a.match_weight)).then(a.left.cmp(&b.left))
                });
                let rows = |part| self.linked_rows(entities, &reachable, &some, part);
                append_in_parts(&mut file, decided.numbers(bucket), rows)?;
            }
        }
        Ok((file.finish()?, Some(counts)))
    }

    /// What the passes saw of the link with a source.
    fn seen<'s>(&'s self, number: usize, link: &'s Link, source: usize, reached: Reached<'_>) -> Result<SeenPairs<'s>> {
        let (left, right) = (&self.entities[self.anchor], &self.entities[source]);
        let sides = LinkedSides { number: number as u16, link, linked: self.linked, left, right };
        let buckets = self.room.buckets(pairs_of(link, self.linked)?);
        SeenPairs::read(sides, &self.people, (&self.room, buckets), reached)
    }

    /// Decides on the pairs of people (not their several entities) and entities of the other source, and puts the decisions by the latter;
    /// gives the class of each person's best candidate, if there is one.
    fn decide(
        &self,
        link: &Link,
        seen: &SeenPairs<'_>,
        (source, decided): (usize, &Records<Decided, 5>),
        reached: Reached<'_>,
    ) -> Result<Vec<Option<LinkClass>>> {
        let mut best = vec![None; self.people.len()];
        let put = |some: &[Decided]| {
            for one in some {
                decided.push(one.candidate.right.into(), one);
            }
            some.chunk_by(|a, b| a.candidate.left == b.candidate.left).map(best_class).collect::<Vec<_>>()
        };
        let mut keep = |found: Vec<(u32, LinkClass)>| {
            for (person, class) in found {
                best[person as usize] = Some(class);
            }
            decided.make_room()
        };
        if link.cardinality == Cardinality::ManyOne {
            // Nobody's decision hangs on another person's candidates.
            seen.take(reached, |some| put(&decide_some(some, Decision::of(link))), keep)?;
        } else {
            keep(put(&self.decided_together(link, seen, source, reached)?))?;
        }
        Ok(best)
    }

    /// Decides on all candidates of a link at once, where rivals may be any.
    fn decided_together(
        &self,
        link: &Link,
        seen: &SeenPairs<'_>,
        source: usize,
        reached: Reached<'_>,
    ) -> Result<Vec<Decided>> {
        let sides = if link.is_deduplication() { &[source][..] } else { &[self.anchor, source] };
        let entities = sides.iter().map(|side| self.entities[*side].len() as u64).sum();
        self.room.holds_together(link, seen.pairs(), entities)?;
        Ok(decide(&seen.take_all(reached)?, Decision::of(link)))
    }

    fn anchor_rows(&self, some: Range<u32>) -> Vec<SpineRow> {
        let entities = &self.entities[self.anchor];
        some.map(|entity| SpineRow {
            payload_handle: entities.payload_handle(entity),
            study_pseudonym: Some(self.names[entity as usize].clone()),
            match_probability: Some(1.0),
            leader_margin: None,
            class: LinkClass::Link,
            rank: 1,
            cell_key: self.study_key.cell_key(entities.payload_handle(self.people[entity as usize])),
        })
        .collect()
    }

    /// One row per candidate, best first within each entity, and one for every entity that has none.
    fn linked_rows(
        &self,
        entities: &Entities,
        reachable: &[bool],
        decided: &[Decided],
        some: Range<u32>,
    ) -> Vec<SpineRow> {
        let mut rest = &decided[decided.partition_point(|decided| decided.candidate.right < some.start)..];
        let mut rows = Vec::with_capacity(some.len());
        for entity in some {
            let own = rest.iter().take_while(|decided| decided.candidate.right == entity).count();
            let (candidates, after) = rest.split_at(own);
            rest = after;
            let payload_handle = entities.payload_handle(entity);
            let none = SpineRow {
                payload_handle,
                study_pseudonym: None,
                match_probability: None,
                leader_margin: None,
                class: if reachable[entity as usize] { LinkClass::Unlinked } else { LinkClass::Unreachable },
                rank: 0,
                cell_key: self.study_key.cell_key(payload_handle),
            };
            rows.extend((1..).zip(candidates).map(|(rank, decided)| SpineRow {
                study_pseudonym: Some(self.names[decided.candidate.left as usize].clone()),
                match_probability: Some(released(decided.probability)),
                leader_margin: decided.leader_margin.map(f64::round),
                class: decided.class,
                rank,
                ..none
            }));
            if candidates.is_empty() {
                rows.push(none);
            }
        }
        rows
    }

    /// People of the anchor by the class of their best candidate.
    fn counts(&self, number: usize, link: &Link, best: &[Option<LinkClass>]) -> Result<LinkCounts> {
        let mut emitted = vec![false; self.people.len()];
        for (entity, reachable) in self.entities[self.anchor].reachable(number as u16)?.into_iter().enumerate() {
            emitted[self.people[entity] as usize] |= reachable;
        }
        let mut counts = LinkCounts { link: link.name.clone(), ..LinkCounts::default() };
        let people = (0..).zip(&self.people).filter(|(entity, person)| entity == *person);
        for (person, _) in people {
            let without = if emitted[person as usize] { LinkClass::Unlinked } else { LinkClass::Unreachable };
            let class = best[person as usize].unwrap_or(without);
            counts.people += 1;
            *counts.by_class.entry(class.as_str().to_owned()).or_default() += 1;
        }
        Ok(counts)
    }
}

/// A person, whose candidates these are, and the best of their classes.
fn best_class(candidates: &[Decided]) -> (u32, LinkClass) {
    let of_any = |class: &LinkClass| candidates.iter().any(|decided| decided.class == *class);
    let best = [LinkClass::Link, LinkClass::Ambiguous].into_iter().find(of_any);
    (candidates[0].candidate.left, best.unwrap_or(LinkClass::Possible))
}

/// Entities whose rows are made at once.
const AT_ONCE: usize = 1 << 14;
/// So many of these before they are written: a country's rows do not fit in memory.
const BURST: usize = 8;

/// Adds to a spine what `rows` gives of some entities, who are numbered in the order of the file.
fn append_in_parts(
    file: &mut RowWriter<SpineRow>,
    entities: Range<u64>,
    rows: impl Fn(Range<u32>) -> Vec<SpineRow> + Sync,
) -> Result<()> {
    let starts: Vec<u64> = entities.clone().step_by(AT_ONCE).collect();
    for burst in starts.chunks(BURST) {
        let made = burst.par_iter().map(|start| rows(*start as u32..entities.end.min(start + AT_ONCE as u64) as u32));
        made.collect::<Vec<_>>().iter().try_for_each(|rows| file.append(rows))?;
    }
    Ok(())
}

/// A probability as the analysis unit sees it: to four places and never quite 0 or 1. In full it would be a fingerprint by
/// which the linkage unit and the analysis unit could join their rows.
fn released(probability: f64) -> f64 {
    ((probability * 1e4).round() / 1e4).clamp(1e-4, 1.0 - 1e-4)
}

#[cfg(test)]
mod tests;
