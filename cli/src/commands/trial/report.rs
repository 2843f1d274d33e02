//! `report.html` of a trial: one self-contained page.

use std::fmt::Write as _;

use exchange::NewFolder;
use exchange::spec::Spec;
use linker::encode::Delivery;
use linker::link::Linked;
use studies::report::text::{count, escape};

use super::outputs::{Metrics, Outcome};
use crate::error::CliError;

/// Writes the report.
pub(super) fn write(
    out: &NewFolder,
    spec: &Spec,
    outcome: &Outcome,
    linked: &Linked,
    deliveries: &[Delivery],
    metrics: &Metrics,
) -> Result<(), CliError> {
    let mut body = String::new();
    headline(&mut body, outcome, metrics);
    accuracy(&mut body, metrics);
    weights(&mut body, outcome);
    passes(&mut body, linked);
    quality(&mut body, spec, deliveries);
    cost(&mut body, metrics, spec);
    Ok(out.write_text("report.html", &PAGE.replace("{{body}}", &body))?)
}

const PAGE: &str = include_str!("report.html");

fn headline(body: &mut String, outcome: &Outcome, metrics: &Metrics) {
    let _ = write!(
        body,
        "<p class=lead>{} links were declared among {} candidate pairs, from {} comparisons of tokens. ",
        count_of(outcome.links() as u64),
        count_of(outcome.decided.len() as u64),
        count_of(metrics.candidate_pairs),
    );
    match metrics.default {
        Some(found) => {
            let _ = write!(
                body,
                "Of the declared links {:.1}&nbsp;% are right; {:.1}&nbsp;% of the true pairs were found.</p>",
                100.0 * found.precision,
                100.0 * found.recall
            );
        }
        None => body.push_str("No truth was given, so precision and recall are not known.</p>"),
    }
}

fn accuracy(body: &mut String, metrics: &Metrics) {
    let (Some(best), Some(default), Some(one_to_one)) = (metrics.best, metrics.default, metrics.one_to_one) else {
        return;
    };
    body.push_str("<h2>Against the truth</h2><table><caption>Accuracy of the links</caption><tr><th scope=col>Rule");
    body.push_str("<th scope=col class=n>F1<th scope=col class=n>Precision<th scope=col class=n>Recall</tr>");
    let rows = [
        ("As declared", default),
        ("Best threshold, truth known", best.accuracy),
        ("After one-to-one assignment, or clustering", one_to_one),
    ];
    for (rule, found) in rows {
        let _ = write!(
            body,
            "<tr><th scope=row>{rule}<td class=n>{:.4}<td class=n>{:.4}<td class=n>{:.4}</tr>",
            found.f1, found.precision, found.recall
        );
    }
    body.push_str("</table>");
    if let Some(recall) = metrics.candidate_recall {
        let _ = write!(body, "<p>{:.2}&nbsp;% of the true pairs met in at least one block.</p>", 100.0 * recall);
    }
}

/// Histogram of match weights, true and false pairs apart where the truth is known.
fn weights(body: &mut String, outcome: &Outcome) {
    const BIN: f64 = 2.0;
    const LOWEST: f64 = -10.0;
    const BINS: usize = 30;
    let mut bins = [(0_u64, 0_u64); BINS];
    for (index, decided) in outcome.decided.iter().enumerate() {
        let bin = (((decided.candidate.match_weight - LOWEST) / BIN) as usize).min(BINS - 1);
        match &outcome.scored {
            Some(scored) if !scored[index].truth => bins[bin].1 += 1,
            _ => bins[bin].0 += 1,
        }
    }
    let most = bins.iter().map(|(a, b)| a + b).max().unwrap_or(0).max(1) as f64;
    let height = |count: u64| 200.0 * (count as f64).sqrt() / most.sqrt();
    body.push_str(
        "<h2>Match weights</h2><figure><svg viewBox='0 0 760 260' role=img aria-label='Histogram of match weights'>",
    );
    for (index, (matches, others)) in bins.iter().enumerate() {
        let x = 40.0 + 24.0 * index as f64;
        let (upper, lower) = (height(matches + others), height(*others));
        let _ = write!(
            body,
            "<rect class=a x={x:.0} y={:.1} width=20 height={upper:.1} /><rect class=b x={x:.0} y={:.1} width=20 height={lower:.1} />",
            220.0 - upper,
            220.0 - lower
        );
        if index % 5 == 0 {
            let _ = write!(body, "<text x={:.0} y=240>{:.0}</text>", x, LOWEST + BIN * index as f64);
        }
    }
    body.push_str("<line x1=40 y1=220 x2=760 y2=220 /></svg><figcaption>Candidate pairs by match weight (bits; 0 is even odds; heights by square root, so that few pairs still show). ");
    body.push_str(match outcome.scored {
        Some(_) => "<span class=ka>Blue</span>: one person. <span class=kb>Orange, in front</span>: two people.",
        None => "The truth is not known.",
    });
    body.push_str("</figcaption></figure>");
}

fn passes(body: &mut String, linked: &Linked) {
    body.push_str("<h2>Passes</h2><table><caption>What each blocking pass compared and kept</caption><tr><th scope=col>Pass<th scope=col class=n>Compared<th scope=col class=n>Kept<th scope=col class=n>Share of matches<th scope=col>Model</tr>");
    for pass in &linked.passes {
        let _ = write!(
            body,
            "<tr><th scope=row>{}<td class=n>{}<td class=n>{}<td class=n>{}<td>{}</tr>",
            pass.pass,
            count_of(pass.comparisons),
            count_of(pass.pairs),
            if pass.comparisons > 0 { format!("{:.1} %", 100.0 * pass.prior) } else { "–".to_owned() },
            if pass.comparisons > 0 { pass.status.to_string() } else { "no pair met".to_owned() }
        );
    }
    body.push_str(
        "</table><p>The models themselves, by level and threshold: <a href=quality.html>quality.html</a>.</p>",
    );
}

fn quality(body: &mut String, spec: &Spec, deliveries: &[Delivery]) {
    body.push_str("<h2>The files</h2>");
    for (source, delivery) in spec.sources.iter().zip(deliveries) {
        let _ = write!(
            body,
            "<table><caption>{}: {} records, {:.1}&nbsp;% emitted by at least one pass</caption><tr><th scope=col>Column<th scope=col class=n>Usable<th scope=col>Findings</tr>",
            source.name,
            count_of(delivery.quality.variants),
            100.0 * delivery.emitted.first().map_or(0.0, |(_, share)| *share)
        );
        for column in &delivery.quality.columns {
            let findings: Vec<_> = column
                .findings
                .iter()
                .map(|finding| format!("{} {}", count_of(finding.count), finding.rule.replace('_', " ")))
                .collect();
            let _ = write!(
                body,
                "<tr><th scope=row>{}<td class=n>{:.1} %<td>{}</tr>",
                escape(&column.column),
                100.0 * column.usable as f64 / column.rows.max(1) as f64,
                findings.join("; ")
            );
        }
        body.push_str("</table>");
    }
}

fn cost(body: &mut String, metrics: &Metrics, spec: &Spec) {
    let seconds = metrics.seconds;
    let _ = write!(
        body,
        "<h2>Cost</h2><p>{:.2} s to pseudonymise, {:.2} s to link, {:.2} s to decide; {} peak. {:.0} HMACs and {:.0} bytes of tokens a record. Profile {}, spec {}, dwlink {}.</p>",
        seconds.pseudonymise,
        seconds.link,
        seconds.union,
        metrics.peak_rss_mib.map_or("memory not known".to_owned(), |mib| format!("{mib:.0} MiB")),
        metrics.hmacs_per_record,
        metrics.token_bytes_per_record,
        spec.profile.name(),
        &spec.hash()[..12],
        env!("CARGO_PKG_VERSION"),
    );
}

fn count_of(number: u64) -> String {
    count(number as f64)
}
