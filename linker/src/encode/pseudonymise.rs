//! The owner's one act: from a source folder to the four folders of a delivery.

use std::path::Path;

use exchange::NewFolder;
use exchange::spec::Spec;
use keys::{Keyring, Randomness};

use super::extract::extract;
use super::folders::{begin_union, finish_union, payload_order, write_analysis, write_owner};
use super::gate::Gate;
use super::handle_sort::HandleSort;
use super::journal::RunJournal;
use super::linkage::{Linkage, PassReport, write_linkage};
use super::quality::QualityReport;
use super::run::Run;
use super::stages::Stages;
use crate::error::{LinkerError, Result};
use crate::spill::Workspace;
use crate::watch::Watch;

/// What to pseudonymise, under which key.
pub struct Order<'a> {
    /// The signed spec.
    pub spec: &'a Spec,
    /// Index of the source in it.
    pub source: usize,
    /// Folder of the source's tables.
    pub folder: &'a Path,
    /// The project's keys.
    pub keyring: &'a Keyring,
    /// Bytes of memory that the run may take; what does not fit is sealed on disk meanwhile.
    pub memory_bytes: u64,
}

/// What a delivery cost and holds.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// Data quality of the source.
    pub quality: QualityReport,
    /// Identity variants, the records that tokens are made for.
    pub variants: u64,
    /// HMACs computed; what an earlier run finished cost none.
    pub hmacs: u64,
    /// Entries made, a variant in a block of a pass, each with one HMAC for its block; what an earlier run finished cost none.
    pub entries: u64,
    /// Entries that left: bundles of tokens in the pass files, padding apart.
    pub bundles: u64,
    /// Every pass file, in the order of the spec.
    pub passes: Vec<PassReport>,
    /// Share of entities emitted by at least one pass, by link.
    pub emitted: Vec<(String, f64)>,
    /// Share of entities that the cap of at least one pass withheld, by link.
    pub withheld: Vec<(String, f64)>,
    /// Share of people unique on the declared quasi-identifiers.
    pub unique_share: f64,
}

impl Delivery {
    /// Bytes of all pass files.
    #[must_use]
    pub fn token_bytes(&self) -> u64 {
        self.passes.iter().map(|pass| pass.bytes).sum()
    }
}

/// Pseudonymises one source into `out`, which appears whole or not at all. Where an earlier run left pass files and payload
/// tables in it, these are not made again.
pub fn pseudonymise(order: &Order<'_>, out: NewFolder, randomness: Randomness, watch: &dyn Watch) -> Result<Delivery> {
    pseudonymise_gated(order, None, out, randomness, watch)
}

/// [`pseudonymise`] with a gate, which attacks every pass before anything appears.
pub fn pseudonymise_gated(
    order: &Order<'_>,
    gate: Option<Gate>,
    out: NewFolder,
    mut randomness: Randomness,
    watch: &dyn Watch,
) -> Result<Delivery> {
    let source = &order.spec.sources[order.source];
    if order.keyring.project() != order.spec.project {
        return Err(LinkerError::policy(
            "the keyring belongs to another project than the spec",
            "use the keyring that was issued for this project",
        ));
    }
    let mut stages = Stages::begin("pseudonymise");
    let workspace = Workspace::new(order.memory_bytes, out.path(), |run| order.keyring.journal_key(&source.name, run))?;
    let journal = RunJournal::open(order, gate, &out)?;
    // The tables are hashed while they are read.
    let mut provenance = Ok(None);
    let extract = rayon::in_place_scope(|scope| {
        scope.spawn(|_| provenance = journal.provenance_wanted(order));
        extract(source, order.folder, &workspace, watch)
    })?;
    let nonce = journal.begin(provenance?, &mut randomness)?;
    let run = Run::new(order, extract, journal, nonce, gate)?;
    stages.end("reading");
    // The payload is made beside the tokens: each has stretches that one thread must walk alone.
    let mut payload = Ok(0.0);
    let tokens = rayon::in_place_scope(|scope| {
        scope.spawn(|_| payload = write_analysis(&run, &out));
        write_tokens(&run, &out, watch)
    });
    let (linkage, payload_order) = tokens?;
    stages.end("tokens and payload");
    let unique_share = payload?;
    watch.reached("writing", 0.95)?;
    let mut quality = run.extract.quality.clone();
    quality.truncated_values += linkage.truncated;
    write_owner(&run, &out, &quality, &payload_order)?;
    stages.end("owner");
    stages.write(&out, workspace.spilled_bytes())?;
    let variants = run.extract.quality.variants;
    // It holds the journal, which ends with the unfinished folder.
    drop(run);
    out.commit()?;
    watch.reached("done", 1.0)?;
    Ok(Delivery {
        quality,
        variants,
        hmacs: linkage.hmacs,
        entries: linkage.entries,
        bundles: linkage.bundles,
        passes: linkage.files,
        emitted: linkage.emitted,
        withheld: linkage.withheld,
        unique_share,
    })
}

/// Writes `linkage/` and `union/`; also gives the entities by payload handle.
fn write_tokens(run: &Run<'_>, out: &NewFolder, watch: &dyn Watch) -> Result<(Linkage, HandleSort)> {
    let (folder, handles) = begin_union(out)?;
    let linkage = write_linkage(run, out, &handles, watch)?;
    let order = payload_order(run)?;
    finish_union(run, &folder, &linkage, &order)?;
    Ok((linkage, order))
}
