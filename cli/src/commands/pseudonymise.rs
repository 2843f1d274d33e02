//! `pseudonymise`: the data owner's act.

use exchange::spec::{Profile, Spec};
use linker::encode::{DiskNeed, Gate, Order, disk_need, pseudonymise_gated};

use super::source_index;
use crate::args::{self, Common};
use crate::error::{CliError, ExitStatus};
use crate::printer::Printer;
use crate::progress::Progress;
use crate::{secrets, signing, unfinished};

/// Share of people, in per cent, beyond which a pass is recorded as opening more than a profile promises.
const CEILING: f64 = 0.5;

pub(super) fn run(args: &args::Pseudonymise, common: &Common, printer: &Printer) -> Result<ExitStatus, CliError> {
    let spec = Spec::read(&args.spec)?;
    let source = source_index(&spec, &args.source, &args.spec)?;
    let keyring = secrets::project(&args.keys, &spec.project, common)?;
    let order = Order { spec: &spec, source, folder: &args.dir, keyring: &keyring, memory_bytes: common.memory };
    let randomness = secrets::randomness(common, &args.source)?;
    let need = disk_need(&order)?;
    printer.note(in_words(need));
    let progress = Progress::new(printer)?;
    let out = unfinished::folder(&args.out, args.resume, common, printer)?;
    let out = signing::signed(out, &args.sign, printer)?;
    let gate =
        Gate { ceiling: args.leakage_ceiling.unwrap_or(CEILING) / 100.0, refuses: args.leakage_ceiling.is_some() };
    // Who signs `open` has accepted the figures printed beside it, unless they say otherwise here.
    let gate = (spec.profile != Profile::Open || gate.refuses).then_some(gate);
    let made = pseudonymise_gated(&order, gate, out, randomness, &progress);
    let delivery = unfinished::ended(made, args.resume, printer)?;
    let per_record = |count: u64| count as f64 / delivery.variants.max(1) as f64;
    printer.line(format!(
        "{}: {} people, {} identities; {:.0} HMACs and {:.0} token bytes an identity",
        args.source,
        delivery.quality.entities,
        delivery.variants,
        per_record(delivery.hmacs),
        per_record(delivery.token_bytes),
    ));
    for ((link, emitted), (_, withheld)) in delivery.emitted.iter().zip(&delivery.withheld) {
        let (emitted, withheld) = (100.0 * emitted, 100.0 * withheld);
        printer.line(format!(
            "  {link}: {emitted:.1} % of people emitted by at least one pass, {withheld:.1} % withheld by a cap in at least one"
        ));
    }
    if let Some(above @ 1..) = delivery.above_ceiling {
        printer.note(format!(
            "{above} passes open more than {CEILING} % of the people to the attacks of the gate: read {}/owner/gate.json before anything is \
             handed over; with --leakage-ceiling {CEILING} such passes are refused",
            args.out.display()
        ));
    }
    printer.note(format!(
        "Next: hand over {0}/{1}, {0}/union and {0}/analysis; keep {0}/owner",
        args.out.display(),
        spec.token_role().folder_name()
    ));
    printer.json(&serde_json::json!({
        "source": args.source,
        "quality": delivery.quality,
        "hmacs_per_record": per_record(delivery.hmacs),
        "token_bytes_per_record": per_record(delivery.token_bytes),
        "emitted": delivery.emitted,
        "withheld": delivery.withheld,
        "unique_share": delivery.unique_share,
        "disk_need": need,
        "passes_above_ceiling": delivery.above_ceiling,
    }));
    Ok(ExitStatus::Done)
}

fn in_words(need: DiskNeed) -> String {
    let size = |bytes: u64| match bytes.div_ceil(1 << 20) {
        mib @ 0..10_240 => format!("{mib} MiB"),
        mib => format!("{} GiB", mib.div_ceil(1 << 10)),
    };
    let sealed = match need.sealed_bytes {
        0 => String::new(),
        bytes => format!(", and {} for sealed work in progress, which --memory cannot hold", size(bytes)),
    };
    format!("The delivery needs up to {} of disk{sealed}", size(need.delivery_bytes))
}
