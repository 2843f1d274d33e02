//! The results in one glance: a figure and a sentence for each study.

use crate::disclose::Released;
use crate::report::Report;
use crate::report::shorthand::HIDDEN;
use crate::report::text::{decimal, each, escape};
use crate::run::{FindingKey, StudyResult};
use crate::study_file::StudyKind;

pub(super) fn section(report: &Report) -> String {
    let points = each(&report.studies, point);
    format!(
        "<section class=\"points\" aria-labelledby=\"main-points\"><h2 id=\"main-points\">Main points</h2>{points}</section>\n"
    )
}

fn point(result: &StudyResult) -> String {
    format!(
        "<div class=\"point\"><p class=\"figure\">{}<span>{}</span></p><p>{}</p></div>",
        escape(&figure(result)),
        caption(result.study.kind()),
        escape(&result.summary)
    )
}

fn figure(result: &StudyResult) -> String {
    let shown = |key, words: fn(Released) -> String| result.released(key).map_or_else(|| HIDDEN.0.to_owned(), words);
    match result.study.kind() {
        StudyKind::Reoffending => shown(FindingKey::ConvictionsChange, |r| {
            let sign = if r.estimate() > 0.0 { "+" } else { "" };
            format!("{sign}{}%", decimal(r.estimate(), 0))
        }),
        StudyKind::Deaths => shown(FindingKey::DeathRateRatio, |r| format!("{}\u{d7}", decimal(r.estimate(), 1))),
        StudyKind::Employment => shown(FindingKey::InWorkSecond, |r| format!("{}%", decimal(r.estimate(), 0))),
    }
}

fn caption(kind: StudyKind) -> &'static str {
    match kind {
        StudyKind::Reoffending => "change in convictions",
        StudyKind::Deaths => "death rate out of treatment, against in treatment",
        StudyKind::Employment => "in work at the end of follow-up",
    }
}
