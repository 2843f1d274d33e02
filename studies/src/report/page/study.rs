//! A study's section, and the sections that studies share.

use std::fmt::Write;

use super::table;
use crate::disclose::SafeTable;
use crate::report::Report;
use crate::report::text::{each, escape};
use crate::run::StudyResult;
use crate::study_file::StudyKind;

pub(super) fn section(result: &StudyResult) -> String {
    let kind = result.study.kind();
    let blocks = each(&result.outcomes, |t| table::block(t, kind.name(), kind.name()));
    format!(
        "<section class=\"study\" aria-labelledby=\"{id}\"><h2 id=\"{id}\">{}</h2>{}<p class=\"summary\">{}</p>{}{blocks}{}</section>\n",
        escape(&result.study.name),
        support(kind),
        escape(&result.summary),
        caution(kind),
        table::block(&result.sensitivity, kind.name(), kind.name()),
        id = kind.name(),
    )
}

/// The people and the links. Studies of one cohort share these tables, so equal ones are printed once.
pub(super) fn shared_sections(report: &Report) -> String {
    let mut text = String::new();
    let mut section = |id: &str, heading: &str, tables: &dyn Fn(&StudyResult) -> &[SafeTable]| {
        let _ = write!(text, "<section class=\"study\" aria-labelledby=\"{id}\"><h2 id=\"{id}\">{heading}</h2>");
        let mut printed: Vec<&SafeTable> = Vec::new();
        for result in &report.studies {
            for safe in tables(result) {
                if !printed.contains(&safe) {
                    printed.push(safe);
                    text.push_str(&table::block(safe, id, &format!("{id}-{}", result.study.kind().name())));
                }
            }
        }
        text.push_str("</section>\n");
    };
    section("people", "The people studied", &|result| &result.cohort);
    section("links", "How good the links are", &|result| &result.quality);
    text
}

fn support(kind: StudyKind) -> &'static str {
    match kind {
        StudyKind::Deaths => {
            "<p class=\"support\">This section is about deaths, some of them by suicide. If you need to talk to someone, Samaritans answer day \
             and night on 116 123 (free, United Kingdom and Ireland).</p>"
        }
        StudyKind::Reoffending | StudyKind::Employment => "",
    }
}

fn caution(kind: StudyKind) -> &'static str {
    match kind {
        StudyKind::Reoffending => {
            "<p class=\"caution\"><strong>What this cannot say.</strong> There is no comparison group. People often start treatment when \
             things are at their worst, so some of the change would have come without treatment.</p>"
        }
        StudyKind::Deaths => {
            "<p class=\"caution\"><strong>What this cannot say.</strong> People in and out of treatment differ in more than treatment. A \
             higher rate after leaving is not by itself an effect of leaving.</p>"
        }
        StudyKind::Employment => {
            "<p class=\"caution\"><strong>What this cannot say.</strong> Only people linked to benefit and employment records are counted, \
             and people who complete treatment differ from those who drop out in more than treatment.</p>"
        }
    }
}
