//! What time it is: the machine's clock, or the one that a test fixes.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Unit};

use crate::args::Common;

/// Now, to the second.
pub(crate) fn now(common: &Common) -> Timestamp {
    let now = common.test_now.unwrap_or_else(Timestamp::now);
    now.round(Unit::Second).unwrap_or(now)
}

/// The day in UTC.
pub(crate) fn today(common: &Common) -> Date {
    now(common).to_zoned(TimeZone::UTC).date()
}
