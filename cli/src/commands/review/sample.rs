//! `review sample`: draws the pairs and writes what two reviewers need.

use std::path::Path;

use exchange::spec::{Link, Spec};
use exchange::{Hat, Role, RunReport};
use linker::review::{Sample, sample};

use super::sheet::Reviewer;
use super::{KEY_FILE, form, sheet};
use crate::args::{Common, ReviewSample};
use crate::desk::Opener;
use crate::error::{CliError, ExitStatus};
use crate::printer::Printer;
use crate::progress::Progress;
use crate::unfinished;

pub(super) fn run(args: &ReviewSample, common: &Common, printer: &Printer) -> Result<ExitStatus, CliError> {
    let spec = Spec::read(&args.spec)?;
    let links = chosen(&spec, args)?;
    let out = unfinished::begun(&args.out, args.linkage.iter().chain([&args.linked]), common, printer)?;
    let opener = Opener::of(Hat::LinkageUnit, &spec, &args.spec, common).signed_by(&args.signers)?;
    let folders = opener.open(Role::Linkage, &args.linkage)?;
    let linked = opener.open(Role::Pairs, std::slice::from_ref(&args.linked))?;
    let order = Sample { spec: &spec, links, linked: &linked[0], folders: &folders, size: args.size, seed: args.seed };
    let drawn = sample(&order, &Progress::new(printer)?)?;
    drawn.key.write(&out.path().join(KEY_FILE))?;
    for reviewer in Reviewer::ALL {
        let numbers = reviewer.order(drawn.items.len(), args.seed);
        out.write_text(&format!("reviewer_{}.csv", reviewer.letter()), &sheet::sheet(&drawn.items, &numbers))?;
        out.write_text(
            &format!("reviewer_{}.html", reviewer.letter()),
            &form::form(&spec, reviewer, &drawn.items, &numbers),
        )?;
    }
    RunReport::new("review sample", rayon::current_num_threads(), env!("CARGO_PKG_VERSION")).write(out.path())?;
    out.commit()?;
    show(args, drawn.items.len(), drawn.key.strata.len(), printer);
    Ok(ExitStatus::Done)
}

/// The links to draw from, in spec order.
fn chosen<'s>(spec: &'s Spec, args: &ReviewSample) -> Result<Vec<&'s Link>, CliError> {
    let known = |name: &String| spec.links.iter().any(|link| link.name == *name);
    if let Some(unknown) = args.link.iter().find(|name| !known(name)) {
        let names: Vec<_> = spec.links.iter().map(|link| link.name.as_str()).collect();
        let what = format!("{}: no link is called '{unknown}'", args.spec.display());
        return Err(CliError::usage(what, format!("use one of: {}", names.join(", "))));
    }
    let is_chosen = |link: &&Link| args.link.is_empty() || args.link.contains(&link.name);
    Ok(spec.links.iter().filter(is_chosen).collect())
}

fn show(args: &ReviewSample, items: usize, strata: usize, printer: &Printer) {
    let at = |name: &str| args.out.join(Path::new(name)).display().to_string();
    printer.line(format!("{items} pairs drawn from {strata} strata"));
    printer.note(format!(
        "Next: give {} to one reviewer, {} to the other",
        at("reviewer_a.html"),
        at("reviewer_b.html")
    ));
    printer.note(format!("Keep {} from both: it tells what the model thinks", at(KEY_FILE)));
    printer.json(&serde_json::json!({ "items": items, "strata": strata, "out": args.out }));
}
