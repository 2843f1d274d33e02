use std::fs;
use std::path::{Path, PathBuf};

use crate::manifest::{MANIFEST, Role};
use crate::{ExchangeError, Result};

/// Who opens a folder (`SECURITY.md`: what two of them could do together).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hat {
    /// Holds its own extract, keyring and crosswalk.
    DataOwner,
    /// Holds keyrings, and no records in any form but tokens that it relays, and spines whose people's row keys it gives out.
    KeyCustodian,
    /// Holds token files of every owner.
    LinkageUnit,
    /// Holds handle tables and scored pairs.
    UnionDesk,
    /// Holds payload, or of sealed payload the rows of a spine's people, and spines.
    AnalysisUnit,
}

impl Hat {
    /// Whether this hat may open folders of `role`. An owner makes its own; it never receives another's.
    #[must_use]
    pub const fn may_see(self, role: Role) -> bool {
        match self {
            Self::DataOwner => {
                matches!(role, Role::Linkage | Role::Relay | Role::Union | Role::Analysis | Role::Sealed | Role::Owner)
            }
            Self::KeyCustodian => matches!(role, Role::Relay | Role::Spine),
            Self::LinkageUnit => matches!(role, Role::Linkage | Role::Pairs | Role::Model),
            Self::UnionDesk => matches!(role, Role::Union | Role::Pairs | Role::Model | Role::Spine),
            Self::AnalysisUnit => matches!(role, Role::Analysis | Role::Sealed | Role::Spine),
        }
    }

    /// Refuses `folder` when it, or a folder directly inside it, has a manifest of a role this hat may not see: a whole
    /// owner output handed over instead of the one subfolder meant.
    ///
    /// # Errors
    /// [`ExchangeError::TooMuch`] naming the offending folders.
    pub fn refuse_surplus(self, folder: &Path) -> Result<()> {
        let at = |source| ExchangeError::io(folder, source);
        let mut surplus = Vec::new();
        if self.is_barred_from(folder) {
            surplus.push(PathBuf::from(MANIFEST));
        }
        for entry in fs::read_dir(folder).map_err(at)? {
            let entry = entry.map_err(at)?;
            if self.is_barred_from(&entry.path()) {
                surplus.push(PathBuf::from(entry.file_name()));
            }
        }
        if surplus.is_empty() {
            return Ok(());
        }
        surplus.sort();
        Err(ExchangeError::TooMuch { folder: folder.to_path_buf(), files: surplus })
    }

    fn is_barred_from(self, folder: &Path) -> bool {
        Role::declared_by(&folder.join(MANIFEST)).is_some_and(|role| !self.may_see(role))
    }
}

#[cfg(test)]
mod tests {
    use tempfile::tempdir;

    use super::*;
    use crate::Manifest;
    use crate::permissions::create_private_folder;

    #[test]
    fn a_whole_owner_output_is_refused_by_every_receiver() {
        let output = tempdir().expect("output");
        for role in [Role::Linkage, Role::Relay, Role::Union, Role::Sealed, Role::Owner] {
            let folder = output.path().join(role.folder_name());
            create_private_folder(&folder).expect("folder");
            Manifest::new(role, "p", "d", "00").write(&folder).expect("manifest");
        }
        assert!(Hat::DataOwner.refuse_surplus(output.path()).is_ok());
        for (hat, own, barred) in [
            (Hat::LinkageUnit, "linkage", vec!["owner", "relay", "sealed", "union"]),
            (Hat::KeyCustodian, "relay", vec!["linkage", "owner", "sealed", "union"]),
            (Hat::UnionDesk, "union", vec!["linkage", "owner", "relay", "sealed"]),
            (Hat::AnalysisUnit, "sealed", vec!["linkage", "owner", "relay", "union"]),
        ] {
            let Err(ExchangeError::TooMuch { files, .. }) = hat.refuse_surplus(output.path()) else {
                panic!("{hat:?} accepted a whole output");
            };
            assert_eq!(files, barred.iter().map(PathBuf::from).collect::<Vec<_>>());
            assert!(hat.refuse_surplus(&output.path().join(own)).is_ok());
            assert!(hat.refuse_surplus(&output.path().join("owner")).is_err());
        }
    }
}
