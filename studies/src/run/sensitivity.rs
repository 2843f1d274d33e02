//! The table of headline results under each set of links.

use super::finding::{Finding, FindingKey};
use crate::day::span_in_words;
use crate::disclose::{Headline, SafeTable, Table, gather};
use crate::linkage::Scenario;
use crate::report::text::decimal;
use crate::study_file::{Definition, StudyFile};

pub(super) fn table(study: &StudyFile, findings: &[Finding], has_perfect: bool) -> SafeTable {
    let mut table = Table::new(
        "linkage-error",
        "How far linkage error moves each result",
        "As in the tables above",
        study.cohort.in_words(),
    );
    table.note(
        "Strict and loose links bracket the declared ones: strict links miss more true links, loose links bring in more false ones.",
    );
    table.note(format!(
        "Drawn links: {} times, each record takes one of its candidates, or none, by the match probabilities (seed {}); the estimates are \
         pooled by Rubin's rules, so this interval holds sampling error and linkage error together.",
        study.linkage.draws, study.linkage.seed
    ));
    if findings.iter().any(|finding| finding.key.misses_events()) {
        table.note(
            "Adjusted rates: a death that no link finds is missing from a rate, whichever links are drawn. Each drawn rate is divided by the share \
             of the deaths recorded by the treatment service that the same draw finds, before pooling: the interval holds sampling error, linkage \
             error, and the uncertainty of that share. In ratios of rates, missed deaths cancel out.",
        );
    }
    if has_perfect {
        table.note("Perfect links use the truth, which only a demonstration with synthetic people knows.");
    }
    for finding in findings {
        table.note(moves(finding));
    }
    let headlines: Vec<Headline> = findings.iter().map(|finding| headline(finding, study, has_perfect)).collect();
    gather(table, &headlines, &study.policy)
}

/// How far the estimate moves, against the width of its own interval.
fn moves(finding: &Finding) -> String {
    let Some(declared) = finding.declared else { return format!("{}: too small to be shown.", finding.label) };
    let others = [finding.strict, finding.loose, finding.drawn];
    let estimates: Vec<f64> = others.into_iter().flatten().chain([declared]).map(|r| r.estimate()).collect();
    let (low, high) =
        estimates.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), &e| (low.min(e), high.max(e)));
    let half_width = (declared.interval().high - declared.interval().low) / 2.0;
    let drawn = finding.drawn.map(|drawn| {
        let share = 100.0 * (drawn.estimate() - declared.estimate()).abs() / half_width;
        format!(" Drawing links moves it by {}% of the half-width of its interval.", decimal(share, 0))
    });
    format!(
        "{}: between {} and {} over declared, strict, loose and drawn links.{}",
        finding.label,
        decimal(low, 2),
        decimal(high, 2),
        drawn.unwrap_or_default()
    )
}

fn headline(finding: &Finding, study: &StudyFile, has_perfect: bool) -> Headline {
    let mut estimates = vec![
        (Scenario::Declared.label(&study.linkage), finding.declared),
        (Scenario::Strict.label(&study.linkage), finding.strict),
        (Scenario::Loose.label(&study.linkage), finding.loose),
        (format!("Drawn by match probability, {} draws", study.linkage.draws), finding.drawn),
    ];
    if finding.key.misses_events() {
        estimates.push(("Adjusted: drawn links, and deaths that no link finds".into(), finding.adjusted));
    }
    if has_perfect {
        estimates.push(("Perfect links (demonstration only)".into(), finding.perfect));
    }
    Headline { label: finding.label.clone(), estimates }
}

/// The label of a headline result, with the study's own days in it.
pub(super) fn label(key: FindingKey, study: &StudyFile) -> String {
    let Definition::Employment(settings) = study.definition else { return key.label().into() };
    let [first, second] = settings.points.map(span_in_words);
    key.label()
        .replace("at the first day", &format!("after {first}"))
        .replace("at the second day", &format!("after {second}"))
}
