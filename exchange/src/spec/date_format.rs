//! The order and width in which a column writes its dates.

/// A declared date format. In the separated ones `/`, `-`, `.` and space are equivalent, leading zeros optional, and
/// a time after the date is ignored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DateFormat {
    /// `dd/mm/yyyy`
    DayMonthYear,
    /// `mm/dd/yyyy`
    MonthDayYear,
    /// `yyyy-mm-dd`, ISO 8601 extended
    YearMonthDay,
    /// `yyyymmdd`, ISO 8601 basic
    CompactYearMonthDay,
    /// `ddmmyyyy`
    CompactDayMonthYear,
    /// `dd-MON-yyyy`, English month names or their first three letters
    DayNamedMonthYear,
    /// `dd/mm/yy@1930`: two-digit years lie in the hundred years that start with the pivot year
    DayMonthShortYear {
        /// First year of the window, for example 1930 for 1930 to 2029.
        pivot: u16,
    },
}

impl DateFormat {
    /// The names that [`DateFormat::from_name`] knows, for messages.
    pub const NAMES: &str =
        "dd/mm/yyyy, mm/dd/yyyy, yyyy-mm-dd, yyyymmdd, ddmmyyyy, dd-mon-yyyy, dd/mm/yy@1930 (first year of the window)";

    /// The format that a specification names by its text form, as given for each variant; letter case is free.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        let name = name.trim().to_ascii_lowercase();
        if let Some(pivot) = name.strip_prefix("dd/mm/yy@") {
            let pivot = pivot.parse().ok()?;
            return (1800..=2100).contains(&pivot).then_some(Self::DayMonthShortYear { pivot });
        }
        Some(match name.as_str() {
            "dd/mm/yyyy" | "dd-mm-yyyy" => Self::DayMonthYear,
            "mm/dd/yyyy" => Self::MonthDayYear,
            "yyyy-mm-dd" | "iso" => Self::YearMonthDay,
            "yyyymmdd" => Self::CompactYearMonthDay,
            "ddmmyyyy" => Self::CompactDayMonthYear,
            "dd-mon-yyyy" => Self::DayNamedMonthYear,
            _ => return None,
        })
    }
}
