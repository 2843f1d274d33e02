//! How the parts of a message become one byte string that can be read in one way only.

use zeroize::Zeroize;

/// A reusable buffer that frames a message exactly as [`Prf::mac`](crate::Prf::mac) does.
///
/// Each part follows its own length: one byte when the length is at most 254, otherwise the byte 255 and the length
/// as u64, big-endian. Two different lists of parts never frame alike. A message of 55 bytes or fewer, framing
/// included, costs two SHA-256 compressions in all (FIPS 198-1 with precomputed pads), the least there is.
///
/// The buffer keeps its allocation between messages and is wiped on drop: it holds a person's values in clear.
#[derive(Default)]
pub struct Frame(Vec<u8>);

impl Frame {
    /// An empty frame.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Empties the frame for the next message.
    pub fn clear(&mut self) -> &mut Self {
        self.0.clear();
        self
    }

    /// Appends one part.
    pub fn push(&mut self, part: &[u8]) -> &mut Self {
        self.0.extend_from_slice(LengthPrefix::of(part).as_bytes());
        self.0.extend_from_slice(part);
        self
    }

    /// The framed message, for [`Prf::mac_raw`](crate::Prf::mac_raw).
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl Drop for Frame {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

/// The bytes that stand before a part.
pub(crate) struct LengthPrefix {
    bytes: [u8; 9],
    used: usize,
}

impl LengthPrefix {
    const LONG: u8 = 255;

    pub(crate) fn of(part: &[u8]) -> Self {
        let mut bytes = [Self::LONG; 9];
        match u8::try_from(part.len()) {
            Ok(length) if length < Self::LONG => {
                bytes[0] = length;
                Self { bytes, used: 1 }
            }
            _ => {
                bytes[1..].copy_from_slice(&(part.len() as u64).to_be_bytes());
                Self { bytes, used: 9 }
            }
        }
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.bytes[..self.used]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lengths_at_the_boundary() {
        assert_eq!(Frame::new().push(b"").push(b"AB").as_bytes(), b"\x00\x02AB");
        assert_eq!(Frame::new().push(&[7; 254]).as_bytes()[..2], [254, 7]);
        let long = [7; 255];
        assert_eq!(Frame::new().push(&long).as_bytes()[..10], [255, 0, 0, 0, 0, 0, 0, 0, 255, 7]);
    }

    #[test]
    fn a_frame_that_is_cleared_keeps_nothing() {
        let mut frame = Frame::new();
        frame.push(b"before");
        assert_eq!(frame.clear().push(b"AB").as_bytes(), b"\x02AB");
        assert_eq!(frame.as_bytes(), b"\x02AB", "it is the frame itself that was cleared");
    }

    proptest! {
        #[test]
        fn different_lists_of_parts_frame_differently(
            left in prop::collection::vec(prop::collection::vec(0_u8..3, 0..4), 0..4),
            right in prop::collection::vec(prop::collection::vec(0_u8..3, 0..4), 0..4),
        ) {
            prop_assert_eq!(left == right, framed(&left) == framed(&right));
        }
    }

    fn framed(parts: &[Vec<u8>]) -> Vec<u8> {
        let mut frame = Frame::new();
        for part in parts {
            frame.push(part);
        }
        frame.as_bytes().to_vec()
    }
}
