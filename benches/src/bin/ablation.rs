//! What each pass of the person spec's guarded list is worth: the list is linked again without it, and once with the fields
//! of a home taken as independent.
//!
//! `cargo run --release -p benches --bin ablation [-- --write docs/quality.md]`, with `DWLINK_EVAL_DATA` set. Prints changes
//! of best F1 and, after a slash, of one-to-one F1.

use std::io::Write;
use std::path::{Path, PathBuf};

use benches::Result;
use benches::accuracy::{linked_sets, set_name, trial};
use benches::document::{Table, page_argument, replace};
use exchange::spec::{PERSON, Profile, Spec};
use linker::evaluate::Evaluation;

fn main() -> Result<()> {
    let Some(root) = std::env::var_os("DWLINK_EVAL_DATA") else {
        return Ok(writeln!(std::io::stdout(), "skipped: DWLINK_EVAL_DATA is not set")?);
    };
    let sets = linked_sets(Path::new(&root))?;
    let spec = Spec::parse_with_profile(PERSON, Path::new("person.toml"), Profile::Guarded)?;
    let names: Vec<String> = sets.iter().map(|set| set_name(set)).collect();
    let mut table = Table::new(&std::iter::once("without").chain(names.iter().map(AsRef::as_ref)).collect::<Vec<_>>());
    let whole = evaluations(&spec, &sets)?;
    table.row(&row("nothing (F1 itself)", whole.iter().map(|found| figures(found, None))));
    let mut independent = spec.clone();
    independent.links[0].home.clear();
    let found = evaluations(&independent, &sets)?;
    table.row(&row("the home", found.iter().zip(&whole).map(|(found, whole)| figures(found, Some(whole)))));
    for dropped in 0..spec.links[0].passes.len() {
        let mut fewer = spec.clone();
        let pass = fewer.links[0].passes.remove(dropped);
        let found = evaluations(&fewer, &sets)?;
        table.row(&row(&pass.name, found.iter().zip(&whole).map(|(found, whole)| figures(found, Some(whole)))));
    }
    std::io::stdout().write_all(table.text().as_bytes())?;
    page_argument()?.map_or(Ok(()), |page| replace(&page, "ablation", table.text()))
}

fn evaluations(spec: &Spec, sets: &[PathBuf]) -> Result<Vec<Evaluation>> {
    sets.iter().map(|set| Ok(trial(spec, set)?.evaluation)).collect()
}

fn row(name: &str, cells: impl Iterator<Item = String>) -> Vec<String> {
    std::iter::once(name.to_owned()).chain(cells).collect()
}

fn figures(found: &Evaluation, whole: Option<&Evaluation>) -> String {
    let both = |found: &Evaluation| (found.best.accuracy.f1, found.one_to_one.f1);
    let (best, one_to_one) = both(found);
    match whole.map(both) {
        None => format!("{best:.4} / {one_to_one:.4}"),
        Some((before, before_one)) => format!("{:+.4} / {:+.4}", best - before, one_to_one - before_one),
    }
}
