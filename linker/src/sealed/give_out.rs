//! The key custodian's side: which row keys a study needs.

use exchange::spec::Spec;
use exchange::{Received, RowReader, SpineRow, spine};
use keys::{Keyring, RowKeysFile, SourceRowKeys};

use crate::error::{LinkerError, Result};

/// The row keys of everybody who may be somebody in a spine, of every source that has one.
///
/// # Errors
/// [`LinkerError::Policy`] where the spec seals nothing, the keyring is another project's, or the spine does not say of which runs of
/// `pseudonymise` it is.
pub fn give_out(spec: &Spec, spines: &Received, keyring: &Keyring) -> Result<RowKeysFile> {
    if !spec.sealed {
        return Err(LinkerError::policy(
            "the spec seals no payload",
            "give the spec that the owners signed, with sealed = true",
        ));
    }
    if keyring.project() != spec.project {
        return Err(LinkerError::policy(
            "the keyring belongs to another project than the spec",
            "use the one made for this project",
        ));
    }
    let mut sources = Vec::new();
    for source in &spec.sources {
        let file = spine::file_name(&source.name);
        if spines.manifest.file(&file).is_none() {
            continue;
        }
        let batch = spines.manifest.batches.get(&source.name).ok_or_else(|| {
            LinkerError::policy(
                "the spine does not say of which runs of pseudonymise it is",
                "have the union desk make it again",
            )
        })?;
        let keys = keyring.row_keys(&source.name, batch)?;
        let mut given = Vec::new();
        let mut last = None;
        for chunk in RowReader::<SpineRow>::open(&spines.file(&file)?)? {
            for row in chunk?.iter().filter(|row| row.study_pseudonym.is_some()) {
                if last.replace(row.payload_handle) != Some(row.payload_handle) {
                    given.push((row.payload_handle, keys.of(row.payload_handle)));
                }
            }
        }
        sources.push(SourceRowKeys { source: source.name.clone(), batch: batch.clone(), keys: given });
    }
    Ok(RowKeysFile { project: spec.project.clone(), sources })
}
