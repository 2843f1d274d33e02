//! Hexadecimal text, lower case when written, either case when read.

/// Appends `bytes` to `text`, two digits a byte.
pub(crate) fn encode(bytes: &[u8], text: &mut String) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    for byte in bytes {
        text.push(char::from(DIGITS[usize::from(byte >> 4)]));
        text.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
}

/// Fills `bytes` from exactly twice as many digits; `None` for anything else.
pub(crate) fn decode(text: &str, bytes: &mut [u8]) -> Option<()> {
    if text.len() != 2 * bytes.len() {
        return None;
    }
    for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
        *byte = digit(pair[0])? << 4 | digit(pair[1])?;
    }
    Some(())
}

fn digit(character: u8) -> Option<u8> {
    char::from(character).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn round_trip(bytes in any::<[u8; 9]>()) {
            let mut text = String::new();
            encode(&bytes, &mut text);
            let mut back = [0; 9];
            prop_assert_eq!(decode(&text.to_uppercase(), &mut back), Some(()));
            prop_assert_eq!(back, bytes);
        }
    }

    #[test]
    fn wrong_length_and_wrong_digits_are_refused() {
        assert_eq!(decode("0", &mut [0]), None);
        assert_eq!(decode("000", &mut [0]), None);
        assert_eq!(decode("0g", &mut [0]), None);
        assert_eq!(decode("+1", &mut [0]), None);
    }
}
