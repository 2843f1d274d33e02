//! `explain pair`: the waterfall of one pair, from a model file alone.

use exchange::{Model, ModelPass};
use linker::model::{UnknownLevel, Waterfall};

use crate::args::{Explain, ExplainPair};
use crate::error::{CliError, ExitStatus};
use crate::printer::Printer;

pub(super) fn run(args: &Explain, printer: &Printer) -> Result<ExitStatus, CliError> {
    let Explain::Pair(args) = args;
    let model = Model::read(&args.model)?;
    let pass = pass(args, &model)?;
    let waterfall = match args.pattern {
        Some(pattern) => Waterfall::of_pattern(pass, pattern),
        None => Waterfall::of_levels(pass, &levels(args)?),
    };
    let waterfall = waterfall.map_err(|unknown| refused(args, pass, unknown))?;
    show(&waterfall, printer);
    printer.json(&waterfall);
    Ok(ExitStatus::Done)
}

fn pass<'m>(args: &ExplainPair, model: &'m Model) -> Result<&'m ModelPass, CliError> {
    model.passes.iter().find(|pass| pass.name == args.pass).ok_or_else(|| {
        let names: Vec<_> = model.passes.iter().map(|pass| pass.name.as_str()).collect();
        let what = format!("{}: no pass is called '{}'", args.model.display(), args.pass);
        CliError::usage(what, format!("use one of: {}", names.join(", ")))
    })
}

fn levels(args: &ExplainPair) -> Result<Vec<(String, String)>, CliError> {
    let mut shown: Vec<(String, String)> = Vec::new();
    for text in &args.level {
        let Some((name, label)) = text.split_once('=') else {
            let what = format!("--level {text}: this is no comparison and level");
            return Err(CliError::usage(what, "write them as in --level forename=exact"));
        };
        if shown.iter().any(|(earlier, _)| earlier == name) {
            let what = format!("--level {text}: '{name}' is given twice");
            return Err(CliError::usage(what, "give one level of each comparison"));
        }
        shown.push((name.to_owned(), label.to_owned()));
    }
    Ok(shown)
}

fn refused(args: &ExplainPair, pass: &ModelPass, unknown: UnknownLevel) -> CliError {
    let at = format!("{}, pass {}", args.model.display(), pass.name);
    match unknown {
        UnknownLevel::Comparison(name) => {
            let names: Vec<_> = pass.comparisons.iter().map(|comparison| comparison.name.as_str()).collect();
            CliError::usage(
                format!("{at}: no comparison is called '{name}'"),
                format!("use one of: {}", names.join(", ")),
            )
        }
        UnknownLevel::Level(kind, label) => {
            let labels: Vec<_> = kind.levels().iter().map(|level| format!("'{}'", level.label)).collect();
            let what = format!("{at}: {} has no level '{label}'", kind.name());
            CliError::usage(what, format!("its levels are: {}", labels.join(", ")))
        }
        UnknownLevel::Pattern(pattern) => {
            let remedy = "take a pattern from the model file's own list, or give levels";
            CliError::usage(format!("{at}: its comparisons make no pattern {pattern}"), remedy)
        }
    }
}

fn show(waterfall: &Waterfall, printer: &Printer) {
    let mut total = waterfall.prior_weight;
    printer.line(format!("{:<16} {:<32} {:>9} {:>9}", "", "", "bits", "sum"));
    printer.line(row("prior", "", total, total));
    for step in &waterfall.steps {
        total += step.match_weight;
        let level = match (&step.level, step.is_known) {
            (Some(level), true) => level.clone(),
            (Some(level), false) => format!("{level} (tells nothing here)"),
            (None, _) => "missing".to_owned(),
        };
        printer.line(row(&step.comparison, &level, step.match_weight, total));
    }
    let Waterfall { match_weight, match_probability, .. } = waterfall;
    printer.line(format!("match weight {match_weight:.2} bits, match probability {match_probability:.6}"));
}

fn row(comparison: &str, level: &str, weight: f64, total: f64) -> String {
    const BITS_A_MARK: f64 = 0.5;
    const MOST_MARKS: usize = 30;
    let marks = ((weight.abs() / BITS_A_MARK).round() as usize).min(MOST_MARKS);
    let bar = if weight < 0.0 { "-" } else { "+" }.repeat(marks);
    format!("{comparison:<16} {level:<32} {weight:>9.2} {total:>9.2}  {bar}").trim_end().to_owned()
}
