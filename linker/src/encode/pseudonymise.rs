//! The owner's one act: from a source folder to the four folders of a delivery.

use std::path::Path;

use exchange::NewFolder;
use exchange::spec::Spec;
use keys::{Keyring, Randomness};

use super::extract::extract;
use super::folders::{write_analysis, write_owner, write_union};
use super::linkage::write_linkage;
use super::quality::QualityReport;
use super::run::Run;
use super::stages::Stages;
use crate::error::{LinkerError, Result};
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
    /// Bytes that value tokens and entries may take; passes are made in groups that fit.
    pub memory_bytes: u64,
}

/// What a delivery cost and holds.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// Data quality of the source.
    pub quality: QualityReport,
    /// Identity variants, the records that tokens are made for.
    pub variants: u64,
    /// HMACs computed.
    pub hmacs: u64,
    /// Bytes of the pass files.
    pub token_bytes: u64,
    /// Share of entities emitted by at least one pass, by link.
    pub emitted: Vec<(String, f64)>,
    /// Share of people unique on the declared quasi-identifiers.
    pub unique_share: f64,
}

/// Pseudonymises one source into `out`, which appears whole or not at all.
pub fn pseudonymise(
    order: &Order<'_>,
    out: NewFolder,
    mut randomness: Randomness,
    watch: &dyn Watch,
) -> Result<Delivery> {
    let source = &order.spec.sources[order.source];
    if order.keyring.project() != order.spec.project {
        return Err(LinkerError::Policy {
            what: "the keyring belongs to another project than the spec".into(),
            remedy: "use the keyring that was issued for this project".into(),
        });
    }
    watch.reached("reading", 0.0)?;
    let mut stages = Stages::begin("pseudonymise");
    let extract = extract(source, order.folder)?;
    let mut nonce = [0; 16];
    randomness.fill(&mut nonce)?;
    let run = Run::new(order, extract, nonce)?;
    stages.end("reading");
    let mut linkage = write_linkage(&run, &out, watch)?;
    write_union(&run, &out, &mut linkage)?;
    stages.end("tokens");
    watch.reached("payload", 0.95)?;
    let unique_share = write_analysis(&run, &out)?;
    let mut quality = run.extract.quality.clone();
    quality.truncated_values += linkage.costs.truncated;
    write_owner(&run, &out, &quality)?;
    stages.end("payload");
    stages.write(&out)?;
    out.commit()?;
    watch.reached("done", 1.0)?;
    Ok(Delivery {
        quality,
        variants: run.extract.variants.len() as u64,
        hmacs: linkage.costs.hmacs,
        token_bytes: linkage.bytes,
        emitted: linkage.emitted,
        unique_share,
    })
}
