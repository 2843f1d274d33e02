//! The table of error rates by kind of person.

use linker::evaluate::{CaseAccuracy, Share};

use crate::printer::Printer;

/// A line a case; nothing where no kinds are known.
pub(in crate::commands) fn show_cases(printer: &Printer, cases: &[CaseAccuracy]) {
    if cases.is_empty() {
        return;
    }
    printer.line("");
    printer.line(
        "By kind of person, as declared, with exact 95 % intervals: recall; precision of the links that touch such",
    );
    printer.line("people; and how many of the pairs of two such people, taken for each other, were declared");
    for found in cases {
        let name = found.case.replace('_', " ");
        let confused =
            if found.confused.whole == 0 { String::new() } else { format!("  confused {}", shown(found.confused)) };
        let line =
            format!("  {name:<37} recall {}  precision {}{confused}", shown(found.recall), shown(found.precision));
        printer.line(line.trim_end());
    }
}

/// Per cent, interval, and the count.
fn shown(share: Share) -> String {
    let percent = |share: f64| format!("{:.1}", 100.0 * share);
    let text = share.share.map_or_else(|| "-".to_owned(), percent);
    let (low, high) = (percent(share.low), percent(share.high));
    format!("{:<26}", format!("{text} ({low}-{high}) {}/{}", share.part, share.whole))
}
