//! The files of a release folder, read once.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use exchange::document::read_text;
use exchange::manifest::{sha256_of_bytes, sha256_of_file};
use serde::Deserialize;

use super::check::MOST_BYTES;
use super::figures::{Figure, Table};
use crate::Error;
use crate::report::MANIFEST;

/// A release folder.
#[derive(Clone, Debug)]
pub struct ReleaseFolder {
    pub(super) manifest: Manifest,
    /// SHA-256 of the manifest.
    pub(super) sha256: String,
    /// Files by path below the folder, the manifest and `run.json` left out.
    pub(super) files: BTreeMap<String, Found>,
    pub(super) results: Results,
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct Manifest {
    pub(super) format: String,
    pub(super) files: Vec<Listed>,
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct Listed {
    pub(super) path: String,
    pub(super) bytes: u64,
    pub(super) sha256: String,
}

#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) bytes: u64,
    pub(super) sha256: String,
    pub(super) text: Option<String>,
}

/// `results.json`, as far as a checker needs it.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Results {
    pub(super) studies: Vec<Study>,
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct Study {
    pub(super) kind: String,
    pub(super) name: String,
    pub(super) cohort: serde_json::Value,
    pub(super) data_cut: String,
    pub(super) policy: crate::disclose::Policy,
    pub(super) tables: Vec<Table>,
}

/// Timings are the program's own and change from run to run.
const UNLISTED: [&str; 2] = [MANIFEST, "run.json"];

impl ReleaseFolder {
    /// Reads every file of `folder`.
    ///
    /// # Errors
    /// [`Error::Input`] if a file cannot be read, or manifest or results are not what a release holds; [`Error::Policy`] for a
    /// rule that is none.
    pub fn read(folder: &Path) -> Result<Self, Error> {
        let mut files = BTreeMap::new();
        walk(folder, "", &mut files)?;
        let text = |name: &str| {
            let found = files.get(name).and_then(|found| found.text.as_deref());
            found.ok_or_else(|| failed(&folder.join(name), "is missing: this is no release folder"))
        };
        let (manifest, results) = (text(MANIFEST)?, text("results.json")?);
        let (sha256, parsed) = (sha256_of_bytes(manifest.as_bytes()), serde_json::from_str(manifest));
        let manifest = parsed.map_err(|error| failed(&folder.join(MANIFEST), error))?;
        let results: Results =
            serde_json::from_str(results).map_err(|error| failed(&folder.join("results.json"), error))?;
        results.studies.iter().try_for_each(|study| study.policy.check())?;
        files.retain(|name, _| !UNLISTED.contains(&name.as_str()));
        Ok(Self { manifest, sha256, files, results })
    }

    /// Every count that the release shows.
    #[must_use]
    pub fn counts(&self) -> Vec<Figure> {
        self.results
            .studies
            .iter()
            .flat_map(|study| study.tables.iter().flat_map(|table| table.counts(&study.kind)))
            .collect()
    }
}

fn walk(folder: &Path, below: &str, files: &mut BTreeMap<String, Found>) -> Result<(), Error> {
    let entries = fs::read_dir(folder).map_err(|error| failed(folder, error))?;
    for entry in entries {
        let entry = entry.map_err(|error| failed(folder, error))?;
        let name = format!("{below}{}", entry.file_name().to_string_lossy());
        let path = entry.path();
        let kind = entry.file_type().map_err(|error| failed(&path, error))?;
        // It could point outside the folder, or back into it without end.
        if kind.is_symlink() {
            return Err(failed(&path, "is a symbolic link: a release holds files"));
        }
        if kind.is_dir() {
            walk(&path, &format!("{name}/"), files)?;
        } else {
            let bytes = entry.metadata().map_err(|error| failed(&path, error))?.len();
            let sha256 = sha256_of_file(&path).map_err(|error| failed(&path, error))?;
            // Larger files are faults in themselves: nobody reads them.
            let text = if bytes <= MOST_BYTES { read_text(&path).ok() } else { None };
            files.insert(name, Found { bytes, sha256, text });
        }
    }
    Ok(())
}

fn failed(path: &Path, reason: impl std::fmt::Display) -> Error {
    Error::Input { path: path.to_path_buf(), reason: reason.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn a_link_in_a_release_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["a", "b"] {
            std::os::unix::fs::symlink(".", folder.path().join(name)).unwrap();
        }
        let error = ReleaseFolder::read(folder.path()).unwrap_err().to_string();
        assert!(error.contains("symbolic link"), "{error}");
    }
}
