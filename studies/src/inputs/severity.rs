//! How serious offences are, by class.

use std::collections::BTreeMap;

use super::Offence;
use crate::Error;

const SHIPPED: &str = include_str!("../../codes/offence_severity_1.csv");

/// How serious an offence is: the longest sentence the law allows, in bands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// No custody.
    Fine,
    /// Up to a year.
    UpToOneYear,
    /// More than one, up to five.
    UpToFiveYears,
    /// More than five, up to ten.
    UpToTenYears,
    /// More than ten, not life.
    MoreThanTenYears,
    /// Life.
    Life,
}

impl Severity {
    /// Every band, the least serious first.
    pub const ALL: [Self; 6] =
        [Self::Fine, Self::UpToOneYear, Self::UpToFiveYears, Self::UpToTenYears, Self::MoreThanTenYears, Self::Life];

    /// The label in tables.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Fine => "A fine alone",
            Self::UpToOneYear => "Up to 1 year",
            Self::UpToFiveYears => "More than 1, up to 5 years",
            Self::UpToTenYears => "More than 5, up to 10 years",
            Self::MoreThanTenYears => "More than 10 years, not life",
            Self::Life => "Life",
        }
    }

    fn of_years(years: f64) -> Self {
        match years {
            ..=0.0 => Self::Fine,
            ..=1.0 => Self::UpToOneYear,
            ..=5.0 => Self::UpToFiveYears,
            ..=10.0 => Self::UpToTenYears,
            _ => Self::MoreThanTenYears,
        }
    }
}

/// A table of severities by class of offence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeverityTable {
    /// What a report calls it.
    name: &'static str,
    classes: BTreeMap<u16, Severity>,
}

impl Default for SeverityTable {
    /// The shipped table: statutory maxima.
    fn default() -> Self {
        let classes = Self::parse(SHIPPED).map(|table| table.classes).unwrap_or_default();
        Self { name: "the shipped list, version 1, of statutory maxima in England and Wales", classes }
    }
}

impl SeverityTable {
    /// Reads `class,maximum_years`, headed so; further columns and lines that start with `#` are left out. A class is the first three digits
    /// of the Home Office code; years are a number from 0, or `life`.
    ///
    /// # Errors
    /// [`Error::Value`] with row and column, from 1.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let fault = |row, column, rule| Error::Value { table: "severity".into(), row, column, rule };
        let mut lines = text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
        if !lines.next().is_some_and(|head| head.trim().starts_with("class,maximum_years")) {
            return Err(fault(0, "class", "must stand first in the head class,maximum_years"));
        }
        let mut classes = BTreeMap::new();
        for (line, row) in lines.zip(1..) {
            let mut fields = line.split(',').map(str::trim);
            let class = fields.next().filter(|class| class.len() == 3).and_then(|class| class.parse().ok());
            let class = class.ok_or_else(|| fault(row, "class", "must be three digits"))?;
            let severity = match fields.next().unwrap_or_default() {
                "life" => Some(Severity::Life),
                years => years.parse().ok().filter(|years| (0.0..100.0).contains(years)).map(Severity::of_years),
            };
            let severity =
                severity.ok_or_else(|| fault(row, "maximum_years", "must be a number of years from 0, or life"))?;
            if classes.insert(class, severity).is_some() {
                return Err(fault(row, "class", "must stand in one row only"));
            }
        }
        Ok(Self { name: "the list supplied with the study", classes })
    }

    /// The severity of an offence; `None` for a class that the table does not hold, or no class.
    #[must_use]
    pub fn of(&self, offence: &Offence) -> Option<Severity> {
        self.classes.get(&offence.class?).copied()
    }

    /// What a report calls it.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_table_reads_and_orders_offences() {
        let table = SeverityTable::default();
        let rows = SHIPPED.lines().filter(|line| !line.starts_with('#')).count() - 1;
        assert_eq!(table.classes.len(), rows);
        let of = |class| table.classes[&class];
        assert_eq!([of(182), of(105), of(8), of(46), of(28), of(34)], Severity::ALL);
    }

    #[test]
    fn a_bad_row_is_placed_and_not_repeated() {
        let of = |rows: &str| SeverityTable::parse(&format!("class,maximum_years\n{rows}"));
        assert!(of("046,7\n034,life").is_ok());
        for (rows, said) in [
            ("46,7", "severity, row 1, column class: must be three digits"),
            ("046,7\n046,3", "severity, row 2, column class: must stand in one row only"),
            ("046,seven", "severity, row 1, column maximum_years: must be a number of years from 0, or life"),
            ("046,NaN", "severity, row 1, column maximum_years: must be a number of years from 0, or life"),
        ] {
            assert_eq!(of(rows).unwrap_err().to_string(), said);
        }
        assert!(SeverityTable::parse("offence,years\n").is_err());
    }
}
