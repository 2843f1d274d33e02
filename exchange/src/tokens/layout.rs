use std::collections::BTreeSet;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::{ExchangeError, Result};

/// Most groups a bundle can have: one bit each in the null mask.
pub const MAX_GROUPS: usize = 64;
/// Most token slots of a bundle, 4 bytes each: far above any sensible pass, low enough to stop a forged file.
pub const MAX_SLOTS: usize = 4096;

/// Where each group of tokens lies in a bundle: consecutive, in order, no gap.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Parts", into = "Parts")]
pub struct BundleLayout {
    groups: Vec<TokenGroup>,
}

/// A run of slots compared with one another as a set: the tokens of one field and kind.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TokenGroup {
    /// Name of the group, single in its layout.
    pub name: String,
    /// Name of the key domain: groups of one domain have comparable tokens.
    pub domain: String,
    /// First slot.
    pub offset: u16,
    /// Number of slots, at least 1.
    pub len: u16,
}

impl TokenGroup {
    /// The slots of the group, as indices into a record's tokens.
    #[must_use]
    pub fn slots(&self) -> std::ops::Range<usize> {
        let start = usize::from(self.offset);
        start..start + usize::from(self.len)
    }
}

impl BundleLayout {
    /// Lays groups, given as (name, domain, number of slots), one after the other.
    ///
    /// # Errors
    /// [`ExchangeError::Layout`] for no group, more than [`MAX_GROUPS`], an empty group, a name twice, or more than
    /// [`MAX_SLOTS`] slots.
    pub fn new<N, D>(groups: impl IntoIterator<Item = (N, D, u16)>) -> Result<Self>
    where
        N: Into<String>,
        D: Into<String>,
    {
        let mut offset = 0_u16;
        let mut laid = Vec::new();
        for (name, domain, len) in groups {
            laid.push(TokenGroup { name: name.into(), domain: domain.into(), offset, len });
            offset = offset.saturating_add(len);
        }
        Self::try_from(Parts { groups: laid }).map_err(Problem::in_memory)
    }

    /// The groups, in order.
    #[must_use]
    pub fn groups(&self) -> &[TokenGroup] {
        &self.groups
    }

    /// Position (and bit in the null mask) of the group called `name`.
    #[must_use]
    pub fn position(&self, name: &str) -> Option<usize> {
        self.groups.iter().position(|group| group.name == name)
    }

    /// Token slots of a record.
    #[must_use]
    pub fn slots(&self) -> usize {
        self.groups.last().map_or(0, |group| group.slots().end)
    }

    /// Mask with a bit for every group.
    #[must_use]
    pub fn null_mask(&self) -> u64 {
        u64::MAX >> (MAX_GROUPS - self.groups.len())
    }
}

/// A layout as it is written, before it is checked.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Parts {
    groups: Vec<TokenGroup>,
}

#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct Problem(pub(super) &'static str);

impl Problem {
    fn in_memory(self) -> ExchangeError {
        ExchangeError::Layout { path: PathBuf::from("(in memory)"), problem: self.0 }
    }
}

impl From<BundleLayout> for Parts {
    fn from(layout: BundleLayout) -> Self {
        Self { groups: layout.groups }
    }
}

impl TryFrom<Parts> for BundleLayout {
    type Error = Problem;

    fn try_from(parts: Parts) -> std::result::Result<Self, Problem> {
        let groups = parts.groups;
        if groups.is_empty() || groups.len() > MAX_GROUPS {
            return Err(Problem("must have 1 to 64 groups"));
        }
        let names: BTreeSet<_> = groups.iter().map(|group| &group.name).collect();
        if names.len() != groups.len() {
            return Err(Problem("names a group twice"));
        }
        let mut end = 0;
        for group in &groups {
            if group.len == 0 || usize::from(group.offset) != end {
                return Err(Problem("has an empty group or a gap between groups"));
            }
            end = group.slots().end;
        }
        if end > MAX_SLOTS {
            return Err(Problem("has more than 4096 slots"));
        }
        Ok(Self { groups })
    }
}
