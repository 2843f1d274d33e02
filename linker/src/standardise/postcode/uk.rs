//! United Kingdom postcode shapes (BS 7666; Royal Mail, "Programmers' guide to the PAF").

use crate::standardise::scanned;

/// The outward codes: `A` a letter, `9` a digit.
const OUTWARD: [&str; 6] = ["A9", "A99", "AA9", "AA99", "A9A", "AA9A"];
/// The one postcode of another shape.
const GIROBANK: &str = "GIR0AA";

/// How much of a postcode a text writes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Extent {
    Unit,
    Sector,
    District,
}

impl Extent {
    fn inward(self) -> &'static str {
        match self {
            Self::Unit => "9AA",
            Self::Sector => "9",
            Self::District => "",
        }
    }
}

/// Whether the text has the shape of that extent.
pub(super) fn fits(text: &str, extent: Extent) -> bool {
    extent == Extent::Unit && text == GIROBANK || shapes(text, extent).any(|shape| repairs(text, &shape) == Some(0))
}

/// Whether the letters of a text of the right shape are used at their places: no C, I, K, M, O or V at the end, no Q,
/// V or X first, no I, J or Z second.
pub(super) fn letters_are_in_use(text: &str, extent: Extent) -> bool {
    if text == GIROBANK {
        return true;
    }
    let end = &text[text.len() - if extent == Extent::Unit { 2 } else { 0 }..];
    !end.contains(['C', 'I', 'K', 'M', 'O', 'V'])
        && !text.starts_with(['Q', 'V', 'X'])
        && !text[1..].starts_with(['I', 'J', 'Z'])
}

/// The text with at most two misread characters replaced so that it has the shape and uses valid letters; `None` when
/// no shape does, or two do equally well.
pub(super) fn repair(text: &str, extent: Extent) -> Option<String> {
    let mut candidates: Vec<(usize, String)> = shapes(text, extent)
        .filter_map(|shape| {
            let count = repairs(text, &shape).filter(|count| *count <= 2)?;
            let repaired: String =
                text.chars().zip(shape.chars()).filter_map(|(character, place)| at_place(character, place)).collect();
            letters_are_in_use(&repaired, extent).then_some((count, repaired))
        })
        .collect();
    candidates.sort();
    match candidates.as_slice() {
        [(best, _), (second, _), ..] if best == second => None,
        [(_, repaired), ..] => Some(repaired.clone()),
        [] => None,
    }
}

fn shapes(text: &str, extent: Extent) -> impl Iterator<Item = String> {
    let length = text.len();
    OUTWARD
        .iter()
        .map(move |outward| format!("{outward}{}", extent.inward()))
        .filter(move |shape| shape.len() == length)
}

/// How many characters must be replaced to give the text this shape.
fn repairs(text: &str, shape: &str) -> Option<usize> {
    text.chars()
        .zip(shape.chars())
        .map(|(character, place)| at_place(character, place).map(|right| usize::from(right != character)))
        .sum()
}

/// The character that a place demands: the one written, or the one it was misread for.
fn at_place(character: char, place: char) -> Option<char> {
    match place {
        '9' if character.is_ascii_digit() => Some(character),
        '9' => scanned::as_digit(character),
        _ if character.is_ascii_uppercase() => Some(character),
        _ => match character {
            '1' => Some('I'),
            other => scanned::as_letter(other),
        },
    }
}
