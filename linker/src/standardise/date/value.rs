//! Standardised dates.

use std::ops::RangeInclusive;

use jiff::civil::Date;

use crate::standardise::redacted::redact_debug;

/// The earliest year a date may have when the source declares none.
pub const EARLIEST_YEAR: u16 = 1850;

/// The latest year a date may have when the source declares none.
pub const DEFAULT_LATEST_YEAR: u16 = 2100;

/// The years that can be right for a column. A single number is the latest one, after [`EARLIEST_YEAR`]; a file of
/// historical persons declares a range, for example `1500..=1950`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct YearRange(RangeInclusive<u16>);

impl YearRange {
    pub(super) fn contains(&self, year: u16) -> bool {
        self.0.contains(&year)
    }
}

impl From<u16> for YearRange {
    fn from(latest: u16) -> Self {
        Self(EARLIEST_YEAR..=latest)
    }
}

impl From<RangeInclusive<u16>> for YearRange {
    fn from(years: RangeInclusive<u16>) -> Self {
        Self(years)
    }
}

/// A date of birth of which each part may be unknown; never all of them. `Debug` is redacted.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PartialDate {
    year: Option<u16>,
    month: Option<u8>,
    day: Option<u8>,
}

redact_debug!(PartialDate, EventDate);

impl PartialDate {
    /// A date from its parts: month 1 to 12, day 1 to 31 and possible in that month and year where they are known.
    /// `None` when a part is impossible or all are unknown.
    #[must_use]
    pub fn new(year: Option<u16>, month: Option<u8>, day: Option<u8>) -> Option<Self> {
        let known = year.is_some() || month.is_some() || day.is_some();
        let possible = month.is_none_or(|month| (1..=12).contains(&month))
            && day.is_none_or(|day| day >= 1 && day <= last_day(year, month));
        (known && possible).then_some(Self { year, month, day })
    }

    /// The year, four digits.
    #[must_use]
    pub fn year(self) -> Option<u16> {
        self.year
    }

    /// The month, 1 to 12.
    #[must_use]
    pub fn month(self) -> Option<u8> {
        self.month
    }

    /// The day of the month, 1 to 31.
    #[must_use]
    pub fn day(self) -> Option<u8> {
        self.day
    }

    /// The calendar date, when all parts are known.
    #[must_use]
    pub fn to_civil(self) -> Option<Date> {
        civil(self.year?, self.month?, self.day?)
    }
}

/// The exact date of an event such as a death or a conviction. `Debug` is redacted.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EventDate(pub(super) Date);

impl EventDate {
    /// The calendar date.
    #[must_use]
    pub fn date(self) -> Date {
        self.0
    }
}

pub(super) fn civil(year: u16, month: u8, day: u8) -> Option<Date> {
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// The last day a month can have; an unknown month may have 31 and an unknown year may be a leap year.
pub(super) fn last_day(year: Option<u16>, month: Option<u8>) -> u8 {
    match month {
        Some(4 | 6 | 9 | 11) => 30,
        Some(2) => match year {
            Some(year) if civil(year, 2, 29).is_none() => 28,
            _ => 29,
        },
        _ => 31,
    }
}
