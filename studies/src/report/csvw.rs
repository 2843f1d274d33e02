//! What the columns of a CSV mean, as CSV on the Web (W3C) metadata.

use serde_json::{Value, json};

use super::shorthand::legend;
use crate::disclose::SafeTable;

/// The metadata of [`super::csv`]'s output for `table`, in a file called `<id>.csv-metadata.json` beside it.
#[must_use]
pub fn csvw(table: &SafeTable) -> String {
    let text = |name: &str, titles: &str| json!({"name": name, "titles": titles, "datatype": "string"});
    let number = |name: &str, titles: &str| json!({"name": name, "titles": titles, "datatype": "number", "null": ""});
    let columns: Vec<Value> = vec![
        text("table", "Table"),
        text("section", "Section"),
        text("row", "Row"),
        json!({"name": "is_total", "titles": "Whether the row sums others", "datatype": "boolean"}),
        text("column", "Figure, as listed in dwlink:figures"),
        text("unit", "Unit"),
        number("value", "Value"),
        number("low", "Lower 95% limit"),
        number("high", "Upper 95% limit"),
        text("marker", &legend()),
    ];
    let figures = table.columns().iter().map(|c| json!({"name": c.name(), "titles": c.label(), "unit": c.unit()}));
    let document = json!({
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": format!("{}.csv", table.id()),
        "dc:title": table.title(),
        "dc:description": format!("{}, {}.", table.population(), table.period()),
        "dwlink:figures": figures.collect::<Vec<_>>(),
        "dwlink:notes": table.notes(),
        "dwlink:disclosure": table.policy().in_words(),
        "tableSchema": {"columns": columns},
    });
    format!("{document:#}\n")
}
