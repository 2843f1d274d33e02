//! The union desk's one act: from scored pairs to the spines of a study.

use std::collections::BTreeMap;

use exchange::spec::Spec;
use exchange::{FinishedFiles, Manifest, NewFolder, Provenance, Received, Role, Written};
use keys::StudyKey;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::entities::Entities;
use super::memory::Room;
use super::spine::Spines;
use super::tasks::{Shares, Task, beside_each_other, tasks};
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
    /// Bytes that this run sealed on disk, one after the other, because they did not fit into memory.
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
    let room = Room::new(memory_bytes, all, entities[anchor].len() as u64, out.path())?;
    let mut finished = FinishedFiles::open(&out, &provenance(order))?;
    let tasks = tasks(spec, anchor, &mut finished);
    let shares = Shares::new(watch, &tasks);
    let reached = |share| shares.of_people(share);
    let spines = Spines::new((spec, anchor), linked, entities, study_key, room.clone(), &reached)?;
    let make = |task: &Task<'_>| -> Result<(Written, Option<LinkCounts>)> {
        if let Some(earlier) = task.finished.clone() {
            return Ok(earlier);
        }
        let (path, reached) = (out.path().join(&task.file), |share| shares.of_task(task, share));
        let made = spines.write(task.source, task.link, &path, &reached)?;
        finished.add(&task.file, &made.0, &made.1)?;
        reached(1.0)?;
        Ok(made)
    };
    let mut made = BTreeMap::new();
    for together in beside_each_other(&tasks) {
        // All are waited for, so that of several errors it is always the same that is told.
        let results: Vec<_> = together.par_iter().map(make).collect();
        for (task, result) in together.iter().zip(results) {
            made.insert(task.source, (&task.file, result?));
        }
    }
    let mut found = Union { links: Vec::new(), spilled_bytes: room.workspace.spilled_bytes() };
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
