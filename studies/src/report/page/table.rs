//! One table: its charts, the figures, the notes.

use std::fmt::Write;

use crate::disclose::{Chart, ColumnId, SafeCell, SafeColumn, SafeRow, SafeTable};
use crate::report::chart;
use crate::report::shorthand::{Mark, in_place, marks};
use crate::report::text::{count, decimal, each, escape};

/// Charts, table and notes, in the section whose heading has the id `section`. `prefix` makes ids unique on the page.
pub(super) fn block(table: &SafeTable, section: &str, prefix: &str) -> String {
    let id = format!("{prefix}-{}", table.id());
    let charts = each(table.charts().iter().enumerate(), |(index, &kind)| {
        let drawing = chart::draw(kind, table, &format!("{id}-chart{index}"));
        if drawing.is_empty() { drawing } else { format!("<figure>{}{drawing}</figure>", chart_heading(table, kind)) }
    });
    let notes = each(table.notes(), |note| format!("<li>{}</li>", escape(note)));
    let notes = if notes.is_empty() { notes } else { format!("<ul class=\"notes\">{notes}</ul>") };
    format!(
        "<section class=\"block\"><h3 id=\"{id}\">{}</h3>{charts}{}{notes}</section>\n",
        escape(table.title()),
        grid(table, section, &id)
    )
}

fn chart_heading(table: &SafeTable, chart: Chart) -> String {
    let label = |column: ColumnId| column.of(table).map_or("", SafeColumn::label).to_owned();
    let words = match chart {
        Chart::Interval { measure, .. } | Chart::IntervalBySection { measure } => label(measure),
        Chart::BeforeAfter { before, after } | Chart::Love { before, after } => {
            format!("{} and {}", label(before), lower_first(&label(after)))
        }
        Chart::Lines { measures: [first, second] } => format!("{} and {}", label(first), lower_first(&label(second))),
        Chart::Bars { column } => label(column),
    };
    format!("<figcaption>{}</figcaption>", escape(&words))
}

fn lower_first(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| first.to_lowercase().chain(characters).collect())
}

/// Standard errors stay in the CSV and JSON: a reader has the interval.
fn is_on_page(column: &SafeColumn) -> bool {
    column.unit() != "standard error"
}

/// The region is named by its section and its caption: studies of one cohort have tables of one title.
fn grid(table: &SafeTable, heading: &str, id: &str) -> String {
    let columns: Vec<&SafeColumn> = table.columns().iter().filter(|column| is_on_page(column)).collect();
    let headings = each(&columns, |column| format!("<th scope=\"col\">{}</th>", escape(column.label())));
    let width = 1 + columns.len();
    let mut rows = String::new();
    let mut section = None;
    for row in table.rows() {
        if row.section() != section {
            section = row.section();
            let heading = escape(section.unwrap_or_default());
            let _ =
                write!(rows, "<tr class=\"section\"><th scope=\"colgroup\" colspan=\"{width}\">{heading}</th></tr>");
        }
        rows.push_str(&row_html(table, row));
    }
    format!(
        "<div class=\"scroll\" role=\"region\" aria-labelledby=\"{heading} {id}-caption\" tabindex=\"0\"><table>\
         <caption id=\"{id}-caption\"><div>{}. <span>{}, {}.</span></div></caption><thead><tr><td></td>{headings}</tr></thead>\
         <tbody>{rows}</tbody></table></div>",
        escape(table.title()),
        escape(table.population()),
        escape(table.period()),
    )
}

fn row_html(table: &SafeTable, row: &SafeRow) -> String {
    let class = if row.is_total() { " class=\"total\"" } else { "" };
    let shown = table.columns().iter().zip(row.cells()).filter(|(column, _)| is_on_page(column));
    let cells = each(shown, |(column, cell)| format!("<td>{}</td>", cell_html(column, cell)));
    format!("<tr{class}><th scope=\"row\">{}</th>{cells}</tr>", escape(row.label()))
}

fn abbreviation((mark, meaning): Mark) -> String {
    format!("<abbr title=\"{meaning}\">{mark}</abbr>")
}

fn cell_html(column: &SafeColumn, cell: &SafeCell) -> String {
    let decimals = column.decimals();
    match cell {
        SafeCell::Number(value) if decimals == 0 => count(*value),
        SafeCell::Number(value) => decimal(*value, decimals),
        SafeCell::Estimate(released) => {
            let interval = released.interval();
            let number = |value| decimal(value, decimals);
            format!(
                "<strong>{}</strong> <span class=\"interval\">({} to {}){}</span>",
                number(released.estimate()),
                number(interval.low),
                number(interval.high),
                each(marks(column, released), |mark| format!(" {}", abbreviation(mark)))
            )
        }
        SafeCell::Absent(absence) => abbreviation(in_place(*absence)),
    }
}
