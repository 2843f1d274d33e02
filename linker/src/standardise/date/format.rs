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

/// The texts of the three parts of a date as written, with named months turned into numbers.
pub(super) struct Written<'a> {
    pub(super) year: &'a str,
    pub(super) month: &'a str,
    pub(super) day: &'a str,
    /// First year of the hundred years in which a two-digit year lies.
    pub(super) pivot: Option<u16>,
}

impl DateFormat {
    /// The format that a specification names by its text form, as given for each variant; letter case is free.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        let name = name.trim().to_ascii_lowercase();
        if let Some(pivot) = name.strip_prefix("dd/mm/yy@") {
            let pivot = pivot.parse().ok()?;
            return (1800..=2100).contains(&pivot).then_some(Self::DayMonthShortYear { pivot });
        }
        Some(match name.as_str() {
            "dd/mm/yyyy" => Self::DayMonthYear,
            "mm/dd/yyyy" => Self::MonthDayYear,
            "yyyy-mm-dd" | "iso" => Self::YearMonthDay,
            "yyyymmdd" => Self::CompactYearMonthDay,
            "ddmmyyyy" => Self::CompactDayMonthYear,
            "dd-mon-yyyy" => Self::DayNamedMonthYear,
            _ => return None,
        })
    }

    /// Cuts a text that has this shape into its parts; they may still hold anything but separators.
    pub(super) fn cut(self, text: &str) -> Option<Written<'_>> {
        match self {
            Self::CompactYearMonthDay => {
                let text = eight(text)?;
                Some(written(&text[..4], &text[4..6], &text[6..]))
            }
            Self::CompactDayMonthYear => {
                let text = eight(text)?;
                Some(written(&text[4..], &text[2..4], &text[..2]))
            }
            Self::DayMonthYear => {
                let [day, month, year] = separated(text)?;
                (day.len() <= 2 && month.len() <= 2).then(|| written(year, month, day))
            }
            Self::MonthDayYear => {
                let [month, day, year] = separated(text)?;
                (day.len() <= 2 && month.len() <= 2).then(|| written(year, month, day))
            }
            Self::YearMonthDay => {
                let [year, month, day] = separated(text)?;
                (day.len() <= 2 && month.len() <= 2).then(|| written(year, month, day))
            }
            Self::DayNamedMonthYear => {
                let [day, month, year] = separated(text)?;
                Some(written(year, month_number(month)?, day))
            }
            Self::DayMonthShortYear { pivot } => {
                let [day, month, year] = separated(text)?;
                (year.len() == 2).then(|| Written { pivot: Some(pivot), ..written(year, month, day) })
            }
        }
    }
}

fn written<'a>(year: &'a str, month: &'a str, day: &'a str) -> Written<'a> {
    Written { year, month, day, pivot: None }
}

fn eight(text: &str) -> Option<&str> {
    (text.len() == 8 && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'|')).then_some(text)
}

/// Three parts between separators; what follows the third after a space or a `T` is a time.
fn separated(text: &str) -> Option<[&str; 3]> {
    if !text.is_ascii() {
        return None;
    }
    let mut parts = text.splitn(3, ['/', '-', '.', ' ']);
    let (first, second, rest) = (parts.next()?, parts.next()?, parts.next()?);
    let third_ends = rest.find([' ', 'T', ',']).unwrap_or(rest.len());
    let (third, time) = rest.split_at(third_ends);
    let time_fits = time.is_empty() || time.contains(':');
    let is_part = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'|');
    (time_fits && [first, second, third].into_iter().all(is_part)).then_some([first, second, third])
}

fn month_number(name: &str) -> Option<&'static str> {
    const MONTHS: [(&str, &str); 12] = [
        ("january", "1"),
        ("february", "2"),
        ("march", "3"),
        ("april", "4"),
        ("may", "5"),
        ("june", "6"),
        ("july", "7"),
        ("august", "8"),
        ("september", "9"),
        ("october", "10"),
        ("november", "11"),
        ("december", "12"),
    ];
    let name = name.to_ascii_lowercase();
    MONTHS
        .iter()
        .find(|(month, _)| name == *month || name == month[..3] || name == "sept" && *month == "september")
        .map(|(_, number)| *number)
}
