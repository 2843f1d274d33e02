//! The end of the page: confidentiality, definitions, how it was made.

use crate::disclose::SafeTable;
use crate::report::Report;
use crate::report::shorthand::legend;
use crate::report::text::{each, escape};
use crate::run::StudyResult;
use crate::study_file::{Definition, StudyFile};

pub(super) fn sections(report: &Report) -> String {
    format!("{}{}{}", confidentiality(report), definitions(report), making(report))
}

fn confidentiality(report: &Report) -> String {
    let mut rules: Vec<String> = report.studies.iter().map(|result| result.study.policy.in_words()).collect();
    rules.dedup();
    let rules = each(&rules, |rule| format!("<p>{}</p>", escape(rule)));
    let hidden: usize = report.studies.iter().flat_map(StudyResult::tables).map(SafeTable::hidden_cells).sum();
    format!(
        "<section class=\"study\" aria-labelledby=\"confidentiality\"><h2 id=\"confidentiality\">How people are protected</h2>{rules}\
         <p>Figures hidden in the tables behind this report: {hidden}. Charts are drawn from the same protected figures. Shorthand: \
         {}.</p></section>\n",
        legend()
    )
}

fn definitions(report: &Report) -> String {
    let own = each(&report.studies, |result| definition(&result.study));
    format!(
        "<section class=\"study\" aria-labelledby=\"definitions\"><h2 id=\"definitions\">Definitions</h2><dl>\
         <dt>Treatment journey</dt><dd>Episodes of one person that overlap or follow each other within 21 days.</dd>\
         <dt>Index day</dt><dd>Triage of the first journey that starts in the study period.</dd>\
         <dt>95% interval</dt><dd>If the study could be repeated many times, 95 of 100 such intervals would hold the true value. It covers \
         chance, not linkage error, unless the row says so.</dd>{own}</dl></section>\n"
    )
}

fn definition(study: &StudyFile) -> String {
    match study.definition {
        Definition::Reoffending(settings) => format!(
            "<dt>Convictions before and after</dt><dd>Offences committed in the {days} days before the index day, and in the {days} days from \
             it, that led to a conviction. The last offences had at least {wait} days to reach one.</dd>",
            days = settings.window_days,
            wait = settings.conviction_wait_days,
        ),
        Definition::Deaths(settings) => format!(
            "<dt>Death rate</dt><dd>Deaths by date of death for every 1,000 years lived, from the index day to {}; deaths had at least {} days \
             to be registered. Its interval and a ratio's are exact for Poisson counts, and allow for rounding and for small counts being hidden.</dd>",
            settings.until.plus(-1).in_words(),
            settings.registration_wait_days,
        ),
        Definition::Employment(settings) => format!(
            "<dt>In work</dt><dd>A P45 employment spell covers day {} or {} after the index day. Shares have Wilson's interval, differences \
             Newcombe's.</dd>",
            settings.points[0], settings.points[1],
        ),
    }
}

fn making(report: &Report) -> String {
    let provenance = &report.provenance;
    let rows = each(&provenance.inputs, |input| {
        format!(
            "<tr><th scope=\"row\">{}</th><td><code>{}</code></td></tr>",
            escape(&input.name),
            escape(&input.sha256)
        )
    });
    let inputs = if rows.is_empty() {
        rows
    } else {
        format!(
            "<details><summary>Input files and their SHA-256</summary><div class=\"scroll\"><table class=\"hashes\"><caption>Input files\
             </caption><thead><tr><th scope=\"col\">File</th><th scope=\"col\">SHA-256</th></tr></thead><tbody>{rows}</tbody></table></div>\
             </details>"
        )
    };
    let settings = each(&report.studies, |result| {
        let linkage = &result.study.linkage;
        let (name, cut) = (escape(&result.study.name), result.study.data_cut.in_words());
        format!("<li>{name}: data cut {cut}, {} draws of links, seed {}.</li>", linkage.draws, linkage.seed)
    });
    format!(
        "<section class=\"study\" aria-labelledby=\"making\"><h2 id=\"making\">How this report was made</h2><p>Made by {}. The same inputs \
         give the same report, byte for byte.</p><ul>{settings}</ul>{inputs}<p>Every figure here is also in <code>results.json</code>, in \
         <code>tables.ods</code> and, a row each, in <code>csv/</code>.</p></section>\n",
        escape(&provenance.software)
    )
}
