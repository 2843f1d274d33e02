//! Reading dates of birth.

use exchange::spec::DateFormat;

use super::format::{self, Written};
use super::parts::{self, ImpossibleMonth};
use super::placeholder::is_placeholder;
use super::value::{PartialDate, YearRange};
use crate::standardise::finding::{Finding, Findings};
use crate::standardise::reading::Reading;

/// Reads a date of birth written in the first declared format whose shape it has.
///
/// Misread digits are repaired; an impossible month and a possible one as day are exchanged; a part that stays
/// impossible is null and the others are kept; the year must lie in `years`
/// (a number is the latest year). Well-known defaults become null as a whole.
///
/// ```
/// use linker::standardise::{DEFAULT_LATEST_YEAR, DateFormat, Finding, read_date};
///
/// let read = read_date("31/O2/1980", &[DateFormat::DayMonthYear], DEFAULT_LATEST_YEAR);
/// let date = read.value.expect("year and month");
/// assert_eq!((date.year(), date.month(), date.day()), (Some(1980), Some(2), None));
/// assert!(read.findings.contains(Finding::ImpossibleDay) && read.findings.contains(Finding::ScannedDate));
/// ```
#[must_use]
pub fn read_date(raw: &str, formats: &[DateFormat], years: impl Into<YearRange>) -> Reading<PartialDate> {
    let text = raw.trim();
    if text.is_empty() {
        return Reading::null(Finding::Missing);
    }
    match formats.iter().find_map(|format| format::cut(*format, text)) {
        Some(written) => read_written(&written, &years.into()),
        None => Reading::null(Finding::UnreadableDate),
    }
}

/// Reads a date of birth from three columns, any of which may be empty. The rules are those of [`read_date`].
#[must_use]
pub fn read_date_parts(year: &str, month: &str, day: &str, years: impl Into<YearRange>) -> Reading<PartialDate> {
    let written = Written { year, month, day, pivot: None };
    if [year, month, day].iter().all(|part| part.trim().is_empty()) {
        return Reading::null(Finding::Missing);
    }
    read_written(&written, &years.into())
}

fn read_written(written: &Written<'_>, years: &YearRange) -> Reading<PartialDate> {
    let mut parts = parts::read(written, ImpossibleMonth::Swap);
    if parts.year.is_some_and(|year| is_placeholder(year, parts.month, parts.day, years)) {
        return Reading::null(Finding::PlaceholderDate);
    }
    parts::hold_year(&mut parts, years);
    let findings = noted(written, parts.findings, parts.month, parts.day);
    match PartialDate::new(parts.year, parts.month, parts.day) {
        Some(date) => Reading::found(date, findings),
        None => Reading::nothing(findings),
    }
}

fn noted(written: &Written<'_>, mut findings: Findings, month: Option<u8>, day: Option<u8>) -> Findings {
    let absent = [written.year, written.month, written.day].iter().any(|part| part.trim().is_empty());
    if absent {
        findings.insert(Finding::PartialDate);
    }
    if (month, day) == (Some(1), Some(1)) {
        findings.insert(Finding::FirstOfJanuary);
    }
    findings
}
