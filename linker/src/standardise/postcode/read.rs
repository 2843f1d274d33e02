//! Reading one postcode.

use exchange::spec::PostcodeShape;

use super::placeholder;
use super::uk::{self, Extent};
use super::value::Postcode;
use crate::standardise::finding::{Finding, Findings};
use crate::standardise::reading::Reading;
use crate::standardise::scanned;

/// Reads a postcode: United Kingdom (whole, sector or district), United States (5 or 9 digits) or another numeric one.
///
/// Misread characters are replaced where their place demands a letter or a digit. What starts with a letter and has
/// no valid shape is kept as typed and counted, because a typing error still agrees with itself and its sector may
/// be right.
#[must_use]
pub fn read_postcode(raw: &str, shape: PostcodeShape) -> Reading<Postcode> {
    let typed: String = raw
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || *c == '|')
        .map(|c| if c == '|' { 'I' } else { c })
        .collect();
    let text = typed.to_ascii_uppercase();
    if raw.trim().is_empty() {
        Reading::null(Finding::Missing)
    } else if placeholder::is_placeholder(&text) {
        Reading::null(Finding::PlaceholderPostcode)
    } else if text.is_empty() || text.len() > LONGEST {
        Reading::null(Finding::UnreadablePostcode)
    } else {
        read_uk(raw, &text, shape)
            .or_else(|| read_digits(&typed))
            .or_else(|| read_misread_uk(&text, shape))
            .unwrap_or_else(|| read_irregular(text))
    }
}

/// No postcode in the world is longer than ten letters and digits.
const LONGEST: usize = 10;

fn read_uk(raw: &str, text: &str, shape: PostcodeShape) -> Option<Reading<Postcode>> {
    let extent =
        [Extent::Unit].into_iter().chain(partial_extents(raw, shape)).find(|extent| uk::fits(text, *extent))?;
    let mut findings = Findings::default();
    if !uk::letters_are_in_use(text, extent) {
        findings.insert(Finding::IrregularPostcode);
    }
    if shape == PostcodeShape::Whole && extent != Extent::Unit {
        findings.insert(Finding::PartialPostcode);
    }
    Some(Reading::found(postcode(text.to_owned(), extent), findings))
}

/// Sector and district, the likelier first.
fn partial_extents(raw: &str, shape: PostcodeShape) -> [Extent; 2] {
    let last_word = raw.split_whitespace().next_back().unwrap_or_default();
    let single_digit_apart = last_word.len() == 1 && last_word.len() < raw.trim().len();
    if shape == PostcodeShape::Sector || single_digit_apart {
        [Extent::Sector, Extent::District]
    } else {
        [Extent::District, Extent::Sector]
    }
}

fn postcode(text: String, extent: Extent) -> Postcode {
    match extent {
        Extent::Unit => Postcode::uk_unit(text),
        Extent::Sector => Postcode::uk_sector(text),
        Extent::District => Postcode::uk_district(text),
    }
}

/// Numeric codes of four digits or more. In one of five or nine characters, two may be letters that resemble digits.
fn read_digits(typed: &str) -> Option<Reading<Postcode>> {
    let misread = typed.bytes().filter(u8::is_ascii_alphabetic).count();
    let may_be_misread = matches!(typed.len(), 5 | 9) && misread <= 2;
    if typed.len() < 4 || misread > 0 && !may_be_misread {
        return None;
    }
    let mut digits: String = typed
        .chars()
        .map(|c| if c.is_ascii_digit() { Some(c) } else { scanned::as_digit(c) })
        .collect::<Option<_>>()?;
    if digits.len() == 9 {
        digits.truncate(5);
    }
    let findings = if misread > 0 { Findings::of(Finding::ScannedPostcode) } else { Findings::default() };
    Some(Reading::found(Postcode::numeric(digits), findings))
}

fn read_misread_uk(text: &str, shape: PostcodeShape) -> Option<Reading<Postcode>> {
    let extent = match shape {
        PostcodeShape::Auto | PostcodeShape::Whole => Extent::Unit,
        PostcodeShape::Sector => Extent::Sector,
        PostcodeShape::District => Extent::District,
    };
    let repaired = uk::repair(text, extent)?;
    Some(Reading::found(postcode(repaired, extent), Findings::of(Finding::ScannedPostcode)))
}

/// A typing error in a postcode: five to eight characters, a letter first and a digit somewhere.
fn read_irregular(text: String) -> Reading<Postcode> {
    let plausible = (5..=8).contains(&text.len())
        && text.starts_with(|first: char| first.is_ascii_uppercase())
        && text.contains(|c: char| c.is_ascii_digit());
    if plausible {
        Reading::found(Postcode::uk_unit(text), Findings::of(Finding::IrregularPostcode))
    } else {
        Reading::null(Finding::UnreadablePostcode)
    }
}
