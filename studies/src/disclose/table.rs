//! What a study fills in: rows, columns and raw cells. It can be written, never read.

use super::cell::Cell;
use super::measure::Measure;

/// A table of raw figures, which only [`disclose`](super::disclose) can open.
pub struct Table {
    pub(super) id: &'static str,
    pub(super) title: String,
    pub(super) population: String,
    pub(super) period: String,
    pub(super) columns: Vec<Column>,
    pub(super) rows: Vec<Row>,
    pub(super) groups: Vec<Group>,
    pub(super) charts: Vec<Chart>,
    pub(super) notes: Vec<String>,
    section: Option<String>,
}

/// A column of one table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ColumnId(pub(super) usize);

/// A row of one table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RowId(pub(super) usize);

/// A row that no total has claimed yet. A row belongs to one total at most: the total consumes it.
#[derive(Debug)]
#[must_use = "a row outside any total is protected alone; say `.alone()` if that is meant"]
pub struct Part(RowId);

impl Part {
    /// The row's place, to point at it later.
    #[must_use]
    pub fn id(&self) -> RowId {
        self.0
    }

    /// Leaves the row outside any total.
    #[expect(clippy::must_use_candidate, reason = "called for its meaning: the row needs no total")]
    pub fn alone(self) -> RowId {
        self.0
    }
}

/// How a table is drawn. The chart sees released figures only.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Chart {
    /// A dot with its interval for each row, and a line at the value that means "no difference".
    Interval {
        /// The measure drawn.
        measure: ColumnId,
        /// Where the line stands, if anywhere.
        reference: Option<f64>,
    },
    /// The same, with an axis of its own for each section: sections may differ in unit.
    IntervalBySection {
        /// The measure drawn.
        measure: ColumnId,
    },
    /// Two bars a row, before and after.
    BeforeAfter {
        /// The first bar.
        before: ColumnId,
        /// The second bar.
        after: ColumnId,
    },
    /// Two dots a row on one axis through 0: how unlike two groups are before and after matching.
    Love {
        /// The first dot.
        before: ColumnId,
        /// The second dot.
        after: ColumnId,
    },
    /// Two measures as lines over the rows, in order.
    Lines {
        /// The measures drawn.
        measures: [ColumnId; 2],
    },
    /// One horizontal bar a row.
    Bars {
        /// The column drawn.
        column: ColumnId,
    },
}

pub(super) struct Column {
    pub(super) name: &'static str,
    pub(super) label: String,
    pub(super) kind: Kind,
}

pub(super) enum Kind {
    /// A count, whose total is the sum of its parts.
    Count {
        part_of: Option<ColumnId>,
    },
    /// People who may stand in several rows, so that a total is its own count.
    Distinct,
    /// Person-years of the people in another column.
    Years {
        people: ColumnId,
    },
    /// A standard error, rounded and never summed; of figures made from the two counts.
    StandardError {
        of: [ColumnId; 2],
    },
    /// A figure of many people that is no count, to two decimals.
    Figure {
        unit: &'static str,
    },
    /// An estimate of a model.
    Modelled {
        unit: &'static str,
        is_share: bool,
    },
    Measure(Measure),
}

pub(super) struct Row {
    pub(super) section: Option<String>,
    pub(super) label: String,
    pub(super) cells: Vec<Option<Cell>>,
    pub(super) is_total: bool,
    /// The row whose people these are some of.
    pub(super) within: Option<RowId>,
}

/// Whether a total of this kind is the sum of its parts.
pub(super) fn is_summed(kind: &Kind) -> bool {
    matches!(kind, Kind::Count { .. } | Kind::Years { .. })
}

/// Rows that partition a population; `total` is the row that shows their sum, or `None` if the sum can be known from elsewhere.
pub(super) struct Group {
    pub(super) parts: Vec<RowId>,
    pub(super) total: Option<RowId>,
}

impl Table {
    /// An empty table. `id` names the released files: lower-case words joined by hyphens.
    #[must_use]
    pub fn new(
        id: &'static str,
        title: impl Into<String>,
        population: impl Into<String>,
        period: impl Into<String>,
    ) -> Self {
        Self {
            id,
            title: title.into(),
            population: population.into(),
            period: period.into(),
            columns: Vec::new(),
            rows: Vec::new(),
            groups: Vec::new(),
            charts: Vec::new(),
            notes: Vec::new(),
            section: None,
        }
    }

    /// A count of people or events, each in one row only.
    pub fn count(&mut self, name: &'static str, label: impl Into<String>) -> ColumnId {
        self.column(name, label, Kind::Count { part_of: None })
    }

    /// A count that is part of another column, so that what is left of that column has to be safe as well.
    pub fn part_of(&mut self, whole: ColumnId, name: &'static str, label: impl Into<String>) -> ColumnId {
        self.column(name, label, Kind::Count { part_of: Some(whole) })
    }

    /// A count of people who may stand in more than one row.
    pub fn distinct(&mut self, name: &'static str, label: impl Into<String>) -> ColumnId {
        self.column(name, label, Kind::Distinct)
    }

    /// Person-years of the people in another column: hidden where they are, since years at risk can tell how many they are.
    pub fn years(&mut self, people: ColumnId, name: &'static str, label: impl Into<String>) -> ColumnId {
        self.column(name, label, Kind::Years { people })
    }

    /// A standard error that released counts cannot give, of a comparison of the two counts `of`: hidden with either.
    pub fn standard_error(&mut self, of: [ColumnId; 2], name: &'static str, label: impl Into<String>) -> ColumnId {
        self.column(name, label, Kind::StandardError { of })
    }

    /// A figure of many people that is no count, such as a standardised difference.
    pub fn figure(&mut self, name: &'static str, label: impl Into<String>, unit: &'static str) -> ColumnId {
        self.column(name, label, Kind::Figure { unit })
    }

    /// A ratio or rate that a model estimates.
    pub fn modelled(&mut self, name: &'static str, label: impl Into<String>, unit: &'static str) -> ColumnId {
        self.column(name, label, Kind::Modelled { unit, is_share: false })
    }

    /// A percentage of people that a curve estimates.
    pub fn modelled_share(&mut self, name: &'static str, label: impl Into<String>) -> ColumnId {
        self.column(name, label, Kind::Modelled { unit: "per cent", is_share: true })
    }

    /// A figure worked out from released figures of the same row.
    pub fn measure(&mut self, name: &'static str, label: impl Into<String>, measure: Measure) -> ColumnId {
        self.column(name, label, Kind::Measure(measure))
    }

    /// Starts a new section: the rows that follow stand under this heading.
    pub fn section(&mut self, heading: impl Into<String>) {
        self.section = Some(heading.into());
    }

    /// Adds a row with its cells; columns not mentioned do not apply to it.
    pub fn row(&mut self, label: impl Into<String>, cells: impl IntoIterator<Item = (ColumnId, Cell)>) -> Part {
        Part(self.push(label.into(), cells, false))
    }

    /// Adds a row that sums `parts`. `cells` are needed for distinct counts and standard errors only.
    pub fn total(
        &mut self,
        label: impl Into<String>,
        parts: impl IntoIterator<Item = Part>,
        cells: impl IntoIterator<Item = (ColumnId, Cell)>,
    ) -> Part {
        let row = self.push(label.into(), cells, true);
        self.groups.push(Group { parts: parts.into_iter().map(|part| part.0).collect(), total: Some(row) });
        Part(row)
    }

    /// Says that `parts` sum to something shown elsewhere, so that a hidden one must not be the only one.
    pub fn partition(&mut self, parts: impl IntoIterator<Item = Part>) {
        self.groups.push(Group { parts: parts.into_iter().map(|part| part.0).collect(), total: None });
    }

    /// Says that the people of `part` are some of those of the row `whole`, beside whom others of them may stand in further rows: what is
    /// left of the whole has to be safe as well.
    pub fn within(&mut self, whole: RowId, part: Part) -> RowId {
        let part = part.alone();
        self.rows[part.0].within = Some(whole);
        part
    }

    /// Draws the table this way, above it; several charts are drawn in order.
    pub fn chart(&mut self, chart: Chart) {
        self.charts.push(chart);
    }

    /// Adds a note under the table.
    pub fn note(&mut self, note: impl Into<String>) {
        self.notes.push(note.into());
    }

    fn column(&mut self, name: &'static str, label: impl Into<String>, kind: Kind) -> ColumnId {
        self.columns.push(Column { name, label: label.into(), kind });
        ColumnId(self.columns.len() - 1)
    }

    fn push(&mut self, label: String, cells: impl IntoIterator<Item = (ColumnId, Cell)>, is_total: bool) -> RowId {
        let mut slots = vec![None; self.columns.len()];
        for (column, cell) in cells {
            if let Some(slot) = slots.get_mut(column.0) {
                *slot = Some(cell);
            }
        }
        self.rows.push(Row { section: self.section.clone(), label, cells: slots, is_total, within: None });
        RowId(self.rows.len() - 1)
    }
}
