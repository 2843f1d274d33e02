//! Every pass file of one source, one after the other.

use exchange::spec::{Link, Pass, Spec};
use exchange::{FinishedFiles, Manifest, NewFolder, Provenance, Received, RelayReader, Role, Written, tokens};
use keys::{BlockScope, RelayKeyring};
use serde::Serialize;

use super::pass_file::relay_file;
use super::relay_v1::Rekeyer;
use crate::error::{LinkerError, Result};
use crate::spill::Workspace;
use crate::watch::Watch;

/// What to relay, under which key.
pub struct Order<'a> {
    /// The signed spec.
    pub spec: &'a Spec,
    /// The relay's own key.
    pub keyring: &'a RelayKeyring,
    /// An owner's folder of role [`Role::Relay`].
    pub folder: &'a Received,
    /// Bytes of memory that the run may take; what does not fit is sealed on disk meanwhile.
    pub memory_bytes: u64,
}

/// What was relayed.
#[derive(Clone, Debug, Serialize)]
pub struct Relayed {
    /// Whose tokens.
    pub source: String,
    /// Pass files.
    pub files: usize,
    /// Rows of the largest.
    pub rows: u64,
    /// Bytes of the files written.
    pub bytes: u64,
    /// Bytes sealed on disk meanwhile.
    pub spilled_bytes: u64,
}

/// Rows of the largest pass file that the owner hands in: at most as many people can it name in a pass of others' files, were its own a
/// dictionary (SECURITY.md).
///
/// # Errors
/// As [`relay`].
pub fn rows_handed_in(order: &Order<'_>) -> Result<u64> {
    let (number, _) = checked(order)?;
    let mut most = 0;
    for (link, pass) in links_and_passes(order.spec, number) {
        let path = order.folder.file(&tokens::file_name(&link.name, &pass.name))?;
        most = RelayReader::open_as(&path, &link.layout())?.rows().max(most);
    }
    Ok(most)
}

/// Relays an owner's tokens into `out`, a folder for the linkage unit that is whole, and gets its name when the caller commits it: not
/// before the act is on record. Pass files that an earlier run finished in it are not made again.
///
/// # Errors
/// [`LinkerError::Policy`] where spec, keyring and folder do not belong together; the spec asks for no relay.
pub fn relay(order: &Order<'_>, out: &NewFolder, watch: &dyn Watch) -> Result<Relayed> {
    let received = &order.folder.manifest;
    let (number, source) = checked(order)?;
    let key_of = |run: &[u8; 16]| order.keyring.journal_key(source, run);
    let workspace = Workspace::new(order.memory_bytes, out.path(), key_of)?;
    let mut manifest = Manifest::new(Role::Linkage, &received.project, &received.delivery, &received.spec_hash);
    manifest.source.clone_from(&received.source);
    manifest.key_check.clone_from(&received.key_check);
    manifest.batches.clone_from(&received.batches);
    manifest.relay_check = Some(order.keyring.check_value().to_string());
    manifest.use_until = received.use_until.into_iter().chain(order.keyring.use_until()).min();
    let passes: Vec<_> = links_and_passes(order.spec, number).collect();
    let mut finished = FinishedFiles::open(out, &provenance(order, source))?;
    let (mut bytes, mut rows) = (0, 0);
    for (done, (link, pass)) in passes.iter().enumerate() {
        watch.reached("relaying", done as f64 / passes.len() as f64)?;
        let name = tokens::file_name(&link.name, &pass.name);
        let written = if let Some((written, ())) = finished.take(&name) {
            written
        } else {
            let written = one(order, link, pass, &name, out, &workspace)?;
            finished.add(&name, &written, &())?;
            written
        };
        bytes += written.bytes;
        rows = written.rows.max(rows);
        manifest.add_written(&name, &written, None)?;
        manifest.layouts.insert(name, link.layout());
    }
    manifest.write(out.path())?;
    watch.reached("relaying", 1.0)?;
    let spilled_bytes = workspace.spilled_bytes();
    Ok(Relayed { source: source.to_owned(), files: passes.len(), rows, bytes, spilled_bytes })
}

/// What decides the bytes of the relayed files.
fn provenance(order: &Order<'_>, source: &str) -> Provenance {
    Provenance::of("relay", env!("CARGO_PKG_VERSION"))
        .with("spec", order.spec.hash())
        .with("source", source)
        .with("relay key check value", order.keyring.check_value().to_string())
        .with("the owner's folder", order.folder.manifest.sha256())
}

/// Number and name of the source, once everything belongs together.
fn checked<'a>(order: &Order<'a>) -> Result<(usize, &'a str)> {
    if !order.spec.relay {
        return Err(LinkerError::policy(
            "the spec asks for no relay",
            "give the spec that the owners signed, with relay = true",
        ));
    }
    if order.keyring.project() != order.spec.project {
        return Err(LinkerError::policy(
            "the relay keyring belongs to another project",
            "use the one made for this project",
        ));
    }
    let source = order.folder.manifest.source.as_deref().and_then(|name| order.spec.source(name));
    let (number, source) = source.ok_or_else(LinkerError::foreign_folder)?;
    Ok((number, &source.name))
}

fn links_and_passes(spec: &Spec, source: usize) -> impl Iterator<Item = (&Link, &Pass)> {
    spec.links_of(source).flat_map(|(_, link)| link.passes.iter().map(move |pass| (link, pass)))
}

fn one(
    order: &Order<'_>,
    link: &Link,
    pass: &Pass,
    name: &str,
    out: &NewFolder,
    workspace: &Workspace,
) -> Result<Written> {
    let layout = link.layout();
    // The owner's label: a spec does not hash it, so that of this copy may be another.
    let delivery = Some(order.folder.manifest.delivery.as_str());
    let delivery = delivery.filter(|label| !order.spec.incremental && !label.is_empty());
    let key = order.keyring.block_key(&BlockScope { link: &link.name, pass: &pass.name, delivery })?;
    let from = RelayReader::open_as(&order.folder.file(name)?, &layout)?;
    relay_file(from, &out.path().join(name), &Rekeyer::new(key, layout), workspace)
}
