//! Parquet's own structures (Thrift, compact protocol) walked before the library skips over what it does not know in them.
//!
//! The library (60.1) takes no byte for an item of a list of booleans that it skips, so that a few bytes which declare two thousand million
//! of them keep it busy for ten seconds, and every further list again. No structure of a footer or a page header has such a list, nor a map;
//! of everything else an item takes a byte at least, and the file has an end.

use std::io::{self, Read};

/// Structures within structures; a footer has five.
const DEEPEST: u8 = 32;

const BOOLEANS: [u8; 2] = [1, 2];
const BYTE: u8 = 3;
const WHOLE_NUMBERS: [u8; 3] = [4, 5, 6];
const DOUBLE: u8 = 7;
const BINARY: u8 = 8;
const LISTS: [u8; 2] = [9, 10];
const STRUCTURE: u8 = 12;

/// Walks one structure from its first byte to its last.
///
/// # Errors
/// [`io::ErrorKind::InvalidData`] for what no Parquet file has; otherwise as reading fails, at the end too.
pub(super) fn walk_structure(from: &mut impl Read) -> io::Result<()> {
    structure(from, DEEPEST)
}

fn structure(from: &mut impl Read, depth: u8) -> io::Result<()> {
    let depth = depth.checked_sub(1).ok_or(io::ErrorKind::InvalidData)?;
    loop {
        let head = byte(from)?;
        if head == 0 {
            return Ok(());
        }
        if head >> 4 == 0 {
            varint(from)?;
        }
        let kind = head & 0xf;
        // The head holds a field that is a boolean.
        if !BOOLEANS.contains(&kind) {
            value(from, kind, depth)?;
        }
    }
}

fn value(from: &mut impl Read, kind: u8, depth: u8) -> io::Result<()> {
    match kind {
        BYTE => byte(from).map(drop),
        DOUBLE => skip(from, 8),
        BINARY => {
            let length = varint(from)?;
            skip(from, length)
        }
        STRUCTURE => structure(from, depth),
        _ if WHOLE_NUMBERS.contains(&kind) => varint(from).map(drop),
        _ if LISTS.contains(&kind) => {
            let head = byte(from)?;
            let items = if head >> 4 == 0xf { varint(from)? } else { u64::from(head >> 4) };
            let depth = depth.checked_sub(1).ok_or(io::ErrorKind::InvalidData)?;
            (0..items).try_for_each(|_| value(from, head & 0xf, depth))
        }
        _ => Err(io::ErrorKind::InvalidData.into()),
    }
}

fn byte(from: &mut impl Read) -> io::Result<u8> {
    let mut byte = [0];
    from.read_exact(&mut byte)?;
    Ok(byte[0])
}

fn varint(from: &mut impl Read) -> io::Result<u64> {
    let mut number = 0;
    for shift in (0..64).step_by(7) {
        let next = byte(from)?;
        number |= u64::from(next & 0x7f) << shift;
        if next & 0x80 == 0 {
            return Ok(number);
        }
    }
    Err(io::ErrorKind::InvalidData.into())
}

fn skip(from: &mut impl Read, bytes: u64) -> io::Result<()> {
    let skipped = io::copy(&mut from.take(bytes), &mut io::sink())?;
    if skipped == bytes { Ok(()) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn walked(bytes: &[u8]) -> Result<usize, io::ErrorKind> {
        let mut rest = bytes;
        walk_structure(&mut rest).map(|()| bytes.len() - rest.len()).map_err(|error| error.kind())
    }

    #[test]
    fn structures_are_walked_to_their_end() {
        // Field 1 true, 2 a number of two bytes, 3 "ab", 4 a list of two structures that are empty, 20 (a long head) a byte.
        let whole = [0x11, 0x15, 0x80, 0x01, 0x18, 2, b'a', b'b', 0x19, 0x2c, 0, 0, 0x03, 40, 7, 0, 99];
        assert_eq!(walked(&whole), Ok(whole.len() - 1));
        for length in 0..whole.len() - 1 {
            assert_eq!(walked(&whole[..length]), Err(io::ErrorKind::UnexpectedEof), "{length}");
        }
    }

    #[test]
    fn what_would_keep_the_library_busy_is_refused() {
        let endless = |kind: u8| [0x19, 0xf0 | kind, 0xff, 0xff, 0xff, 0xff, 0x07];
        for kind in [1, 2, 11, 13, 0] {
            assert_eq!(walked(&endless(kind)), Err(io::ErrorKind::InvalidData), "{kind}");
        }
        assert_eq!(walked(&endless(5)), Err(io::ErrorKind::UnexpectedEof));
        assert_eq!(walked(&[0x1c; 99]), Err(io::ErrorKind::InvalidData));
        assert_eq!(walked(&[0x1b, 1, 0x55, 0, 0, 0]), Err(io::ErrorKind::InvalidData));
        assert_eq!(walked(&[0x18, 0xff, 0xff, 0xff, 0xff, 0x07]), Err(io::ErrorKind::UnexpectedEof));
    }
}
