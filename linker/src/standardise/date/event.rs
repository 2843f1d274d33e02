//! Reading dates of events.

use exchange::spec::DateFormat;

use super::format;
use super::parts::{self, ImpossibleMonth};
use super::placeholder::is_placeholder;
use super::value::{EventDate, YearRange, civil};
use crate::standardise::finding::Finding;
use crate::standardise::reading::Reading;

/// Reads the date of an event: all of it or null. Misread digits are repaired; day and month are never exchanged,
/// because follow-up is counted in days.
#[must_use]
pub fn read_event_date(raw: &str, formats: &[DateFormat], years: impl Into<YearRange>) -> Reading<EventDate> {
    let years = years.into();
    let text = raw.trim();
    if text.is_empty() {
        return Reading::null(Finding::Missing);
    }
    let Some(written) = formats.iter().find_map(|format| format::cut(*format, text)) else {
        return Reading::null(Finding::UnreadableDate);
    };
    let mut parts = parts::read(&written, ImpossibleMonth::Refuse);
    if parts.year.is_some_and(|year| is_placeholder(year, parts.month, parts.day, &years)) {
        return Reading::null(Finding::PlaceholderDate);
    }
    parts::hold_year(&mut parts, &years);
    let (Some(year), Some(month), Some(day)) = (parts.year, parts.month, parts.day) else {
        return Reading::nothing(parts.findings);
    };
    match civil(year, month, day) {
        Some(date) => Reading::found(EventDate(date), parts.findings),
        None => Reading::null(Finding::ImpossibleDay),
    }
}
