//! Cutting a written date into its parts, in the order and width that its column declares.

use exchange::spec::DateFormat;

/// The texts of the three parts of a date as written, with named months turned into numbers.
pub(super) struct Written<'a> {
    pub(super) year: &'a str,
    pub(super) month: &'a str,
    pub(super) day: &'a str,
    /// First year of the hundred years in which a two-digit year lies.
    pub(super) pivot: Option<u16>,
}

/// Cuts a text that has this shape into its parts; they may still hold anything but separators.
pub(super) fn cut(format: DateFormat, text: &str) -> Option<Written<'_>> {
    match format {
        DateFormat::CompactYearMonthDay => {
            let text = eight(text)?;
            Some(written(&text[..4], &text[4..6], &text[6..]))
        }
        DateFormat::CompactDayMonthYear => {
            let text = eight(text)?;
            Some(written(&text[4..], &text[2..4], &text[..2]))
        }
        DateFormat::DayMonthYear => {
            let [day, month, year] = separated(text)?;
            (day.len() <= 2 && month.len() <= 2).then(|| written(year, month, day))
        }
        DateFormat::MonthDayYear => {
            let [month, day, year] = separated(text)?;
            (day.len() <= 2 && month.len() <= 2).then(|| written(year, month, day))
        }
        DateFormat::YearMonthDay => {
            let [year, month, day] = separated(text)?;
            (day.len() <= 2 && month.len() <= 2).then(|| written(year, month, day))
        }
        DateFormat::DayNamedMonthYear => {
            let [day, month, year] = separated(text)?;
            Some(written(year, month_number(month)?, day))
        }
        DateFormat::DayMonthShortYear { pivot } => {
            let [day, month, year] = separated(text)?;
            (year.len() == 2).then(|| Written { pivot: Some(pivot), ..written(year, month, day) })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_a_spec_may_name_cuts_a_date_written_so() {
        let written = [
            ("dd/mm/yyyy", "31/12/1980"),
            ("dd-mm-yyyy", "31-12-1980"),
            ("mm/dd/yyyy", "12/31/1980"),
            ("yyyy-mm-dd", "1980-12-31"),
            ("iso", "1980-12-31"),
            ("yyyymmdd", "19801231"),
            ("ddmmyyyy", "31121980"),
            ("dd-mon-yyyy", "31-DEC-1980"),
            ("dd/mm/yy@1930", "31/12/80"),
        ];
        for (name, text) in written {
            let format = DateFormat::from_name(name).unwrap_or_else(|| panic!("{name}"));
            let parts = cut(format, text).unwrap_or_else(|| panic!("{name} {text}"));
            assert!(parts.year.ends_with("80") && parts.month == "12" && parts.day == "31", "{name}");
        }
    }
}
