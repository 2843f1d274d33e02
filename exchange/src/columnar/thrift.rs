//! Parquet's own structures (Thrift, compact protocol) walked before the library reads them.
//!
//! The library (60.1) takes no byte for an item of a list of booleans that it skips, so that a few bytes which declare two thousand million
//! of them keep it busy for ten seconds, and every further list again. No structure of a footer or a page header has such a list, nor a map;
//! of everything else an item takes a byte at least, and the file has an end. And the library reads a field by its number, whatever type the
//! file declares for it: where the two differ it would go on at another place than a walk by the declared types, and find such a list
//! there. So a field whose number is known must declare the type that it has. And of a number it keeps as many bits as the type has: one that
//! does not fit would be another to it than to whoever checks it here.
//!
//! The protocol: <https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md>.

use std::io::{self, Read};

/// Structures within structures; a footer has five.
const DEEPEST: u8 = 32;

/// What a field is.
pub(super) enum Kind {
    Boolean,
    Byte,
    I16,
    I32,
    I64,
    Double,
    Binary,
    List(&'static Self),
    Structure(Fields),
}

/// The known fields of a structure, by number.
pub(super) type Fields = &'static [(i16, Kind)];

/// Of a structure that has none, or of which nothing is known.
pub(super) const NO_FIELDS: Fields = &[];

const BOOLEANS: [u8; 2] = [1, 2];
const BYTE: u8 = 3;
const I16: u8 = 4;
const I32: u8 = 5;
const I64: u8 = 6;
const DOUBLE: u8 = 7;
const BINARY: u8 = 8;
const LIST: u8 = 9;
const SET: u8 = 10;
const STRUCTURE: u8 = 12;

impl Kind {
    /// Refuses another type than this one.
    fn check(&self, code: u8) -> io::Result<()> {
        let is_declared = match self {
            Self::Boolean => BOOLEANS.contains(&code),
            Self::Byte => code == BYTE,
            Self::I16 => code == I16,
            Self::I32 => code == I32,
            Self::I64 => code == I64,
            Self::Double => code == DOUBLE,
            Self::Binary => code == BINARY,
            Self::List(_) => code == LIST,
            Self::Structure(_) => code == STRUCTURE,
        };
        if is_declared { Ok(()) } else { Err(io::ErrorKind::InvalidData.into()) }
    }
}

/// Walks one structure from its first byte to its last, and gives the number and value of each of its own fields that is a whole number.
///
/// # Errors
/// [`io::ErrorKind::InvalidData`] for what no Parquet file has; otherwise as reading fails, at the end too.
pub(super) fn walk_structure(from: &mut impl Read, fields: Fields, found: &mut dyn FnMut(i16, i64)) -> io::Result<()> {
    structure(from, fields, DEEPEST, found)
}

fn structure(from: &mut impl Read, fields: Fields, depth: u8, found: &mut dyn FnMut(i16, i64)) -> io::Result<()> {
    let depth = depth.checked_sub(1).ok_or(io::ErrorKind::InvalidData)?;
    let mut number = 0_i16;
    loop {
        let head = byte(from)?;
        if head == 0 {
            return Ok(());
        }
        number = match head >> 4 {
            0 => whole_number(from, I16)?.try_into().ok(),
            further => number.checked_add(further.into()),
        }
        .ok_or(io::ErrorKind::InvalidData)?;
        let (code, known) = (head & 0xf, fields.iter().find(|(known, _)| *known == number).map(|(_, kind)| kind));
        known.map_or(Ok(()), |kind| kind.check(code))?;
        match code {
            // The head holds a field that is a boolean.
            _ if BOOLEANS.contains(&code) => {}
            I16 | I32 | I64 => found(number, whole_number(from, code)?),
            _ => value(from, code, known, depth)?,
        }
    }
}

fn value(from: &mut impl Read, code: u8, known: Option<&Kind>, depth: u8) -> io::Result<()> {
    match (code, known) {
        (BYTE, _) => byte(from).map(drop),
        (I16 | I32 | I64, _) => whole_number(from, code).map(drop),
        (DOUBLE, _) => skip(from, 8),
        (BINARY, _) => {
            let length = varint(from)?;
            skip(from, length)
        }
        (STRUCTURE, Some(Kind::Structure(fields))) => structure(from, fields, depth, &mut |_, _| ()),
        (STRUCTURE, _) => structure(from, NO_FIELDS, depth, &mut |_, _| ()),
        (LIST, Some(Kind::List(item))) => list(from, Some(item), depth),
        (LIST | SET, _) => list(from, None, depth),
        _ => Err(io::ErrorKind::InvalidData.into()),
    }
}

fn list(from: &mut impl Read, known: Option<&Kind>, depth: u8) -> io::Result<()> {
    let depth = depth.checked_sub(1).ok_or(io::ErrorKind::InvalidData)?;
    let head = byte(from)?;
    let code = head & 0xf;
    let items = if head >> 4 == 0xf { varint(from)? } else { u64::from(head >> 4) };
    (0..items).try_for_each(|_| {
        known.map_or(Ok(()), |kind| kind.check(code))?;
        value(from, code, known, depth)
    })
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

/// A number that fits its type. The lowest bit is the sign.
fn whole_number(from: &mut impl Read, code: u8) -> io::Result<i64> {
    let written = varint(from)?;
    let magnitude = (written >> 1).cast_signed();
    let number = if written & 1 == 0 { magnitude } else { !magnitude };
    let fits = match code {
        I16 => i16::try_from(number).is_ok(),
        I32 => i32::try_from(number).is_ok(),
        _ => true,
    };
    if fits { Ok(number) } else { Err(io::ErrorKind::InvalidData.into()) }
}

fn skip(from: &mut impl Read, bytes: u64) -> io::Result<()> {
    let skipped = io::copy(&mut from.take(bytes), &mut io::sink())?;
    if skipped == bytes { Ok(()) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: Fields =
        &[(30, Kind::I32), (31, Kind::List(&Kind::Structure(&[(1, Kind::Boolean), (2, Kind::Binary)])))];

    fn walked(bytes: &[u8]) -> Result<usize, io::ErrorKind> {
        let mut rest = bytes;
        walk_structure(&mut rest, KNOWN, &mut |_, _| ())
            .map(|()| bytes.len() - rest.len())
            .map_err(|error| error.kind())
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
    fn its_own_whole_numbers_are_given() {
        // Field 1 is 150, 2 a structure whose field 1 is 7, 30 (a long head) is -2.
        let mut found = Vec::new();
        let bytes = [0x15, 0xac, 0x02, 0x1c, 0x15, 14, 0, 0x05, 60, 3, 0];
        walk_structure(&mut &bytes[..], KNOWN, &mut |field, number| found.push((field, number))).unwrap();
        assert_eq!(found, [(1, 150), (30, -2)]);
    }

    #[test]
    fn a_field_that_is_known_has_the_type_it_has() {
        // A long head with field 30, then 31 as the next one: a list of one structure, of a boolean and "a".
        assert_eq!(walked(&[0x05, 60, 7, 0x19, 0x1c, 0x12, 0x18, 1, b'a', 0, 0]), Ok(11));
        for (what, bytes) in [
            ("a number is no boolean", &[0x01, 60, 0][..]),
            ("a number is no text", &[0x08, 60, 0, 0]),
            ("a number is no longer number", &[0x06, 60, 7, 0]),
            ("a list is no set", &[0x0a, 62, 0x1c, 0, 0]),
            ("a list of structures is none of numbers", &[0x09, 62, 0x15, 7, 0]),
            ("a boolean within is no byte", &[0x09, 62, 0x1c, 0x13, 7, 0, 0]),
            ("a text within is no list of booleans", &[0x09, 62, 0x1c, 0x29, 0x11, 0, 0]),
            ("a number fits its type", &[0x05, 60, 0x80, 0x80, 0x80, 0x80, 0x10, 0]),
            ("no field has such a number", &[0x05, 0xff, 0xff, 0xff, 0x7f, 7, 0]),
        ] {
            assert_eq!(walked(bytes), Err(io::ErrorKind::InvalidData), "{what}");
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
