//! The page around the charts: head, tables, captions.

use studies::report::text::{each, escape};

const STYLE: &str = include_str!("style.css");

/// The whole page.
pub(super) fn page(title: &str, body: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n{body}</main>\n</body>\n</html>\n",
        title = escape(title),
    )
}

/// A chart under its caption; nothing where nothing was drawn.
pub(super) fn figure(caption: &str, drawing: &str) -> String {
    if drawing.is_empty() {
        return String::new();
    }
    format!("<figure><figcaption>{caption}</figcaption>{drawing}</figure>\n")
}

/// A key to colours, by class of the mark.
pub(super) fn key(entries: &[(&str, &str)]) -> String {
    each(entries, |(class, label)| format!("<span class=\"key key-{class}\"></span>{}", escape(label)))
}

/// The figures of a chart, folded away below it: its text alternative.
pub(super) fn folded_table(caption: &str, columns: &[&str], rows: &[Vec<String>]) -> String {
    if rows.is_empty() {
        return String::new();
    }
    format!("<details><summary>The figures as a table</summary>{}</details>\n", table(caption, columns, rows))
}

/// A table; the first cell of a row is its heading.
pub(super) fn table(caption: &str, columns: &[&str], rows: &[Vec<String>]) -> String {
    let caption = escape(caption);
    let head = each(columns, |column| format!("<th scope=\"col\">{}</th>", escape(column)));
    let body = each(rows, |row| {
        let cells = each(row.iter().skip(1), |cell| format!("<td>{}</td>", escape(cell)));
        format!("<tr><th scope=\"row\">{}</th>{cells}</tr>\n", escape(row.first().map_or("", String::as_str)))
    });
    format!(
        "<div class=\"scroll\" role=\"region\" aria-label=\"{caption}\" tabindex=\"0\"><table><caption>{caption}</caption>\
         <thead><tr>{head}</tr></thead>\n<tbody>{body}</tbody></table></div>\n"
    )
}
