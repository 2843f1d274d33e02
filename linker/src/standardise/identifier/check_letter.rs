//! The check letter of police numbers.

const LETTERS: &[u8; 23] = b"ZABCDEFGHJKLMNPQRTUVWXY";

/// Whether `letter` checks the digits: their value modulo 23 is its place in an alphabet without I, O and S.
///
/// Source: Ministry of Justice, hmpps-person-record, `IdentifierCheckDigitHandler`; the same alphabet checks arrest
/// summons numbers in the Bichard7 code.
pub(super) fn checks(digits: &str, letter: u8) -> bool {
    digits.parse::<u64>().is_ok_and(|value| LETTERS[(value % 23) as usize] == letter)
}
