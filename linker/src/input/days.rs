//! Days as Parquet counts them, from 1 January 1970.

use jiff::Span;
use jiff::civil::{Date, date};

const FIRST_DAY: Date = date(1970, 1, 1);

/// The count of a day.
pub(crate) fn days_since_1970(day: Date) -> i32 {
    day.since(FIRST_DAY).map_or(0, |span| span.get_days())
}

/// The day of a count; none beyond the calendar.
pub(crate) fn day_of(days_since_1970: i32) -> Option<Date> {
    FIRST_DAY.checked_add(Span::new().try_days(days_since_1970).ok()?).ok()
}
