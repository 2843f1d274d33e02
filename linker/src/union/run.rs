//! The union desk's one act: from scored pairs to the spines of a study.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use exchange::spec::{Cardinality, Link, Spec};
use exchange::{FinishedFiles, Manifest, NewFolder, Provenance, Received, Role, Written, spine};
use keys::StudyKey;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::entities::Entities;
use super::memory::Room;
use super::spine::Spines;
use crate::error::{LinkerError, Result};
use crate::watch::Watch;

/// Links that are joined beside each other: more do not pay on a laptop.
pub(super) const TOGETHER: usize = 2;

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
    /// Bytes that lay sealed on disk because they did not fit into memory.
    pub spilled_bytes: u64,
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

/// A spine that is to be written.
struct Task<'a> {
    /// Source.
    source: usize,
    file: String,
    /// The link that says who its entities are; none for the anchor.
    link: Option<(usize, &'a Link)>,
    /// What an earlier run left.
    finished: Option<Finished>,
}

type Finished = (Written, Option<LinkCounts>);

impl Task<'_> {
    /// Whether it can be made beside another: its pairs are decided some at a time.
    fn is_in_parts(&self) -> bool {
        self.link.is_none_or(|(_, link)| link.cardinality == Cardinality::ManyOne)
    }
}

/// How far tasks beside each other are.
struct Shares<'a> {
    watch: &'a dyn Watch,
    /// By task, the people of the anchor first.
    all: Mutex<Vec<f64>>,
}

impl Shares<'_> {
    fn reached(&self, task: usize, share: f64) -> Result<()> {
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        all[task] = share;
        self.watch.reached("union", all.iter().sum::<f64>() / all.len() as f64)
    }
}

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
    let all = entities.iter().map(|entities| entities.len() as u64).sum();
    let room = Room::new(memory_bytes, all, entities[anchor].len() as u64)?;
    let workspace = room.workspace(out.path())?;
    let mut finished = FinishedFiles::open(&out, &provenance(order))?;
    let mut tasks = tasks(spec, anchor, &mut finished);
    // The anchor's own spine is quickly made; two that take long should not wait for it.
    tasks.sort_by_key(|task| (task.link.is_none(), task.source));
    let shares = Shares { watch, all: Mutex::new(vec![0.0; 1 + tasks.len()]) };
    let reached = |share| shares.reached(0, share);
    let spines = Spines::new((spec, anchor), linked, entities, study_key, (room, &workspace), &reached)?;
    reached(1.0)?;
    let make = |(number, task): (usize, &Task<'_>)| -> Result<Finished> {
        let reached = |share| shares.reached(1 + number, share);
        let made = match (task.finished.clone(), task.link) {
            (Some(earlier), _) => earlier,
            (None, link) => {
                let made = spines.write(task.source, link, &out.path().join(&task.file), &reached)?;
                finished.add(&task.file, &made.0, &made.1)?;
                made
            }
        };
        reached(1.0)?;
        Ok(made)
    };
    let mut made = BTreeMap::new();
    let mut rest: Vec<_> = tasks.iter().enumerate().collect();
    while !rest.is_empty() {
        let in_parts = rest.iter().take(TOGETHER).take_while(|(_, task)| task.is_in_parts()).count();
        let together: Vec<_> = rest.drain(..in_parts.max(1)).collect();
        // All are waited for, so that of several errors it is always the same that is told.
        let results: Vec<_> = together.par_iter().copied().map(make).collect();
        for ((_, task), result) in together.into_iter().zip(results) {
            made.insert(task.source, (&task.file, result?));
        }
    }
    let mut found = Union { links: Vec::new(), spilled_bytes: workspace.spilled_bytes() };
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
fn tasks<'a>(spec: &'a Spec, anchor: usize, finished: &mut FinishedFiles<'_, Option<LinkCounts>>) -> Vec<Task<'a>> {
    let mut tasks = Vec::new();
    for (source, declared) in spec.sources.iter().enumerate() {
        let joins = |link: &Link| link.left == anchor && link.right == source && source != anchor;
        let link = spec.links.iter().enumerate().find(|(_, link)| joins(link));
        let file = spine::file_name(&declared.name);
        if link.is_some() || source == anchor {
            let finished = finished.take(&file);
            tasks.push(Task { source, file, link, finished });
        }
    }
    tasks
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
