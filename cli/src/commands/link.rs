//! `link`: the linkage unit's act.

use std::collections::BTreeMap;

use exchange::spec::Spec;
use exchange::{Hat, Model, Role};
use linker::link::{Linked, QUALITY_PAGE, link};
use linker::quality::LinkQuality;

use crate::args::{self, Common};
use crate::desk::Opener;
use crate::error::{CliError, ExitStatus};
use crate::printer::Printer;
use crate::progress::Progress;
use crate::{quality_page, signing, unfinished};

pub(super) fn run(args: &args::Link, common: &Common, printer: &Printer) -> Result<ExitStatus, CliError> {
    let spec = Spec::read(&args.spec)?;
    let progress = Progress::new(printer)?;
    let out = unfinished::resumable(&args.out, &args.linkage, args.resume, common, printer)?;
    let out = signing::signed(out, args.sign.sign.as_deref(), printer)?;
    let opener = Opener::of(Hat::LinkageUnit, &spec, &args.spec, common).signed_by(&args.signers)?;
    let folders = opener.open(Role::Linkage, &args.linkage)?;
    let mut models = BTreeMap::new();
    for path in &args.model {
        let model = Model::read(path)?;
        if !spec.links.iter().any(|link| link.name == model.link) {
            let what = format!("{}: the spec has no link of this model's name", path.display());
            return Err(CliError::usage(what, "give models that `link` wrote under this spec"));
        }
        let earlier = models.insert(model.link.clone(), model);
        if earlier.is_some() {
            let what = format!("{}: another model of the same link is given too", path.display());
            return Err(CliError::usage(what, "give one model of each link"));
        }
    }
    let page = |links: &[LinkQuality]| quality_page::of_links(&spec, links);
    let linked = link(&spec, &folders, &models, out, Some(&page), common.memory, &progress);
    let linked = unfinished::ended(linked, &args.out, args.resume, printer)?;
    show(&linked, printer);
    printer.note(format!("Read {} before anything is built on the pairs", args.out.join(QUALITY_PAGE).display()));
    printer.note(format!("Next: hand {} to the union desk", args.out.display()));
    printer.json(&linked);
    Ok(ExitStatus::Done)
}

pub(super) fn show(linked: &Linked, printer: &Printer) {
    for pass in &linked.passes {
        printer.line(format!(
            "{:<16} {:<18} {:>12} compared {:>10} kept  prior {:.4}  {}",
            pass.link, pass.pass, pass.comparisons, pass.pairs, pass.prior, pass.status
        ));
    }
}
