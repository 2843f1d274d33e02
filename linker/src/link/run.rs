//! Every pass of every link, one after the other.

use std::collections::BTreeMap;

use exchange::spec::{Link, Spec};
use exchange::{Manifest, Model, NewFolder, PassReader, Received, Role, pairs, tokens, write_rows};

use serde::Serialize;

use super::score::Joined;
use super::stored_model::{given_passes, given_training, stored, training};
use crate::block::Pairing;
use crate::compare::Comparer;
use crate::error::{InputFault, Result};
use crate::model::Status;
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

/// Links the owners' token folders into `out`, which appears whole or not at all. `given` are stored models by link, trained
/// under this spec; `page` is written as [`QUALITY_PAGE`].
pub fn link(
    spec: &Spec,
    folders: &[Received],
    given: &BTreeMap<String, Model>,
    out: NewFolder,
    page: Option<QualityPage<'_>>,
    watch: &dyn Watch,
) -> Result<Linked> {
    let mut linked = Linked::default();
    let mut manifest = Manifest::new(Role::Pairs, &spec.project, &spec.delivery, spec.hash());
    manifest.key_check = folders.iter().find_map(|folder| folder.manifest.key_check.clone());
    manifest.use_until = folders.iter().filter_map(|folder| folder.manifest.use_until).min();
    for folder in folders {
        manifest.batches.extend(folder.manifest.batches.clone());
    }
    let trained = given.iter().map(|(link, model)| Ok((link, given_training(spec, model)?)));
    let trained = trained.collect::<Result<BTreeMap<_, _>>>()?;
    let total: usize = spec.links.iter().map(|link| link.passes.len()).sum();
    for link in &spec.links {
        let comparer = Comparer::new(link);
        let mut given = match given.get(&link.name) {
            Some(model) => given_passes(model, link, comparer.space())?.into_iter().map(Some).collect(),
            None => vec![None; link.passes.len()],
        };
        let (left, right) = (side(spec, link.left, folders)?, side(spec, link.right, folders)?);
        let layout = link.layout();
        let mut passes = Vec::new();
        for (pass, given) in link.passes.iter().zip(&mut given) {
            watch.reached("linking", linked.passes.len() as f64 / total as f64)?;
            let name = tokens::file_name(&link.name, &pass.name);
            let read = |side: &Received| PassReader::open_as(&side.file(&name)?, &layout)?.read_to_end();
            let left_rows = read(left)?;
            let right_rows = if link.is_deduplication() { None } else { Some(read(right)?) };
            let right_rows = right_rows.as_ref().unwrap_or(&left_rows);
            let joined = Joined::new(&left_rows, right_rows, pairing(link), &comparer);
            let histogram = joined.histogram();
            let fitted = joined.model(link, pass, &histogram, given.take());
            let found = joined.pairs(&fitted);
            let file = pairs::file_name(&link.name, &pass.name);
            let written = write_rows(&out.path().join(&file), &found)?;
            manifest.add_written(&file, &written, None)?;
            let model = stored(&pass.name, &fitted, comparer.space(), &histogram);
            let (kept, space, rows) = (found.len() as u64, comparer.space(), joined.self_histogram());
            passes.push(PassQuality::new(model, kept, &fitted, space, &histogram, &rows));
            linked.passes.push(LinkedPass {
                link: link.name.clone(),
                pass: pass.name.clone(),
                comparisons: histogram.pairs(),
                pairs: found.len() as u64,
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

/// The token folder of a source.
pub(crate) fn side<'f>(spec: &Spec, source: usize, folders: &'f [Received]) -> Result<&'f Received> {
    let name = &spec.sources[source].name;
    folders.iter().find(|folder| folder.manifest.source.as_ref() == Some(name)).ok_or_else(|| {
        let remedy = format!("give the linkage folder of '{name}' as well");
        InputFault::of_file("the command", format!("no token folder of source '{name}' was given"), &remedy).into()
    })
}

pub(super) fn pairing(link: &Link) -> Pairing {
    if link.is_deduplication() { Pairing::Within } else { Pairing::Between }
}
