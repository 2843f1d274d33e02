//! `report.html`: one file, no script, no network.

mod closing;
mod headline;
mod study;
mod table;

use crate::report::Report;
use crate::report::text::{each, escape};

/// The page.
#[must_use]
pub fn html(report: &Report) -> String {
    let title = escape(&report.title);
    let banner = if report.provenance.synthetic {
        "<p class=\"banner\"><strong>Synthetic people.</strong> Nobody in this report exists. It shows what the software does, and says \
         nothing about treatment.</p>"
    } else {
        ""
    };
    let mut body = headline::section(report);
    body.push_str(&contents(report));
    for result in &report.studies {
        body.push_str(&study::section(result));
    }
    body.push_str(&study::shared_sections(report));
    body.push_str(&closing::sections(report));
    format!(
        "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
         <a class=\"skip\" href=\"#main\">Skip to the results</a>\n\
         <header><div class=\"wrap\"><p class=\"kicker\">Statistics in development</p><h1>{title}</h1>\
         <p class=\"lead\">{}</p></div></header>\n<main id=\"main\" class=\"wrap\">\n{banner}{body}</main>\n</body>\n</html>\n",
        escape(&lead(report)),
    )
}

fn lead(report: &Report) -> String {
    report.studies.first().map_or_else(String::new, |result| {
        format!(
            "People who started drug treatment between {}, linked to records held by other departments without sharing a name.",
            result.study.cohort.in_words().replacen(" to ", " and ", 1)
        )
    })
}

fn contents(report: &Report) -> String {
    let studies = report.studies.iter().map(|result| {
        format!("<li><a href=\"#{}\">{}</a></li>", result.study.kind().name(), escape(&result.study.name))
    });
    let shared = [
        ("people", "The people studied"),
        ("links", "How good the links are"),
        ("confidentiality", "How people are protected"),
        ("definitions", "Definitions"),
        ("making", "How this report was made"),
    ];
    let shared = shared.into_iter().map(|(id, label)| format!("<li><a href=\"#{id}\">{label}</a></li>"));
    let items = each(studies.chain(shared), |item| item);
    format!("<nav aria-label=\"Contents\"><h2>Contents</h2><ol>{items}</ol></nav>\n")
}

const STYLE: &str = include_str!("style.css");
