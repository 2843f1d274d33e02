//! Every pass of every link, one after the other.

use std::collections::BTreeMap;
use std::path::Path;

use exchange::spec::{Link, Pass, Spec};
use exchange::{
    ExchangeError, FinishedFiles, Manifest, Model, NewFolder, Provenance, Received, Role, Written, pairs, tokens,
};
use serde::Serialize;

use super::pair_counts::PairCounts;
use super::pass_files::{LEAST_MEMORY, PassFiles, Reached};
use super::stored_model::{given_passes, given_training, stored, training};
use crate::compare::Comparer;
use crate::error::{InputFault, LinkerError, Result};
use crate::model::{PassModel, Status};
use crate::quality::{LinkQuality, PassQuality};
use crate::watch::Watch;

/// Name of a link's model beside its pairs.
#[must_use]
pub fn model_file(link: &str) -> String {
    format!("{link}.model.json")
}

/// Name of the page about the models, beside the pairs.
pub const QUALITY_PAGE: &str = "quality.html";

/// Writes the page about the models.
pub type QualityPage<'a> = &'a dyn Fn(&[LinkQuality]) -> String;

/// What linking found.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Linked {
    /// By link and pass, in spec order.
    pub passes: Vec<LinkedPass>,
    /// By link, in spec order.
    #[serde(skip)]
    pub quality: Vec<LinkQuality>,
}

/// What one pass found.
#[derive(Clone, Debug, Serialize)]
pub struct LinkedPass {
    /// Link.
    pub link: String,
    /// Pass.
    pub pass: String,
    /// Pairs compared.
    pub comparisons: u64,
    /// Pairs written.
    pub pairs: u64,
    /// Prior: share of the compared pairs that are matches.
    pub prior: f64,
    /// Where the parameters come from.
    pub status: Status,
}

/// Links the owners' token folders into `out`, which appears whole or not at all; passes that an earlier run finished in it
/// are not compared again. `given` are stored models by link, trained under this spec; `page` is written as
/// [`QUALITY_PAGE`]. Rows and pairs take at most about `memory` bytes; the files do not depend on it.
///
/// # Errors
/// Among others [`LinkerError::Policy`] where `memory` is less than linking takes.
pub fn link(
    spec: &Spec,
    folders: &[Received],
    given: &BTreeMap<String, Model>,
    out: NewFolder,
    page: Option<QualityPage<'_>>,
    memory: u64,
    watch: &dyn Watch,
) -> Result<Linked> {
    if memory < LEAST_MEMORY {
        let least = LEAST_MEMORY >> 20;
        let what = format!("link takes at least {least} MiB of memory, and --memory allows {} MiB", memory >> 20);
        return Err(LinkerError::policy(what, format!("give --memory {least}MiB or more")));
    }
    let mut linked = Linked::default();
    let mut manifest = Manifest::new(Role::Pairs, &spec.project, &spec.delivery, spec.hash());
    manifest.key_check = folders.iter().find_map(|folder| folder.manifest.key_check.clone());
    manifest.use_until = folders.iter().filter_map(|folder| folder.manifest.use_until).min();
    for folder in folders {
        manifest.batches.extend(folder.manifest.batches.clone());
    }
    let trained = given.iter().map(|(link, model)| Ok((link, given_training(spec, model)?)));
    let trained = trained.collect::<Result<BTreeMap<_, _>>>()?;
    let mut finished = FinishedFiles::<PairCounts>::open(&out, &provenance(spec, folders, given))?;
    let total: usize = spec.links.iter().map(|link| link.passes.len()).sum();
    for link in &spec.links {
        let comparer = Comparer::new(link);
        let mut given = match given.get(&link.name) {
            Some(model) => given_passes(model, link, comparer.space())?.into_iter().map(Some).collect(),
            None => vec![None; link.passes.len()],
        };
        let sides = (side(spec, link.left, folders)?, side(spec, link.right, folders)?);
        let work = LinkWork { link, comparer: &comparer, sides, out: out.path(), memory };
        let mut passes = Vec::new();
        for (pass, given) in link.passes.iter().zip(&mut given) {
            let done = linked.passes.len() as f64;
            let reached = |share: f64| watch.reached("linking", (done + share) / total as f64);
            reached(0.0)?;
            let file = pairs::file_name(&link.name, &pass.name);
            let (written, counts, fitted) = if let Some((written, counts)) = finished.take(&file) {
                if !counts.fits(comparer.space()) {
                    return Err(ExchangeError::Journal { path: out.path().to_path_buf() }.into());
                }
                let fitted = work.model(pass, &counts, given.take());
                (written, counts, fitted)
            } else {
                let made = work.pass(pass, &file, given.take(), &reached)?;
                finished.add(&file, &made.0, &made.1)?;
                made
            };
            manifest.add_written(&file, &written, None)?;
            let model = stored(&pass.name, &fitted, comparer.space(), &counts.pairs);
            passes.push(PassQuality::new(model, written.rows, &fitted, comparer.space(), &counts.pairs, &counts.own));
            linked.passes.push(LinkedPass {
                link: link.name.clone(),
                pass: pass.name.clone(),
                comparisons: counts.pairs.pairs(),
                pairs: written.rows,
                prior: fitted.parameters.prior,
                status: fitted.status,
            });
        }
        let file = model_file(&link.name);
        let models: Vec<_> = passes.iter().map(|pass| pass.model.clone()).collect();
        let given = trained.get(&link.name).cloned();
        let trained_on = given.clone().unwrap_or_else(|| training(spec, link, &models));
        Model::new(&link.name, trained_on, models).write(&out.path().join(&file))?;
        manifest.add_file(out.path(), &file, None)?;
        let threshold = link.loss.threshold();
        linked.quality.push(LinkQuality { link: link.name.clone(), threshold, given, passes });
    }
    if let Some(page) = page {
        out.write_text(QUALITY_PAGE, &page(&linked.quality))?;
        manifest.add_file(out.path(), QUALITY_PAGE, None)?;
    }
    manifest.write(out.path())?;
    out.commit()?;
    watch.reached("linking", 1.0)?;
    Ok(linked)
}

/// What decides the bytes of the pairs.
fn provenance(spec: &Spec, folders: &[Received], given: &BTreeMap<String, Model>) -> Provenance {
    let mut provenance = Provenance::of("link", env!("CARGO_PKG_VERSION")).with("spec", spec.hash());
    for folder in folders {
        let source = folder.manifest.source.as_deref().unwrap_or_default();
        provenance = provenance.with(format!("linkage folder of '{source}'"), folder.manifest.sha256());
    }
    for (link, model) in given {
        provenance = provenance.with(format!("model of '{link}'"), model.sha256());
    }
    provenance
}

/// The work on one link.
struct LinkWork<'a> {
    link: &'a Link,
    comparer: &'a Comparer,
    sides: (&'a Received, &'a Received),
    out: &'a Path,
    memory: u64,
}

impl LinkWork<'_> {
    /// Compares the pairs of one pass and writes those above the floor to the new file `file`.
    fn pass(
        &self,
        pass: &Pass,
        file: &str,
        given: Option<PassModel>,
        reached: Reached<'_>,
    ) -> Result<(Written, PairCounts, PassModel)> {
        let name = tokens::file_name(&self.link.name, &pass.name);
        let (left, right) = self.sides;
        let right = if self.link.is_deduplication() { None } else { Some(right.file(&name)?) };
        let files = PassFiles::open((self.link, self.comparer), left.file(&name)?, right, self.memory)?;
        let counts = files.counts(reached)?;
        let fitted = self.model(pass, &counts, given);
        let written = files.write_pairs((&fitted, &counts), &self.out.join(file), reached)?;
        Ok((written, counts, fitted))
    }

    fn model(&self, pass: &Pass, counts: &PairCounts, given: Option<PassModel>) -> PassModel {
        counts.model((self.link, pass), self.comparer.space(), given)
    }
}

/// The token folder of a source.
pub(crate) fn side<'f>(spec: &Spec, source: usize, folders: &'f [Received]) -> Result<&'f Received> {
    let name = &spec.sources[source].name;
    folders.iter().find(|folder| folder.manifest.source.as_ref() == Some(name)).ok_or_else(|| {
        let remedy = format!("give the linkage folder of '{name}' as well");
        InputFault::of_file("the command", format!("no token folder of source '{name}' was given"), &remedy).into()
    })
}
