//! `pseudonymise`: the data owner's act.

use exchange::spec::Spec;
use linker::encode::{Gate, Order, disk_need, pseudonymise_gated};

use super::{check, source_index};
use crate::args::{self, Common};
use crate::error::{CliError, ExitStatus};
use crate::printer::Printer;
use crate::progress::Progress;
use crate::{disk_space, secrets, signing, unfinished};

pub(super) fn run(args: &args::Pseudonymise, common: &Common, printer: &Printer) -> Result<ExitStatus, CliError> {
    let spec = Spec::read(&args.spec)?;
    let source = source_index(&spec, &args.source, &args.spec)?;
    let keyring = secrets::project(&args.keys, &spec.project, common)?;
    let order = Order { spec: &spec, source, folder: &args.dir, keyring: &keyring, memory_bytes: common.memory };
    let randomness = secrets::randomness(common, &args.source)?;
    let need = disk_need(&order)?;
    disk_space::announce(need, &args.out, printer);
    let progress = Progress::new(printer)?;
    // The tables, not their folder, in which a delivery may well be made: it holds no manifest.
    let inputs = spec.sources[source].tables.iter().map(|table| args.dir.join(&table.file));
    let out = unfinished::resumable(&args.out, inputs, args.resume, common, printer)?;
    let out = signing::signed(out, args.sign.sign.as_deref(), printer)?;
    let gate = args.leakage_ceiling.map(|percent| Gate { ceiling: percent / 100.0 });
    let made = pseudonymise_gated(&order, gate, out, randomness, &progress);
    let delivery = unfinished::ended(made, &args.out, args.resume, printer)?;
    check::warn(&delivery.quality, printer);
    let per_record = |count: u64| count as f64 / delivery.variants.max(1) as f64;
    printer.line(format!(
        "{}: {} people, {} identities; {:.0} HMACs and {:.0} token bytes an identity",
        args.source,
        delivery.quality.entities,
        delivery.variants,
        per_record(delivery.hmacs),
        per_record(delivery.token_bytes()),
    ));
    for ((link, emitted), (_, withheld)) in delivery.emitted.iter().zip(&delivery.withheld) {
        let (emitted, withheld) = (100.0 * emitted, 100.0 * withheld);
        printer.line(format!(
            "  {link}: {emitted:.1} % of people emitted by at least one pass, {withheld:.1} % withheld by a cap in at least one"
        ));
        delivery.passes.iter().filter(|pass| pass.link == *link).for_each(|pass| {
            let withheld = 100.0 * pass.withheld as f64 / delivery.quality.entities.max(1) as f64;
            printer.line(format!(
                "    {:<24} {:>10} rows {:>6.1} bytes an identity {withheld:>6.2} % withheld",
                pass.pass,
                pass.rows,
                per_record(pass.bytes),
            ));
        });
    }
    printer.note(format!(
        "Next: hand over {0}/{1}, {0}/union and {0}/{2}; keep {0}/owner",
        args.out.display(),
        spec.token_role().folder_name(),
        spec.payload_role().folder_name()
    ));
    printer.json(&serde_json::json!({
        "source": args.source,
        "quality": delivery.quality,
        "hmacs_per_record": per_record(delivery.hmacs),
        "token_bytes_per_record": per_record(delivery.token_bytes()),
        "passes": delivery.passes,
        "emitted": delivery.emitted,
        "withheld": delivery.withheld,
        "unique_share": delivery.unique_share,
        "disk_need": need,
    }));
    Ok(ExitStatus::Done)
}
