//! Dates: of birth, where each part counts, and of events, where only a whole date does.

mod event;
mod format;
mod parts;
mod placeholder;
mod read;
mod value;

pub use exchange::spec::DateFormat;

pub use event::read_event_date;
pub use read::{read_date, read_date_parts};
pub use value::{DEFAULT_LATEST_YEAR, EARLIEST_YEAR, EventDate, PartialDate, YearRange};
