//! A reviewer's pairs as a CSV table, for those who would rather fill in a table than a form.

use std::fmt::Write as _;

use linker::review::Item;

/// Who judges. Neither sees the other's answers, nor the pairs in the other's order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reviewer {
    A,
    B,
}

impl Reviewer {
    pub(super) const ALL: [Self; 2] = [Self::A, Self::B];

    pub(super) fn letter(self) -> &'static str {
        match self {
            Self::A => "a",
            Self::B => "b",
        }
    }

    /// The places of `items` items in the order in which this reviewer sees them.
    pub(super) fn order(self, items: usize, seed: u64) -> Vec<usize> {
        linker::review::presentation_order(items, seed, self as u64)
    }
}

/// `item,link`, a column for each comparison of any link, and an empty `label` to be filled in with match, no or unsure.
pub(super) fn sheet(items: &[Item], order: &[usize]) -> String {
    let mut comparisons: Vec<&str> = Vec::new();
    for shown in items.iter().flat_map(|item| &item.levels) {
        if !comparisons.contains(&shown.comparison) {
            comparisons.push(shown.comparison);
        }
    }
    let mut text = format!("item,link,{},label\n", comparisons.join(","));
    for place in order {
        let item = &items[*place];
        let _ = write!(text, "{},{}", place + 1, item.link);
        for comparison in &comparisons {
            let shown = item.levels.iter().find(|shown| shown.comparison == *comparison);
            let cell = shown.map_or("", |shown| shown.level.unwrap_or("missing"));
            // Labels of levels hold commas at most.
            let _ = if cell.contains(',') { write!(text, ",\"{cell}\"") } else { write!(text, ",{cell}") };
        }
        text.push_str(",\n");
    }
    text
}
