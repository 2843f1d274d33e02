//! Calendar days as a count, so that windows and person-time are integer arithmetic.

use std::fmt;

use jiff::civil::Date;
use jiff::{ToSpan, Unit};

/// A calendar day, counted from 1 January 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i32);

impl Day {
    /// The day with this Gregorian year, month (1-12) and day of the month; `None` where the calendar has no such day.
    #[must_use]
    pub fn from_ymd(year: i16, month: i8, day: i8) -> Option<Self> {
        Date::new(year, month, day).ok().and_then(Self::from_date)
    }

    /// Reads `2006-04-01`; `None` for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        text.parse::<Date>().ok().and_then(Self::from_date)
    }

    /// The day `days` after 1 January 1970, as Parquet's `DATE` stores it.
    #[must_use]
    pub fn from_epoch_days(days: i32) -> Self {
        Self(days)
    }

    /// The day `days` later (earlier if negative).
    #[must_use]
    pub fn plus(self, days: i32) -> Self {
        Self(self.0.saturating_add(days))
    }

    /// Days from `earlier` to this day; negative if `earlier` is in fact later.
    #[must_use]
    pub fn since(self, earlier: Self) -> i32 {
        self.0.saturating_sub(earlier.0)
    }

    /// The calendar year; 0 beyond the year 9999, where the calendar of this crate ends. Asked for every stretch of everybody's time, so
    /// worked out by integers.
    ///
    /// Source: Hinnant H (2014), "chrono-compatible low-level date algorithms", `civil_from_days`.
    #[must_use]
    pub fn year(self) -> i16 {
        let day = i64::from(self.0) + DAYS_FROM_MARCH_0;
        let (era, of_era) = (day.div_euclid(DAYS_PER_ERA), day.rem_euclid(DAYS_PER_ERA));
        let of_years = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * of_years + of_years / 4 - of_years / 100);
        // The algorithm's years start in March; January begins on its day 306.
        let year = 400 * era + of_years + i64::from(of_year >= 306);
        i16::try_from(year).ok().filter(|year| (-9999..=9999).contains(year)).unwrap_or(0)
    }

    /// As a report writes it: `1 April 2006`.
    #[must_use]
    pub fn in_words(self) -> String {
        self.date().map_or_else(String::new, |date| {
            let month = MONTHS[(date.month() - 1) as usize];
            format!("{} {month} {}", date.day(), date.year())
        })
    }

    pub(crate) fn from_date(date: Date) -> Option<Self> {
        date.since((Unit::Day, EPOCH)).ok().map(|span| Self(span.get_days()))
    }

    fn date(self) -> Option<Date> {
        EPOCH.checked_add(self.0.days()).ok()
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.date().map_or(Ok(()), |date| write!(f, "{date}"))
    }
}

/// A stretch of days as a report writes it: `six months` for 183 days, `90 days` for 90.
#[must_use]
pub fn span_in_words(days: i32) -> String {
    match days {
        91 => "three months".into(),
        182 | 183 => "six months".into(),
        365 => "twelve months".into(),
        730 => "two years".into(),
        days => format!("{days} days"),
    }
}

/// Days in a year of person-time: the mean Julian year, as domain papers on drug-related deaths use.
pub const DAYS_PER_YEAR: f64 = 365.25;

/// From 1 March of the year 0 to 1 January 1970.
const DAYS_FROM_MARCH_0: i64 = 719_468;
/// Days in 400 years.
const DAYS_PER_ERA: i64 = 146_097;

const EPOCH: Date = jiff::civil::date(1970, 1, 1);

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_across_a_leap_day_and_prints_both_ways() {
        let start = Day::parse("2008-02-28").unwrap();
        let end = Day::from_ymd(2008, 3, 1).unwrap();
        assert_eq!(end.since(start), 2);
        assert_eq!(start.plus(2), end);
        assert_eq!(end.to_string(), "2008-03-01");
        assert_eq!(end.in_words(), "1 March 2008");
        assert_eq!(end.year(), 2008);
    }

    #[test]
    fn the_year_is_the_calendars_on_every_day_of_eight_centuries_and_at_its_ends() {
        let ends = [-4_371_588, -4_371_587, 2_932_896, 2_932_897];
        for day in (-150_000..150_000).chain(ends).map(Day::from_epoch_days) {
            assert_eq!(day.year(), day.date().map_or(0, Date::year), "{day:?}");
        }
        assert_eq!([i32::MIN, i32::MAX].map(|day| Day::from_epoch_days(day).year()), [0, 0]);
    }

    #[test]
    fn refuses_days_the_calendar_does_not_have() {
        assert_eq!(Day::parse("2007-02-29"), None);
        assert_eq!(Day::from_ymd(2007, 13, 1), None);
    }
}
