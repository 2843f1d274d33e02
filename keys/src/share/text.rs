//! The text inside a share file, version 1. Frozen: another layout is another version.
//!
//! ```text
//! dwlink share 1
//! project=NAME
//! set=ed25519:64 lower-case hexadecimal digits
//! threshold=M
//! holders=N
//! index=place in the set, 1 to N
//! value=148 lower-case hexadecimal digits
//! signature=128 lower-case hexadecimal digits
//! ```
//!
//! The value is the share of the 74 bytes `AGE-SECRET-KEY-1...` (`field.rs`): M of them give an identity with which any age
//! program opens the keyring, should this one be lost. The signature is the set's, over all that stands before its line.

use std::path::Path;

use zeroize::Zeroizing;

use super::{Quorum, SetId, Share};
use crate::name::Name;
use crate::signature::SIGNATURE_DIGITS;
use crate::{Error, hex};

const FORMAT: &str = "dwlink share ";
const VERSION: &str = "1";

/// Bytes of an age identity as text, and so of a value.
const VALUE_BYTES: usize = 74;

/// Longer than any text of this version, so that the buffer never moves and leaves a copy of the value behind.
const CAPACITY: usize = 640;

pub(super) fn write(share: &Share) -> Zeroizing<String> {
    let mut text = signed(share);
    text.extend(["signature=", &share.signature, "\n"]);
    debug_assert!(text.len() <= CAPACITY);
    text
}

/// What the signature covers.
pub(super) fn signed(share: &Share) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(CAPACITY));
    text.extend([FORMAT, VERSION, "\nproject=", share.project.as_str(), "\nset=", &share.set.to_string()]);
    for (name, number) in
        [("threshold", share.quorum.threshold()), ("holders", share.quorum.holders()), ("index", share.index)]
    {
        text.extend(["\n", name, "=", &number.to_string()]);
    }
    text.push_str("\nvalue=");
    hex::encode(&share.value, &mut text);
    text.push('\n');
    text
}

pub(super) fn read(path: &Path, plain: &[u8]) -> Result<Share, Error> {
    let not_share = || Error::NotShare { path: path.to_owned() };
    let text = str::from_utf8(plain).map_err(|_| not_share())?;
    let (version, body) = text.strip_prefix(FORMAT).and_then(|rest| rest.split_once('\n')).ok_or_else(not_share)?;
    if version != VERSION {
        return Err(Error::OtherVersion { path: path.to_owned() });
    }
    let share = parse(body).filter(|share| *write(share) == text);
    let authentic = |share: &Share| share.set.0.verifies(signed(share).as_bytes(), &share.signature);
    share.filter(authentic).ok_or_else(|| Error::ShareAltered { path: path.to_owned() })
}

fn parse(body: &str) -> Option<Share> {
    let mut lines = body.split_terminator('\n');
    let mut value = |name: &str| lines.next()?.strip_prefix(name)?.strip_prefix('=');
    let project = Name::parse("project", value("project")?).ok()?;
    let set = SetId(value("set")?.parse().ok()?);
    let quorum = Quorum::new(value("threshold")?.parse().ok()?, value("holders")?.parse().ok()?).ok()?;
    let index = value("index")?.parse().ok().filter(|index| (1..=quorum.holders()).contains(index))?;
    let mut bytes = Zeroizing::new(vec![0; VALUE_BYTES]);
    hex::decode(value("value")?, &mut bytes)?;
    // No longer one: the text that is written for comparison would outgrow its buffer.
    let signature = value("signature").filter(|digits| digits.len() == SIGNATURE_DIGITS)?.to_owned();
    Some(Share { project, set, quorum, index, value: bytes, signature })
}

#[cfg(test)]
mod tests {
    use ring::rand::SystemRandom;

    use super::super::NewSet;
    use super::*;

    const PATH: &str = "ann.share.age";

    fn texts(project: &str) -> Vec<String> {
        let set = NewSet::generate(project, Quorum::new(2, 3).unwrap(), &SystemRandom::new()).unwrap();
        set.shares().iter().map(|share| write(share).to_string()).collect()
    }

    fn read_text(text: &str) -> Result<Share, Error> {
        read(Path::new(PATH), text.as_bytes())
    }

    #[test]
    fn what_is_written_is_read() {
        for (text, index) in texts("pilot").iter().zip(1..) {
            let share = read_text(text).unwrap();
            assert_eq!((share.project(), share.index(), share.quorum().holders()), ("pilot", index, 3));
            assert_eq!(write(&share).as_str(), text);
        }
    }

    /// Frozen, and signed by another program; see tests/data/README.md.
    #[test]
    fn version_1_is_this_text() {
        let frozen = include_str!("../../tests/data/share_v1.txt");
        let share = read_text(frozen).unwrap();
        assert_eq!((share.project(), share.index(), share.quorum().threshold()), ("pilot", 2, 2));
        assert_eq!(write(&share).as_str(), frozen);
    }

    #[test]
    fn the_longest_text_fits_the_buffer() {
        let set = NewSet::generate(&"n".repeat(64), Quorum::new(200, 255).unwrap(), &SystemRandom::new()).unwrap();
        let text = write(&set.shares()[254]);
        assert!(text.len() <= CAPACITY && text.capacity() == CAPACITY);
    }

    #[test]
    fn every_changed_byte_is_noticed() {
        let text = &texts("pilot")[1];
        for place in 0..text.len() {
            let mut bytes = text.clone().into_bytes();
            bytes[place] ^= 1;
            match read(Path::new(PATH), &bytes) {
                Err(Error::ShareAltered { .. }) => assert!(place > 14, "{place}"),
                Err(Error::NotShare { .. } | Error::OtherVersion { .. }) => assert!(place < 15, "{place}"),
                other => panic!("byte {place}: {other:?}"),
            }
        }
        for (from, to) in [("index=2", "index=1"), ("index=2", "index=02"), ("threshold=2", "threshold=1")] {
            assert!(text.contains(from));
            assert!(matches!(read_text(&text.replace(from, to)), Err(Error::ShareAltered { .. })), "{to}");
        }
        assert!(matches!(read_text(text.trim_end()), Err(Error::ShareAltered { .. })));
        assert!(matches!(read_text(&format!("{text}\n")), Err(Error::ShareAltered { .. })));
    }

    /// Found by fuzzing: such a text was written again, for comparison, into a buffer that it outgrew.
    #[test]
    fn a_signature_of_another_length_is_none() {
        let whole = texts("pilot").remove(1);
        let longer = |digits: usize| whole.replace("signature=", &format!("signature={}", "0".repeat(digits)));
        let shorter = whole[..whole.len() - 2].to_owned() + "\n";
        for text in [longer(1), longer(640), shorter] {
            assert!(matches!(read_text(&text), Err(Error::ShareAltered { .. })), "{}", text.len());
        }
    }

    #[test]
    fn a_share_does_not_pass_under_another_sets_name() {
        let [first, second] = [&texts("pilot")[0], &texts("pilot")[0]].map(Clone::clone);
        let set = |text: &str| text.lines().nth(2).unwrap().to_owned();
        assert!(matches!(read_text(&first.replace(&set(&first), &set(&second))), Err(Error::ShareAltered { .. })));
    }
}
