//! The whole specification: how it is read, its hash, and what follows from it.

use std::fmt::{self, Write as _};
use std::path::Path;

use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::{Link, Source, SpecError, parse};
use crate::Role;
use crate::hex::hex;

/// A whole specification.
#[derive(Clone, Debug, PartialEq)]
pub struct Spec {
    /// Project name; bound into every key.
    pub project: String,
    /// Which pass lists are in force.
    pub profile: Profile,
    /// Label of this delivery; bound into every token key unless `incremental`.
    pub delivery: String,
    /// Tokens of successive deliveries are comparable.
    pub incremental: bool,
    /// Sources, in file order.
    pub sources: Vec<Source>,
    /// Links, in file order.
    pub links: Vec<Link>,
    /// Index of the source whose people carry the study pseudonyms.
    pub anchor: Option<usize>,
    /// Owners' tokens pass a relay before the linkage unit sees them.
    pub relay: bool,
    /// Payload rows leave their owner sealed; the analysis unit opens those whose keys the key custodian gives it.
    pub sealed: bool,
    /// Dummies among the identities that leave, as a share of the real ones.
    pub dummies: f64,
    pub(super) hash: String,
}

/// Which pass lists are in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Profile {
    /// Attacks A, B and C at most 0.5 % in every pass.
    Guarded,
    /// Passes of the guarded list that have a `joint_cap`, with it: C at most 0.5 % in every pass even by the holder of both owners' files.
    Joint,
    /// Fewer, coarser passes: faster, and open to a register holder. For owners who accept the figures printed beside it.
    Open,
}

impl Profile {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Guarded, Self::Joint, Self::Open];

    /// The name a spec uses.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Guarded => "guarded",
            Self::Joint => "joint",
            Self::Open => "open",
        }
    }
}

impl Spec {
    /// Reads a spec file.
    pub fn read(path: &Path) -> Result<Self, SpecError> {
        let text = crate::document::read_text(path).map_err(|error| SpecError {
            file: path.to_path_buf(),
            line: None,
            what: format!("the spec cannot be read ({error})"),
            remedy: "give the path of a spec file; `dwlink spec new DIR` writes one".into(),
        })?;
        Self::parse(&text, path)
    }

    /// Parses the text of a spec; `file` is named in errors.
    pub fn parse(text: &str, file: &Path) -> Result<Self, SpecError> {
        parse::parse(text, file, None)
    }

    /// Parses the text of a spec under another profile than the one it names.
    pub fn parse_with_profile(text: &str, file: &Path, profile: Profile) -> Result<Self, SpecError> {
        parse::parse(text, file, Some(profile))
    }

    /// SHA-256 of the spec's meaning (not of its spacing or comments), in hex. Steps refuse inputs made under another.
    #[must_use]
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// The source called `name` and its index.
    #[must_use]
    pub fn source(&self, name: &str) -> Option<(usize, &Source)> {
        self.sources.iter().enumerate().find(|(_, source)| source.name == name)
    }

    /// Links that the source with this index takes part in, with their index.
    pub fn links_of(&self, source: usize) -> impl Iterator<Item = (usize, &Link)> {
        self.links.iter().enumerate().filter(move |(_, link)| link.left == source || link.right == source)
    }

    /// The label that makes a delivery's tokens its own; empty when deliveries are comparable.
    #[must_use]
    pub fn delivery_label(&self) -> &str {
        if self.incremental { "" } else { &self.delivery }
    }

    /// Bytes of a token that an owner hands over.
    #[must_use]
    pub fn token_bytes(&self) -> usize {
        if self.relay { size_of::<u64>() } else { size_of::<u32>() }
    }

    /// The role of the folders in which owners hand over tokens.
    #[must_use]
    pub fn token_role(&self) -> Role {
        if self.relay { Role::Relay } else { Role::Linkage }
    }

    /// The role of the folders in which owners hand over payload.
    #[must_use]
    pub fn payload_role(&self) -> Role {
        if self.sealed { Role::Sealed } else { Role::Analysis }
    }
}

/// Hash of the spec's meaning. Spacing, comments and unused pass lists do not count, nor does the delivery, which manifests
/// state by themselves.
pub(super) fn hash(spec: &Spec) -> String {
    let mut canonical = format!("{:?}", FirstRelease(spec));
    // What came later counts where it is used alone: a spec without it keeps the hash that was signed.
    if spec.relay {
        canonical.push_str("\nrelay");
    }
    if spec.sealed {
        canonical.push_str("\nsealed");
    }
    if spec.dummies > 0.0 {
        let _ = write!(canonical, "\ndummies {:?}", spec.dummies);
    }
    hex(&Sha256::digest(canonical))
}

/// The spec as the first release printed it. Frozen.
struct FirstRelease<'a>(&'a Spec);

impl fmt::Debug for FirstRelease<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Spec { project, profile, incremental, sources, links, anchor, .. } = self.0;
        f.debug_struct("Spec")
            .field("project", project)
            .field("profile", profile)
            .field("delivery", &"")
            .field("incremental", incremental)
            .field("sources", sources)
            .field("links", links)
            .field("anchor", anchor)
            .field("hash", &"")
            .finish()
    }
}
