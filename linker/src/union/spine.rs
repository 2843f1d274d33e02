//! Spines: which payload belongs to which study pseudonym, with what certainty.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

use exchange::spec::{Link, Spec};
use exchange::{LinkClass, Received, RowWriter, SpineRow, Written};
use keys::StudyKey;
use rayon::prelude::*;

use super::candidates::{Candidate, candidates};
use super::cluster::clusters;
use super::decide::{Decided, Decision, decide, links};
use super::entities::Entities;
use super::memory::{LinkPairs, Room};
use super::run::LinkCounts;
use crate::error::Result;

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

impl<'a> Spines<'a> {
    /// Finds the people of the anchor source; `entities` are those of every source.
    pub(super) fn new(
        spec: &Spec,
        anchor: usize,
        linked: &'a Received,
        entities: Vec<Entities>,
        study_key: &'a StudyKey,
        room: Room,
    ) -> Result<Self> {
        let people = people(spec, anchor, linked, &entities[anchor], room)?;
        let handle = |person: &u32| entities[anchor].payload_handle(*person);
        let names = people.iter().map(|person| study_key.pseudonym(handle(person))).collect();
        Ok(Self { linked, study_key, anchor, entities, people, names, room })
    }

    /// How many pairs the link with a source has.
    pub(super) fn pairs(&self, link: &Link, source: usize) -> Result<LinkPairs> {
        LinkPairs::of(link, self.linked, &self.entities[self.anchor], &self.entities[source])
    }

    /// Writes the spine of a source to `path`; also gives how many people its link found. The anchor has no link, and no `pairs`.
    pub(super) fn write(
        &self,
        source: usize,
        link: Option<(usize, &Link)>,
        pairs: &LinkPairs,
        path: &Path,
    ) -> Result<(Written, Option<LinkCounts>)> {
        let Some((number, link)) = link else {
            let entities = self.entities[self.anchor].len();
            return Ok((write_in_parts(path, entities, |some| self.anchor_rows(some))?, None));
        };
        let (decided, memory) = self.decided(number, link, pairs, source)?;
        let counts = self.counts(number, link, &decided, memory >> 20)?;
        let entities = &self.entities[source];
        let reachable = entities.reachable(number as u16)?;
        let written =
            write_in_parts(path, entities.len(), |some| self.linked_rows(entities, &reachable, &decided, some))?;
        Ok((written, Some(counts)))
    }

    /// Decisions between people (not their several entities) and the entities of the other source: best first within each of these. Also
    /// gives the bytes of memory that they were counted to take.
    fn decided(&self, number: usize, link: &Link, pairs: &LinkPairs, source: usize) -> Result<(Vec<Decided>, u64)> {
        let (anchor, other) = (&self.entities[self.anchor], &self.entities[source]);
        let (mut found, memory) = candidates_within(self.room, pairs, number, link, self.linked, [anchor, other])?;
        for candidate in &mut found {
            candidate.left = self.people[candidate.left as usize];
        }
        found.par_sort_unstable_by(|a, b| {
            (a.left, a.right).cmp(&(b.left, b.right)).then(b.match_weight.total_cmp(&a.match_weight))
        });
        found.dedup_by_key(|candidate: &mut Candidate| (candidate.left, candidate.right));
        let mut decided = decide(&found, Decision::of(link));
        decided.par_sort_unstable_by(|a, b| {
            let (a, b) = (&a.candidate, &b.candidate);
            a.right.cmp(&b.right).then(b.match_weight.total_cmp(&a.match_weight)).then(a.left.cmp(&b.left))
        });
        Ok((decided, memory))
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

    fn counts(&self, number: usize, link: &Link, decided: &[Decided], memory_mib: u64) -> Result<LinkCounts> {
        let best_first = [LinkClass::Link, LinkClass::Ambiguous, LinkClass::Possible, LinkClass::Unlinked];
        let mut best: BTreeMap<u32, usize> = BTreeMap::new();
        for decided in decided {
            let order = best_first.iter().position(|class| *class == decided.class).unwrap_or(best_first.len() - 1);
            let entry = best.entry(decided.candidate.left).or_insert(order);
            *entry = order.min(*entry);
        }
        let mut reachable: BTreeMap<u32, bool> = BTreeMap::new();
        for (entity, emitted) in self.entities[self.anchor].reachable(number as u16)?.into_iter().enumerate() {
            *reachable.entry(self.people[entity]).or_default() |= emitted;
        }
        let mut by_class = BTreeMap::new();
        for (person, emitted) in &reachable {
            let class = match best.get(person) {
                Some(order) => best_first[*order],
                None if *emitted => LinkClass::Unlinked,
                None => LinkClass::Unreachable,
            };
            *by_class.entry(class.as_str().to_owned()).or_default() += 1;
        }
        Ok(LinkCounts { link: link.name.clone(), people: reachable.len() as u64, by_class, memory_mib })
    }
}

/// Entities whose rows are made at once.
const AT_ONCE: usize = 1 << 14;
/// So many of these for each thread before they are written: a country's rows do not fit in memory.
const BURST: usize = 4;

/// Writes a spine; `rows` gives those of some entities, who are numbered in the order of the file.
fn write_in_parts(path: &Path, entities: usize, rows: impl Fn(Range<u32>) -> Vec<SpineRow> + Sync) -> Result<Written> {
    let mut file = RowWriter::create(path)?;
    let starts: Vec<usize> = (0..entities).step_by(AT_ONCE).collect();
    for burst in starts.chunks(BURST * rayon::current_num_threads()) {
        let made = burst.par_iter().map(|start| rows(*start as u32..entities.min(start + AT_ONCE) as u32));
        made.collect::<Vec<_>>().iter().try_for_each(|rows| file.append(rows))?;
    }
    Ok(file.finish()?)
}

/// The candidates of a link, where they and what deciding on them takes fit into memory; also gives how many bytes that is.
fn candidates_within(
    room: Room,
    pairs: &LinkPairs,
    number: usize,
    link: &Link,
    linked: &Received,
    [left, right]: [&Entities; 2],
) -> Result<(Vec<Candidate>, u64)> {
    let reading = room.reading(link, pairs)?;
    let found = candidates(number, link, linked, left, right)?;
    let deciding = room.deciding(link, pairs, found.len())?;
    Ok((found, reading.max(deciding)))
}

/// The person that each anchor entity stands for: the first entity of its cluster.
fn people(spec: &Spec, anchor: usize, linked: &Received, entities: &Entities, room: Room) -> Result<Vec<u32>> {
    let own = spec.links.iter().enumerate().find(|(_, link)| link.left == anchor && link.right == anchor);
    let Some((number, link)) = own else { return Ok((0..entities.len() as u32).collect()) };
    let pairs = LinkPairs::of(link, linked, entities, entities)?;
    let (found, _) = candidates_within(room, &pairs, number, link, linked, [entities, entities])?;
    Ok(clusters(links(&decide(&found, Decision::of(link))), entities.len()))
}

/// A probability as the analysis unit sees it: to four places and never quite 0 or 1. In full it would be a fingerprint by
/// which the linkage unit and the analysis unit could join their rows.
fn released(probability: f64) -> f64 {
    ((probability * 1e4).round() / 1e4).clamp(1e-4, 1.0 - 1e-4)
}
