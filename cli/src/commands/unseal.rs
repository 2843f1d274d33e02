//! `unseal`: the analysis unit's act on sealed payload.

use exchange::spec::Spec;
use exchange::{Hat, Role};

use crate::args::{self, Common};
use crate::desk::Opener;
use crate::error::{CliError, ExitStatus};
use crate::printer::Printer;
use crate::progress::Progress;
use crate::{secrets, signing, unfinished};

pub(super) fn run(args: &args::Unseal, common: &Common, printer: &Printer) -> Result<ExitStatus, CliError> {
    let spec = Spec::read(&args.spec)?;
    let opener = Opener::of(Hat::AnalysisUnit, &spec, &args.spec, common).signed_by(&args.signers)?;
    let sealed = opener.open(Role::Sealed, std::slice::from_ref(&args.folder))?.remove(0);
    let keys = secrets::row_keys(&args.row_keys, common)?;
    let progress = Progress::new(printer)?;
    let out = unfinished::begun(&args.out, [&args.folder], common, printer)?;
    let out = signing::signed(out, args.sign.sign.as_deref(), printer)?;
    let tables = linker::sealed::unseal(&spec, &sealed, &keys, out, &progress)?;
    for table in &tables {
        printer.line(format!("{}: {} of {} rows opened", table.table, table.opened, table.rows));
    }
    printer.note(format!("Next: give {} to `dwlink study --analysis`", args.out.display()));
    printer.json(&tables);
    Ok(ExitStatus::Done)
}
