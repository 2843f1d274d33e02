use super::document::Manifest;
use super::receive::Received;
use super::role::Role;
use crate::{ExchangeError, Result};

/// Whether folders of different deliveries may be used together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deliveries {
    /// No: the delivery label is part of every key.
    Same,
    /// Yes: the spec says `incremental = true`.
    MayDiffer,
}

/// Checks that folders belong together: project, spec, delivery, keyring, relay, and for each source one `pseudonymise` run.
/// Format versions agree already, since [`super::receive`] accepts one only.
///
/// # Errors
/// [`ExchangeError::Disagree`] naming the first folder and every folder that differs from it.
pub fn agree(received: &[Received], deliveries: Deliveries) -> Result<()> {
    compare(received, "project", |manifest| Some(&manifest.project))?;
    compare(received, "spec", |manifest| Some(&manifest.spec_hash))?;
    if deliveries == Deliveries::Same {
        compare(received, "delivery", |manifest| Some(&manifest.delivery))?;
    }
    compare(received, "key check value", |manifest| manifest.key_check.as_ref())?;
    // A token folder that passed no relay disagrees with one that did.
    compare(received, "relay key check value", |manifest| {
        (manifest.role == Role::Linkage).then(|| manifest.relay_check.as_deref().unwrap_or_default())
    })?;
    for source in received.iter().flat_map(|folder| folder.manifest.batches.keys()) {
        compare(received, "pseudonymise run", |manifest| manifest.batches.get(source))?;
    }
    Ok(())
}

/// A folder without the value has nothing to disagree with.
fn compare<T: PartialEq + ?Sized>(
    received: &[Received],
    what: &'static str,
    value: impl Fn(&Manifest) -> Option<&T>,
) -> Result<()> {
    let mut holders = received.iter().filter_map(|folder| value(&folder.manifest).map(|value| (value, &folder.folder)));
    let Some((first, first_folder)) = holders.next() else { return Ok(()) };
    let differing: Vec<_> = holders.filter(|(value, _)| *value != first).map(|(_, folder)| folder.clone()).collect();
    if differing.is_empty() {
        return Ok(());
    }
    let files = std::iter::once(first_folder.clone()).chain(differing).collect();
    Err(ExchangeError::Disagree { what, files })
}
