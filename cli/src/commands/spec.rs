//! `spec new`, `check`, `show`.

use std::fs;

use exchange::RunReport;
use exchange::spec::{FOUR_DEPARTMENTS, PERSON, PERSON_DEDUPE, Spec, show};

use crate::args::{self, Common};
use crate::error::{CliError, ExitStatus};
use crate::printer::Printer;
use crate::unfinished;

const SHIPPED: [(&str, &str); 3] =
    [("person.toml", PERSON), ("person_dedupe.toml", PERSON_DEDUPE), ("four_departments.toml", FOUR_DEPARTMENTS)];

pub(super) fn run(args: &args::Spec, common: &Common, printer: &Printer) -> Result<ExitStatus, CliError> {
    match args {
        args::Spec::New { dir } => {
            let folder = unfinished::begun(dir, None::<&std::path::Path>, common, printer)?;
            for (name, text) in SHIPPED {
                folder.write_text(name, text)?;
            }
            RunReport::new("spec new", rayon::current_num_threads(), env!("CARGO_PKG_VERSION")).write(folder.path())?;
            folder.commit()?;
            for (name, _) in SHIPPED {
                printer.line(dir.join(name).display());
            }
            printer.note("Next: edit one, then dwlink spec show FILE");
        }
        args::Spec::Check { spec } => {
            let parsed = Spec::read(spec)?;
            printer.line(format!("{}: no fault found, hash {}", spec.display(), parsed.hash()));
            printer.json(&serde_json::json!({ "spec": spec, "hash": parsed.hash() }));
        }
        args::Spec::Show { spec } => {
            let shown = show(&Spec::read(spec)?);
            printer.line(shown.trim_end());
            printer.json(&serde_json::json!({ "spec": fs::canonicalize(spec).ok(), "text": shown }));
        }
    }
    Ok(ExitStatus::Done)
}
