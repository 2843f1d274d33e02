use std::collections::BTreeMap;
use std::fs;
use std::path::{Component, Path};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::hash::sha256_of_file;
use super::role::Role;
use super::signature::SIGNATURE;
use crate::tokens::BundleLayout;
use crate::{ExchangeError, Result, Written, json};

/// Name of the manifest in its folder.
pub const MANIFEST: &str = "manifest.json";

/// The content of one `manifest.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// What the folder is for; fixes its format and version.
    #[serde(rename = "format")]
    pub role: Role,
    /// Project label of the spec.
    pub project: String,
    /// Delivery label: which round of extracts.
    pub delivery: String,
    /// Source the files come from, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Hash of the linkage spec, hexadecimal.
    pub spec_hash: String,
    /// Key check value, absent where the hat may not see it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key_check: Option<String>,
    /// Check value of the relay's key, where the tokens have passed a relay.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relay_check: Option<String>,
    /// The last day on which what is keyed here may be used, where the keyring has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub use_until: Option<Date>,
    /// Pass files hold dummies, whose handles this folder's table does not.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub dummies: bool,
    /// By source, the random label of the `pseudonymise` run the files descend from: handles of two runs never meet,
    /// even under one delivery label.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub batches: BTreeMap<String, String>,
    /// By payload file whose rows are or were sealed, the latest day in each column of dates: how far the data reach.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub latest: BTreeMap<String, BTreeMap<String, Date>>,
    /// The files of this folder, by name.
    pub files: Vec<FileEntry>,
    /// Token layouts of pass files, by file name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub layouts: BTreeMap<String, BundleLayout>,
}

/// One file of the folder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileEntry {
    /// Name in the folder, without any path.
    pub name: String,
    /// SHA-256 of the bytes, hexadecimal.
    pub sha256: String,
    /// Rows, rounded down to two significant figures: manifests get filed and mailed about, and an exact count of
    /// people of one kind can itself disclose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rows_rounded: Option<u64>,
    /// Size in bytes.
    pub bytes: u64,
}

impl Manifest {
    /// A manifest without files yet; the optional fields are set by hand.
    #[must_use]
    pub fn new(role: Role, project: &str, delivery: &str, spec_hash: &str) -> Self {
        Self {
            role,
            project: project.to_owned(),
            delivery: delivery.to_owned(),
            source: None,
            spec_hash: spec_hash.to_owned(),
            key_check: None,
            relay_check: None,
            dummies: false,
            use_until: None,
            batches: BTreeMap::new(),
            latest: BTreeMap::new(),
            files: Vec::new(),
            layouts: BTreeMap::new(),
        }
    }

    /// Hashes `folder/name` and lists it, with `rows` rounded; a file listed before is listed anew.
    pub fn add_file(&mut self, folder: &Path, name: &str, rows: Option<u64>) -> Result<()> {
        let path = folder.join(name);
        check_plain_name(name)?;
        let sha256 = sha256_of_file(&path)?;
        let bytes = fs::metadata(&path).map_err(|source| ExchangeError::io(&path, source))?.len();
        self.list(FileEntry { name: name.to_owned(), sha256, rows_rounded: rows.map(round_to_two_figures), bytes });
        Ok(())
    }

    /// Lists the file `name` as it has just been written to the folder, with `rows` rounded.
    pub fn add_written(&mut self, name: &str, written: &Written, rows: Option<u64>) -> Result<()> {
        check_plain_name(name)?;
        let (sha256, bytes) = (written.sha256.clone(), written.bytes);
        self.list(FileEntry { name: name.to_owned(), sha256, rows_rounded: rows.map(round_to_two_figures), bytes });
        Ok(())
    }

    fn list(&mut self, entry: FileEntry) {
        match self.files.binary_search_by(|file| file.name.cmp(&entry.name)) {
            Ok(at) => self.files[at] = entry,
            Err(at) => self.files.insert(at, entry),
        }
    }

    /// The entry of one file, if listed.
    #[must_use]
    pub fn file(&self, name: &str) -> Option<&FileEntry> {
        self.files.iter().find(|file| file.name == name)
    }

    /// Writes `folder/manifest.json`: files by name, the same bytes for the same content.
    pub fn write(&self, folder: &Path) -> Result<()> {
        let mut sorted = self.clone();
        sorted.files.sort_by(|a, b| a.name.cmp(&b.name));
        sorted.check(&folder.join(MANIFEST))?;
        json::write(&folder.join(MANIFEST), &sorted)
    }

    /// Reads `folder/manifest.json`, which must be of this `role` and version.
    pub fn read(folder: &Path, role: Role) -> Result<Self> {
        let path = folder.join(MANIFEST);
        let manifest: Self = json::read(&path, role.format())?;
        manifest.check(&path)?;
        Ok(manifest)
    }

    /// SHA-256 of the content, hexadecimal: as every file is listed by its hash, that of the whole folder.
    #[must_use]
    pub fn sha256(&self) -> String {
        json::sha256(self)
    }

    /// Names must stay inside the folder, sorted and single, whoever wrote the manifest.
    fn check(&self, path: &Path) -> Result<()> {
        if !self
            .files
            .iter()
            .all(|file| is_plain_name(&file.name) && ![MANIFEST, SIGNATURE].contains(&file.name.as_str()))
        {
            return Err(ExchangeError::schema(path, "files", "plain names of files in this folder"));
        }
        if !self.files.is_sorted_by(|a, b| a.name < b.name) {
            return Err(ExchangeError::schema(path, "files", "file names sorted, none twice"));
        }
        if !self.latest.keys().all(|name| self.file(name).is_some()) {
            return Err(ExchangeError::schema(path, "latest", "latest days of listed files only"));
        }
        if !self.layouts.keys().all(|name| self.file(name).is_some()) {
            return Err(ExchangeError::schema(path, "layouts", "layouts of listed files only"));
        }
        Ok(())
    }
}

/// Rounds down to two significant figures: 98,765 becomes 98,000.
#[must_use]
pub fn round_to_two_figures(count: u64) -> u64 {
    let unit = 10_u64.pow(count.checked_ilog10().unwrap_or(0).saturating_sub(1));
    count / unit * unit
}

fn check_plain_name(name: &str) -> Result<()> {
    if is_plain_name(name) { Ok(()) } else { Err(ExchangeError::NotAFile { path: name.into() }) }
}

fn is_plain_name(name: &str) -> bool {
    let mut parts = Path::new(name).components();
    let single = matches!((parts.next(), parts.next()), (Some(Component::Normal(_)), None));
    single && !name.contains(['/', '\\']) && !name.starts_with('.')
}
