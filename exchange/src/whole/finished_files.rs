use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::folder::NewFolder;
use super::provenance::Provenance;
use crate::{ExchangeError, Result, Written};

/// The files that a run has finished, each with what the run knows of it beyond its bytes, noted in the folder's journal
/// in clear: for desks whose unfinished work says no more than their inputs and outputs.
pub struct FinishedFiles<'f, T> {
    folder: &'f NewFolder,
    left: BTreeMap<String, (Written, T)>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Note<T> {
    name: String,
    written: Written,
    known: T,
}

impl<'f, T: Serialize + DeserializeOwned> FinishedFiles<'f, T> {
    /// What an earlier run of the same provenance left in `folder`; every other file there is removed. Without an earlier
    /// run nothing.
    ///
    /// # Errors
    /// [`ExchangeError::OtherRun`]; [`ExchangeError::Journal`] for one that this version cannot read.
    pub fn open(folder: &'f NewFolder, provenance: &Provenance) -> Result<Self> {
        let mut finished = Self { folder, left: BTreeMap::new() };
        let Some(journal) = folder.journal() else { return Ok(finished) };
        let Some((first, notes)) = journal.left().split_first() else {
            journal.append(&json(provenance))?;
            return Ok(finished);
        };
        folder.check_provenance(provenance, &parsed(folder, first)?)?;
        for note in notes {
            let Note { name, written, known } = parsed(folder, note)?;
            finished.left.insert(name, (written, known));
        }
        let written = |(name, (written, _)): (&String, &(Written, T))| (PathBuf::from(name), written.clone());
        let kept = folder.keep_only(&finished.left.iter().map(written).collect())?;
        finished.left.retain(|name, _| kept.contains(&PathBuf::from(name)));
        Ok(finished)
    }

    /// The file `name` if the earlier run finished it.
    pub fn take(&mut self, name: &str) -> Option<(Written, T)> {
        self.left.remove(name)
    }

    /// Notes that the file `name` is finished.
    pub fn add(&self, name: &str, written: &Written, known: &T) -> Result<()> {
        let Some(journal) = self.folder.journal() else { return Ok(()) };
        journal.append(&json(&Note { name: name.to_owned(), written: written.clone(), known }))
    }
}

fn json(note: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(note).expect("texts and finite numbers are JSON")
}

fn parsed<T: DeserializeOwned>(folder: &NewFolder, note: &[u8]) -> Result<T> {
    serde_json::from_slice(note).map_err(|_| ExchangeError::Journal { path: folder.path().to_path_buf() })
}
