//! `union`: the union desk's act.

use exchange::spec::Spec;
use exchange::{Hat, Role};
use linker::union::{Order, disk_need, union};

use crate::args::{self, Common};
use crate::desk::Opener;
use crate::error::{CliError, ExitStatus};
use crate::printer::Printer;
use crate::progress::Progress;
use crate::{disk_space, secrets, signing, unfinished};

pub(super) fn run(args: &args::Union, common: &Common, printer: &Printer) -> Result<ExitStatus, CliError> {
    let spec = Spec::read(&args.spec)?;
    let opener = Opener::of(Hat::UnionDesk, &spec, &args.spec, common).signed_by(&args.signers)?;
    let linked = opener.open(Role::Pairs, std::slice::from_ref(&args.linked))?;
    let folders = opener.open(Role::Union, &args.folders)?;
    exchange::agree(&[linked.as_slice(), &folders].concat(), exchange::Deliveries::MayDiffer)?;
    let study_key = secrets::study(&args.study_key, &spec.project, &args.study, common)?;
    let (linked, memory_bytes) = (&linked[0], common.memory);
    let order = Order { spec: &spec, linked, folders: &folders, study_key: &study_key, memory_bytes };
    disk_space::announce(disk_need(&order)?, &args.out, printer);
    let progress = Progress::new(printer)?;
    let inputs = args.folders.iter().chain([&args.linked]);
    let out = unfinished::resumable(&args.out, inputs, args.resume, common, printer)?;
    let out = signing::signed(out, args.sign.sign.as_deref(), printer)?;
    let found = unfinished::ended(union(&order, out, &progress), &args.out, args.resume, printer)?;
    for link in &found.links {
        let classes: Vec<_> = link.by_class.iter().map(|(class, people)| format!("{people} {class}")).collect();
        printer.line(format!("{}: {} people: {}", link.link, link.people, classes.join(", ")));
    }
    printer.note(format!("Next: hand {} to the analysis unit", args.out.display()));
    printer.json(&found);
    Ok(ExitStatus::Done)
}
