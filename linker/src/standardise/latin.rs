//! Folding of Latin letters to A-Z.

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// What one character of a name or an address is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Folded {
    /// A capital letter A-Z.
    Letter(char),
    /// An ASCII digit, or the vertical bar that scanners put for one.
    Digit(char),
    /// An apostrophe or an invisible character: the letters on both sides belong together.
    Joiner,
    /// A hyphen or dash.
    Hyphen,
    /// Anything else that separates words, kept for brackets.
    Separator(char),
    /// A letter of another script.
    Foreign,
}

/// Folds one character and hands over each result in turn: a ligature gives two letters, an accent nothing.
///
/// Unicode NFKD, combining marks dropped, then the letters that do not decompose, in the manner of CLDR `Latin-ASCII`.
pub(super) fn fold(character: char, mut give: impl FnMut(Folded)) {
    if character.is_ascii() {
        return give(fold_ascii(character));
    }
    match character {
        '\u{2018}'..='\u{201B}' | '\u{2032}' | '\u{2035}' | '\u{00B4}' | '\u{FF07}' // apostrophes
        // Modifier letters write the Arabic ayin and hamza and the Hawaiian okina; Unicode counts them as letters.
        | '\u{02B9}'..='\u{02DF}' | '\u{A78B}' | '\u{A78C}'
        | '\u{00AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' // invisible
        => return give(Folded::Joiner),
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' | '\u{FF0D}' => {
            return give(Folded::Hyphen);
        }
        _ => {}
    }
    decompose_compatible(character, |piece| {
        if piece.is_ascii() {
            give(fold_ascii(piece));
        } else if let Some(letters) = undecomposed(piece) {
            letters.chars().map(Folded::Letter).for_each(&mut give);
        } else if is_combining_mark(piece) {
            // An accent: dropped.
        } else if piece.is_alphabetic() {
            give(Folded::Foreign);
        } else {
            give(Folded::Separator(piece));
        }
    });
}

/// The letters A-Z of a text, in order; characters of other scripts are left out.
pub(super) fn letters(text: &str) -> String {
    let mut letters = String::with_capacity(text.len());
    for character in text.chars() {
        fold(character, |folded| {
            if let Folded::Letter(letter) = folded {
                letters.push(letter);
            }
        });
    }
    letters
}

const fn fold_ascii(character: char) -> Folded {
    match character {
        'A'..='Z' | 'a'..='z' => Folded::Letter(character.to_ascii_uppercase()),
        '0'..='9' | '|' => Folded::Digit(character),
        '\'' | '`' => Folded::Joiner,
        '-' => Folded::Hyphen,
        other => Folded::Separator(other),
    }
}

/// Latin letters without a Unicode decomposition (European, West African, Azerbaijani, Vietnamese).
const fn undecomposed(letter: char) -> Option<&'static str> {
    Some(match letter {
        'Æ' | 'æ' => "AE",
        'Œ' | 'œ' => "OE",
        'ß' | 'ẞ' => "SS",
        'Þ' | 'þ' => "TH",
        'Ð' | 'ð' | 'Đ' | 'đ' | 'Ɖ' | 'ɖ' | 'Ɗ' | 'ɗ' => "D",
        'Ø' | 'ø' | 'Ɔ' | 'ɔ' => "O",
        'Ł' | 'ł' => "L",
        'Ħ' | 'ħ' => "H",
        'ĸ' => "Q",
        'Ŋ' | 'ŋ' | 'Ɲ' | 'ɲ' => "N",
        'Ŧ' | 'ŧ' => "T",
        'Ə' | 'ə' | 'Ɛ' | 'ɛ' | 'Ǝ' | 'ǝ' => "E",
        'Ɓ' | 'ɓ' => "B",
        'Ƙ' | 'ƙ' => "K",
        'Ƴ' | 'ƴ' => "Y",
        'Ɣ' | 'ɣ' | 'Ǥ' | 'ǥ' => "G",
        'Ʋ' | 'ʋ' => "V",
        'ƒ' | 'Ƒ' => "F",
        'ı' | 'Ɨ' | 'ɨ' => "I",
        'Ƶ' | 'ƶ' => "Z",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn latin_letters_fold_to_a_to_z() {
        for (text, folded) in [
            ("Łukasz", "LUKASZ"),
            ("Strauß", "STRAUSS"),
            ("Søren", "SOREN"),
            ("Þórður", "THORDUR"),
            ("Æthelburh", "AETHELBURH"),
            ("Đặng", "DANG"),
            ("Işık", "ISIK"),
            ("Əliyev", "ELIYEV"),
            ("Ƙaura", "KAURA"),
            ("Siân", "SIAN"),
            ("ＳＭＩＴＨ", "SMITH"),
            ("ﬁona", "FIONA"),
            ("O\u{2019}Neil", "ONEIL"),
            ("Sa\u{02BF}ad", "SAAD"),
        ] {
            assert_eq!(letters(text), folded);
        }
    }

    #[test]
    fn other_scripts_are_recognised_and_not_mapped() {
        for character in ['а', 'Σ', 'م', '李', 'נ'] {
            let mut seen = Vec::new();
            fold(character, |folded| seen.push(folded));
            assert_eq!(seen, [Folded::Foreign]);
        }
    }
}
