//! Spines: which payload belongs to which study pseudonym, with what certainty.

use std::collections::BTreeMap;

use exchange::spec::{Link, Spec};
use exchange::{
    FinishedFiles, LinkClass, Manifest, NewFolder, Provenance, Received, Role, Row, SpineRow, spine, write_rows,
};
use keys::StudyKey;
use serde::{Deserialize, Serialize};

use super::candidates::{Candidate, candidates};
use super::cluster::clusters;
use super::decide::{Decided, Decision, decide, links};
use super::entities::Entities;
use crate::error::{LinkerError, Result};
use crate::watch::Watch;

/// What the union found.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Union {
    /// By link.
    pub links: Vec<LinkCounts>,
}

/// Entities of one link by what became of them.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkCounts {
    /// Link.
    pub link: String,
    /// Left people (clusters of the anchor source).
    pub people: u64,
    /// People by class of their best candidate.
    pub by_class: BTreeMap<String, u64>,
}

/// Joins the links of a spec into one spine per source under the study's key; `out` appears whole or not at all. Spines
/// that an earlier run finished in it are not made again.
pub fn union(
    spec: &Spec,
    linked: &Received,
    folders: &[Received],
    study_key: &StudyKey,
    out: NewFolder,
    watch: &dyn Watch,
) -> Result<Union> {
    let anchor = spec.anchor.ok_or_else(|| LinkerError::Policy {
        what: "the spec names no anchor source, so nobody can carry the study pseudonyms".into(),
        remedy: "add anchor = \"...\" to the spec; `dwlink trial` needs none".into(),
    })?;
    let entities = read_entities(spec, folders)?;
    let people = people(spec, anchor, linked, &entities)?;
    let names: Vec<String> = (0..entities[anchor].len() as u32)
        .map(|entity| study_key.pseudonym(entities[anchor].payload_handle(people[entity as usize])))
        .collect();
    let mut finished = FinishedFiles::open(&out, &provenance(spec, linked, folders, study_key))?;
    let mut found = Union::default();
    let mut manifest = Manifest::new(Role::Spine, &spec.project, &spec.delivery, spec.hash());
    for folder in folders {
        manifest.batches.extend(folder.manifest.batches.clone());
    }
    for (source, its_entities) in spec.sources.iter().zip(&entities) {
        watch.reached("union", manifest.files.len() as f64 / spec.sources.len() as f64)?;
        let index = spec.source(&source.name).map_or(anchor, |(index, _)| index);
        let link = spec
            .links
            .iter()
            .enumerate()
            .find(|(_, link)| link.left == anchor && link.right == index && index != anchor);
        if link.is_none() && index != anchor {
            continue;
        }
        let name = spine::file_name(&source.name);
        let (written, counted) = if let Some(known) = finished.take(&name) {
            known
        } else {
            let (mut rows, counted) = match link {
                None => (anchor_rows(its_entities, &people, &names, study_key), None),
                Some((number, link)) => {
                    let decided = decide_people(number, link, linked, &entities[anchor], its_entities, &people)?;
                    let counted = counts(number, link, &decided, &entities[anchor], &people)?;
                    (linked_rows(number, &decided, its_entities, &names, study_key)?, Some(counted))
                }
            };
            rows.sort_unstable_by(Row::order);
            let written = write_rows(&out.path().join(&name), &rows)?;
            finished.add(&name, &written, &counted)?;
            (written, counted)
        };
        found.links.extend(counted);
        manifest.add_written(&name, &written, None)?;
    }
    manifest.write(out.path())?;
    out.commit()?;
    watch.reached("union", 1.0)?;
    Ok(found)
}

/// What decides the bytes of the spines.
fn provenance(spec: &Spec, linked: &Received, folders: &[Received], study_key: &StudyKey) -> Provenance {
    let mut provenance = Provenance::of("union", env!("CARGO_PKG_VERSION"))
        .with("spec", spec.hash())
        .with("study", study_key.study())
        .with("study key", study_key.check_value().to_string())
        .with("pairs", linked.manifest.sha256());
    for folder in folders {
        let source = folder.manifest.source.as_deref().unwrap_or_default();
        provenance = provenance.with(format!("union folder of '{source}'"), folder.manifest.sha256());
    }
    provenance
}

fn read_entities(spec: &Spec, folders: &[Received]) -> Result<Vec<Entities>> {
    spec.sources
        .iter()
        .map(|source| {
            let folder = folders.iter().find(|folder| folder.manifest.source.as_ref() == Some(&source.name));
            let folder = folder.ok_or_else(|| LinkerError::Policy {
                what: format!("no union folder of source '{}' was given", source.name),
                remedy: "give the union folder of every source of the spec".into(),
            })?;
            Entities::read(folder)
        })
        .collect()
}

/// The person that each anchor entity stands for: the first entity of its cluster.
fn people(spec: &Spec, anchor: usize, linked: &Received, entities: &[Entities]) -> Result<Vec<u32>> {
    let anchor_entities = &entities[anchor];
    let own = spec.links.iter().enumerate().find(|(_, link)| link.left == anchor && link.right == anchor);
    let Some((number, link)) = own else { return Ok((0..anchor_entities.len() as u32).collect()) };
    let found = candidates(number, link, linked, anchor_entities, anchor_entities)?;
    Ok(clusters(links(&decide(&found, Decision::of(link))), anchor_entities.len()))
}

/// Decisions between people (not their several entities) and the entities of the other source.
fn decide_people(
    number: usize,
    link: &Link,
    linked: &Received,
    anchor: &Entities,
    other: &Entities,
    people: &[u32],
) -> Result<Vec<Decided>> {
    let mut found = candidates(number, link, linked, anchor, other)?;
    for candidate in &mut found {
        candidate.left = people[candidate.left as usize];
    }
    found.sort_unstable_by(|a, b| {
        (a.left, a.right).cmp(&(b.left, b.right)).then(b.match_weight.total_cmp(&a.match_weight))
    });
    found.dedup_by_key(|candidate: &mut Candidate| (candidate.left, candidate.right));
    Ok(decide(&found, Decision::of(link)))
}

fn anchor_rows(entities: &Entities, people: &[u32], names: &[String], study_key: &StudyKey) -> Vec<SpineRow> {
    (0..entities.len() as u32)
        .map(|entity| SpineRow {
            payload_handle: entities.payload_handle(entity),
            study_pseudonym: Some(names[entity as usize].clone()),
            match_probability: Some(1.0),
            leader_margin: None,
            class: LinkClass::Link,
            rank: 1,
            cell_key: study_key.cell_key(entities.payload_handle(people[entity as usize])),
        })
        .collect()
}

/// One row per candidate, best first within each entity, and one for every entity that has none.
fn linked_rows(
    number: usize,
    decided: &[Decided],
    other: &Entities,
    names: &[String],
    study_key: &StudyKey,
) -> Result<Vec<SpineRow>> {
    let cell_key = |entity: u32| study_key.cell_key(other.payload_handle(entity));
    let mut order: Vec<&Decided> = decided.iter().collect();
    order.sort_unstable_by(|a, b| {
        let (a, b) = (&a.candidate, &b.candidate);
        a.right.cmp(&b.right).then(b.match_weight.total_cmp(&a.match_weight)).then(a.left.cmp(&b.left))
    });
    let mut seen = vec![false; other.len()];
    let mut rows = Vec::with_capacity(order.len());
    for candidates in order.chunk_by(|a, b| a.candidate.right == b.candidate.right) {
        for (rank, decided) in (1..).zip(candidates) {
            let candidate = decided.candidate;
            seen[candidate.right as usize] = true;
            rows.push(SpineRow {
                payload_handle: other.payload_handle(candidate.right),
                study_pseudonym: Some(names[candidate.left as usize].clone()),
                match_probability: Some(released(decided.probability)),
                leader_margin: decided.leader_margin.map(f64::round),
                class: decided.class,
                rank,
                cell_key: cell_key(candidate.right),
            });
        }
    }
    let reachable = other.reachable(number as u16)?;
    rows.extend((0..other.len() as u32).filter(|entity| !seen[*entity as usize]).map(|entity| SpineRow {
        payload_handle: other.payload_handle(entity),
        study_pseudonym: None,
        match_probability: None,
        leader_margin: None,
        class: if reachable[entity as usize] { LinkClass::Unlinked } else { LinkClass::Unreachable },
        rank: 0,
        cell_key: cell_key(entity),
    }));
    Ok(rows)
}

/// A probability as the analysis unit sees it: to four places and never quite 0 or 1. In full it would be a fingerprint by
/// which the linkage unit and the analysis unit could join their rows.
fn released(probability: f64) -> f64 {
    ((probability * 1e4).round() / 1e4).clamp(1e-4, 1.0 - 1e-4)
}

fn counts(number: usize, link: &Link, decided: &[Decided], anchor: &Entities, people: &[u32]) -> Result<LinkCounts> {
    let best_first = [LinkClass::Link, LinkClass::Ambiguous, LinkClass::Possible, LinkClass::Unlinked];
    let mut best: BTreeMap<u32, usize> = BTreeMap::new();
    for decided in decided {
        let order = best_first.iter().position(|class| *class == decided.class).unwrap_or(best_first.len() - 1);
        let entry = best.entry(decided.candidate.left).or_insert(order);
        *entry = order.min(*entry);
    }
    let mut reachable: BTreeMap<u32, bool> = BTreeMap::new();
    for (entity, emitted) in anchor.reachable(number as u16)?.into_iter().enumerate() {
        *reachable.entry(people[entity]).or_default() |= emitted;
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
    Ok(LinkCounts { link: link.name.clone(), people: reachable.len() as u64, by_class })
}
