//! Reading the three parts of a date and putting them together.

use super::format::Written;
use super::value::{YearRange, last_day};
use crate::standardise::finding::{Finding, Findings};
use crate::standardise::scanned;

/// What to do when the month is impossible and the day would be a possible month.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum ImpossibleMonth {
    Swap,
    Refuse,
}

/// The parts of a date that are possible, and what was noticed.
#[derive(Default)]
pub(super) struct Parts {
    pub(super) year: Option<u16>,
    pub(super) month: Option<u8>,
    pub(super) day: Option<u8>,
    pub(super) findings: Findings,
}

/// Reads the parts and drops those that are impossible. The year is not yet held against a range: a placeholder may
/// lie outside.
pub(super) fn read(written: &Written<'_>, impossible_month: ImpossibleMonth) -> Parts {
    let mut findings = Findings::default();
    let year = year(written, &mut findings);
    let month = number(written.month, Finding::ImpossibleMonth, &mut findings);
    let day = number(written.day, Finding::ImpossibleDay, &mut findings);
    let (month, day) = match (month, day) {
        (Some(month @ 13..=31), Some(day @ 1..=12)) if impossible_month == ImpossibleMonth::Swap => {
            findings.insert(Finding::DayMonthSwapped);
            (Some(day), Some(month))
        }
        other => other,
    };
    let mut keep = |part: Option<u16>, possible: bool, finding| {
        if part.is_some() && !possible {
            findings.insert(finding);
        }
        part.and_then(|part| u8::try_from(part).ok()).filter(|_| possible)
    };
    let month = keep(month, month.is_some_and(|month| (1..=12).contains(&month)), Finding::ImpossibleMonth);
    let last = u16::from(last_day(year, month));
    let day = keep(day, day.is_some_and(|day| (1..=last).contains(&day)), Finding::ImpossibleDay);
    Parts { year, month, day, findings }
}

/// Drops a year outside the range.
pub(super) fn hold_year(parts: &mut Parts, years: &YearRange) {
    if parts.year.is_some_and(|year| !years.contains(year)) {
        parts.year = None;
        parts.findings.insert(Finding::YearOutOfRange);
    }
}

fn year(written: &Written<'_>, findings: &mut Findings) -> Option<u16> {
    let text = written.year.trim();
    let year = number(text, Finding::YearOutOfRange, findings)?;
    match (text.len(), written.pivot) {
        (4, None) => Some(year),
        (2, Some(pivot)) => {
            let century = pivot - pivot % 100;
            let in_century = century + year;
            Some(if in_century < pivot { in_century + 100 } else { in_century })
        }
        (2, None) => {
            findings.insert(Finding::TwoDigitYear);
            None
        }
        _ => {
            findings.insert(Finding::YearOutOfRange);
            None
        }
    }
}

/// The number that a part writes, misread digits repaired. An absent part gives nothing and no finding.
fn number(text: &str, unreadable: Finding, findings: &mut Findings) -> Option<u16> {
    let text = text.trim();
    let mut number: u16 = 0;
    let mut scanned = false;
    for character in text.chars() {
        let digit = if character.is_ascii_digit() {
            Some(character)
        } else {
            scanned = true;
            scanned::as_digit(character)
        };
        let value = digit
            .and_then(|digit| digit.to_digit(10))
            .and_then(|digit| number.checked_mul(10)?.checked_add(digit as u16));
        let Some(value) = value else {
            findings.insert(unreadable);
            return None;
        };
        number = value;
    }
    if text.is_empty() {
        return None;
    }
    if scanned {
        findings.insert(Finding::ScannedDate);
    }
    Some(number)
}
