//! A report as sheets.

use super::workbook::{Sheet, Value};
use crate::disclose::{SafeCell, SafeColumn, SafeRow, SafeTable};
use crate::report::Report;
use crate::report::shorthand::{NOT_APPLICABLE, in_place, legend, marks_text};

/// Cover, contents, notes, then a sheet a table. Equal tables of several studies are written once.
#[must_use]
pub fn sheets(report: &Report) -> Vec<Sheet> {
    let mut tables: Vec<&SafeTable> = Vec::new();
    for table in report.studies.iter().flat_map(crate::StudyResult::tables) {
        if !tables.contains(&table) {
            tables.push(table);
        }
    }
    let mut notes: Vec<&str> = Vec::new();
    for note in tables.iter().flat_map(|table| table.notes()) {
        if !notes.contains(&note.as_str()) {
            notes.push(note);
        }
    }
    let mut sheets = vec![cover(report), contents(&tables), notes_sheet(&notes)];
    sheets.extend(tables.iter().enumerate().map(|(index, table)| table_sheet(index + 1, table, &notes)));
    sheets
}

fn line(text: impl Into<String>) -> Vec<Value> {
    vec![Value::text(text)]
}

fn cover(report: &Report) -> Sheet {
    let mut rows = Vec::new();
    if report.provenance.synthetic {
        rows.push(line("Synthetic people. Nobody in these tables exists; they say nothing about treatment."));
    }
    rows.push(line("Statistics in development."));
    for result in &report.studies {
        rows.push(line(format!("{}: {}", result.study.name, result.summary)));
    }
    let mut rules: Vec<String> = report.studies.iter().map(|result| result.study.policy.in_words()).collect();
    rules.dedup();
    rows.extend(rules.into_iter().map(line));
    rows.push(line(format!("{}.", legend())));
    rows.push(line(format!("Made by {}. The same inputs give the same file.", report.provenance.software)));
    Sheet { name: "Cover".into(), heading: vec![report.title.clone()], header: Vec::new(), rows }
}

fn contents(tables: &[&SafeTable]) -> Sheet {
    let row = |(index, table): (usize, &&SafeTable)| {
        vec![Value::text(sheet_name(index + 1)), Value::text(table.title()), Value::text(table.population())]
    };
    Sheet {
        name: "Contents".into(),
        heading: vec!["Contents".into(), "This sheet contains one table.".into()],
        header: ["Sheet", "Table", "Population"].map(str::to_owned).into(),
        rows: tables.iter().enumerate().map(row).collect(),
    }
}

fn notes_sheet(notes: &[&str]) -> Sheet {
    let row = |(index, note): (usize, &&str)| vec![Value::text(note_name(index)), Value::text(*note)];
    Sheet {
        name: "Notes".into(),
        heading: vec!["Notes".into(), "This sheet contains one table.".into()],
        header: ["Note", "Text"].map(str::to_owned).into(),
        rows: notes.iter().enumerate().map(row).collect(),
    }
}

fn sheet_name(number: usize) -> String {
    format!("Table_{number}")
}

fn note_name(index: usize) -> String {
    format!("[note {}]", index + 1)
}

fn table_sheet(number: usize, table: &SafeTable, notes: &[&str]) -> Sheet {
    let own: Vec<String> =
        table.notes().iter().filter_map(|note| notes.iter().position(|other| other == note)).map(note_name).collect();
    let own = if own.is_empty() { String::new() } else { format!(" Notes: {}.", own.join(" ")) };
    let has_sections = table.rows().iter().any(|row| row.section().is_some());
    let mut header: Vec<String> = has_sections.then(|| "Section".to_owned()).into_iter().collect();
    header.push("Row".into());
    for (index, column) in table.columns().iter().enumerate() {
        header.extend(headings(table, index, column));
    }
    Sheet {
        name: sheet_name(number),
        heading: vec![
            table.title().to_owned(),
            format!("This sheet contains one table. {}, {}. {}.{own}", table.population(), table.period(), legend()),
        ],
        header,
        rows: table.rows().iter().map(|row| values(table, row, has_sections)).collect(),
    }
}

fn has_interval(table: &SafeTable, column: usize) -> bool {
    table.rows().iter().any(|row| matches!(row.cells()[column], SafeCell::Estimate(_)))
}

fn headings(table: &SafeTable, index: usize, column: &SafeColumn) -> Vec<String> {
    let label = column.label().replace(" (95% interval)", "");
    if !has_interval(table, index) {
        return vec![label];
    }
    ["", ", lower 95% limit", ", upper 95% limit", ", mark"].map(|part| format!("{label}{part}")).into()
}

fn values(table: &SafeTable, row: &SafeRow, has_sections: bool) -> Vec<Value> {
    let mut values: Vec<Value> =
        has_sections.then(|| Value::text(row.section().unwrap_or(NOT_APPLICABLE.0))).into_iter().collect();
    values.push(Value::text(row.label()));
    for (index, (column, cell)) in table.columns().iter().zip(row.cells()).enumerate() {
        let number = |value| Value::number(value, column.decimals());
        let wide = has_interval(table, index);
        let mut cells = match cell {
            SafeCell::Number(value) => vec![number(*value)],
            SafeCell::Estimate(released) => {
                let interval = released.interval();
                let marks = marks_text(column, released);
                let mark = if marks.is_empty() { NOT_APPLICABLE.0 } else { &marks };
                vec![number(released.estimate()), number(interval.low), number(interval.high), Value::text(mark)]
            }
            SafeCell::Absent(absence) => vec![Value::text(in_place(*absence).0)],
        };
        if wide {
            // No blank cells: a figure that is absent is so in each of its columns.
            let last = cells[cells.len() - 1].clone();
            cells.resize(4, last);
        }
        values.extend(cells);
    }
    values
}
