//! The union desk's one act: from scored pairs to the spines of a study.

use std::collections::BTreeMap;

use exchange::spec::{Link, Spec};
use exchange::{FinishedFiles, Manifest, NewFolder, Provenance, Received, Role, Written, spine};
use keys::StudyKey;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::entities::Entities;
use super::memory::{LinkPairs, Room};
use super::spine::Spines;
use crate::error::{LinkerError, Result};
use crate::watch::Watch;

/// What to join, under which study's key.
pub struct Order<'a> {
    /// The signed spec.
    pub spec: &'a Spec,
    /// What `link` made.
    pub linked: &'a Received,
    /// The union folder of every source.
    pub folders: &'a [Received],
    /// The study's key.
    pub study_key: &'a StudyKey,
    /// Bytes of memory that the run may take.
    pub memory_bytes: u64,
}

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
    /// MiB of memory that its pairs were counted to take at most, and what is there whatever the pairs.
    pub memory_mib: u64,
}

/// A spine that is to be written.
struct Task<'a> {
    /// Source.
    source: usize,
    file: String,
    /// The link that says who its entities are; none for the anchor.
    link: Option<(usize, &'a Link)>,
    /// The pairs of that link, where they are yet to be read.
    pairs: LinkPairs,
    /// What an earlier run left.
    finished: Option<Finished>,
}

type Finished = (Written, Option<LinkCounts>);

/// Joins the links of a spec into one spine per source under the study's key; `out` appears whole or not at all. Spines
/// that an earlier run finished in it are not made again.
///
/// # Errors
/// [`LinkerError::Policy`] where the spec has no anchor, a union folder is missing, or a link's pairs do not fit into the memory allowed.
pub fn union(order: &Order<'_>, out: NewFolder, watch: &dyn Watch) -> Result<Union> {
    let Order { spec, linked, folders, study_key, memory_bytes } = *order;
    let anchor = spec.anchor.ok_or_else(|| {
        LinkerError::policy(
            "the spec names no anchor source, so nobody can carry the study pseudonyms",
            "add anchor = \"...\" to the spec; `dwlink trial` needs none",
        )
    })?;
    let entities = read_entities(spec, folders)?;
    let room = Room::new(memory_bytes, &entities, anchor);
    let spines = Spines::new(spec, anchor, linked, entities, study_key, room)?;
    let mut finished = FinishedFiles::open(&out, &provenance(order))?;
    let mut tasks = tasks(spec, anchor, &spines, &mut finished)?;
    // The anchor's own spine is quickly made; two that take long should not wait for it.
    tasks.sort_by_key(|task| (task.link.is_none(), task.source));
    let mut made = BTreeMap::new();
    let mut rest = tasks.as_slice();
    while !rest.is_empty() {
        watch.reached("union", made.len() as f64 / tasks.len() as f64)?;
        // More than two beside each other do not pay on a laptop.
        let both_fit = matches!(rest, [a, b, ..] if room.holds_both(&a.pairs, &b.pairs));
        let (together, later) = rest.split_at(1 + usize::from(both_fit));
        rest = later;
        let make = |task: &Task<'_>| -> Result<Finished> {
            if let Some(finished) = task.finished.clone() {
                return Ok(finished);
            }
            let (written, counts) = spines.write(task.source, task.link, &task.pairs, &out.path().join(&task.file))?;
            finished.add(&task.file, &written, &counts)?;
            Ok((written, counts))
        };
        // All are waited for, so that of several errors it is always the same that is told.
        let results: Vec<_> = together.par_iter().map(make).collect();
        for (task, result) in together.iter().zip(results) {
            made.insert(task.source, (&task.file, result?));
        }
    }
    let mut found = Union::default();
    let mut manifest = Manifest::new(Role::Spine, &spec.project, &spec.delivery, spec.hash());
    for folder in folders {
        manifest.batches.extend(folder.manifest.batches.clone());
    }
    for (file, (written, counts)) in made.into_values() {
        found.links.extend(counts);
        manifest.add_written(file, &written, None)?;
    }
    manifest.write(out.path())?;
    out.commit()?;
    watch.reached("union", 1.0)?;
    Ok(found)
}

/// The spines of the anchor and of every source that it is linked with, in the order of the sources.
fn tasks<'a>(
    spec: &'a Spec,
    anchor: usize,
    spines: &Spines<'_>,
    finished: &mut FinishedFiles<'_, Option<LinkCounts>>,
) -> Result<Vec<Task<'a>>> {
    let mut tasks = Vec::new();
    for (source, declared) in spec.sources.iter().enumerate() {
        let joins = |link: &Link| link.left == anchor && link.right == source && source != anchor;
        let link = spec.links.iter().enumerate().find(|(_, link)| joins(link));
        let file = spine::file_name(&declared.name);
        let finished = finished.take(&file);
        let pairs = match link {
            Some((_, link)) if finished.is_none() => spines.pairs(link, source)?,
            _ => LinkPairs::default(),
        };
        if link.is_some() || source == anchor {
            tasks.push(Task { source, file, link, pairs, finished });
        }
    }
    Ok(tasks)
}

/// What decides the bytes of the spines.
fn provenance(order: &Order<'_>) -> Provenance {
    let Order { spec, linked, folders, study_key, .. } = *order;
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
    let read: Vec<_> = spec
        .sources
        .par_iter()
        .map(|source| {
            let folder = folders.iter().find(|folder| folder.manifest.source.as_ref() == Some(&source.name));
            let folder = folder.ok_or_else(|| {
                LinkerError::policy(
                    format!("no union folder of source '{}' was given", source.name),
                    "give the union folder of every source of the spec",
                )
            })?;
            Entities::read(folder)
        })
        .collect();
    read.into_iter().collect()
}
