//! From the raw text of a cell to a value that can be compared, or to an honest null.
//!
//! Every reader is a pure function of the text (and of what the specification declares about its column) and returns
//! a [`Reading`]: a value or none, and the [`Findings`] that the data-quality report counts. Values hold personal
//! data, so their `Debug` prints `[redacted]`. Null markers are taken off first: [`NullMarkers::text`].
//!
//! ```
//! use linker::standardise::{NameKind, NullMarkers, read_name};
//!
//! let markers = NullMarkers::of(&["NA"]);
//! let surname = read_name(markers.text("Mc Donald"), NameKind::Surname);
//! assert_eq!(surname.value.as_ref().map(|name| name.whole()), Some("MCDONALD"));
//! assert_eq!(format!("{:?}", surname.value), "Some([redacted])");
//! ```

mod address;
mod date;
mod deletion;
mod finding;
mod identifier;
mod latin;
mod name;
mod nickname;
mod null_marker;
mod phonetic;
mod postcode;
mod reading;
mod redacted;
mod scanned;
mod sex;
mod substances;
mod town;

pub use address::{Address, read_address};
pub use date::{
    DEFAULT_LATEST_YEAR, DateFormat, EARLIEST_YEAR, EventDate, PartialDate, YearRange, read_date, read_date_parts,
    read_event_date,
};
pub use deletion::{each_one_deletion, one_deletions};
pub use finding::{Finding, FindingKind, Findings};
pub use identifier::{CroNumber, NhsNumber, Nino, PncId, read_cro_number, read_nhs_number, read_nino, read_pnc_id};
pub use name::{Forenames, Name, NameKind, read_forenames, read_name};
pub use nickname::Nicknames;
pub use null_marker::NullMarkers;
pub use phonetic::soundex;
pub use postcode::{Postcode, PostcodeShape, read_postcode};
pub use reading::Reading;
pub use sex::{Sex, SexCodes};
pub use substances::named_substances;
pub use town::{Town, read_town};
