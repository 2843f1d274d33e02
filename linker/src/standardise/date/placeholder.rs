//! Dates that are defaults of systems and of people, not dates.

use super::value::YearRange;

/// Whether the date is a well-known default. A year that the column's range contains is data, not a default.
///
/// Other dates on 1 January stay: most are real, and they are counted under their own rule.
pub(super) fn is_placeholder(year: u16, month: Option<u8>, day: Option<u8>, years: &YearRange) -> bool {
    YEARS.contains(&year) && !years.contains(year) || month.zip(day).is_some_and(|(m, d)| DAYS.contains(&(year, m, d)))
}

/// Years in which every date is a default.
const YEARS: &[u16] = &[
    1,    // the zero of many database drivers
    1111, // one key held down
    1582, // the zero of SPSS dates, 14 October 1582
    1753, // the smallest year of SQL Server's datetime
    1800, // typed for an unknown year; before any birth on file
    2222, // one key held down
    2999, // an open end written as a date
    9999, // an open end or an unknown date
];

/// Single days.
const DAYS: &[(u16, u8, u8)] = &[
    (1899, 12, 30), // the zero of spreadsheet dates
    (1899, 12, 31), // day one of spreadsheet dates
    (1900, 1, 1),   // SQL Server's zero; removed as a default in Ministry of Justice data
    (1901, 1, 1),   // typed for an unknown birth where 1900 is refused
    (1970, 1, 1),   // the Unix epoch; removed as a default in Ministry of Justice data
    (2099, 12, 31), // an open end written as a date
];
