//! One invented world as the analysis unit would hold it, and the folder that says what is true of it.

use std::path::{Path, PathBuf};

use exchange::Role;
use exchange::spec::Spec;
use fixtures::{Effects, WorldSpec, write_departments};
use linker::evaluate::{TruthFolder, true_spines};
use studies::inputs::{Delivery, Inputs, Source, Spine, read, read_payload};
use tempfile::TempDir;

use crate::Result;
use crate::departments::{ANCHOR, agreement, crosswalk, deliver, delivery, linked};

/// A world that the four departments have delivered.
pub struct World {
    folder: TempDir,
    /// What was planted.
    pub effects: Effects,
    /// The payload, the links found and the true links.
    pub inputs: Inputs,
}

impl World {
    /// A world with the true links alone. Without links to find, people who were never treated would only cost time: there are none.
    pub fn truly_linked(spec: &WorldSpec) -> Result<Self> {
        let mut agreement = agreement()?;
        // The least that a delivery can carry: nothing is linked by it.
        agreement.links.truncate(1);
        agreement.links.iter_mut().for_each(|link| link.passes.truncate(1));
        Self::delivered(&WorldSpec { offenders: 0, deaths: 0, claimants: 0, ..spec.clone() }, &agreement, false)
    }

    /// A world that was linked as four departments would link it.
    pub fn linked(spec: &WorldSpec) -> Result<Self> {
        Self::delivered(spec, &agreement()?, true)
    }

    /// Where `fixtures` tells the truth about this world.
    #[must_use]
    pub fn truth(&self) -> PathBuf {
        extracts(&self.folder).join("truth")
    }

    fn delivered(spec: &WorldSpec, agreement: &Spec, find_links: bool) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        write_departments(spec, &extracts(&folder), &|_| ())?;
        let work = folder.path();
        deliver(agreement, &extracts(&folder), work)?;
        let perfect = true_links(&extracts(&folder).join("truth"), work)?;
        let treatment = delivery(work, ANCHOR, Role::Analysis)?;
        let [police, deaths, claims] = Source::ALL.map(|source| delivery(work, source.file_name(), Role::Analysis));
        let (police, deaths, claims) = (police?, deaths?, claims?);
        let (police, deaths, claims) = (Some(&police), Some(&deaths), Some(&claims));
        let inputs = if find_links {
            let spine = linked(agreement, work)?;
            let delivery = Delivery { spine: &spine, treatment: &treatment, police, deaths, work: claims };
            Inputs { perfect: Some(perfect), ..read(&delivery)? }
        } else {
            Inputs { payload: read_payload(&treatment, police, deaths, claims)?, spine: perfect, ..Inputs::default() }
        };
        Ok(Self { folder, effects: spec.effects.clone(), inputs })
    }
}

fn extracts(folder: &TempDir) -> PathBuf {
    folder.path().join("extracts")
}

fn true_links(truth: &Path, work: &Path) -> Result<Spine> {
    let sources = Source::ALL.map(Source::file_name);
    let (anchor, others) = true_spines(&mut TruthFolder::open(truth)?, ANCHOR, &sources, |name| crosswalk(work, name))?;
    Ok(Spine::from_rows(&anchor, [&others[0], &others[1], &others[2]]))
}
