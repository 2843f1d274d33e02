//! What a leaked key is worth: identities made of dates, sexes and initials, tried out against a delivery's blocks.

use exchange::spec::{Derived, Spec};
use keys::{Frame, Keyring};

use super::token_v1::TokenMaker;
use crate::error::Result;

/// Every value that the key of one pass can take, as whoever holds the project key would enumerate them.
pub struct Dictionary {
    maker: TokenMaker,
    pass: usize,
    parts: Vec<Derived>,
}

/// Years of birth, months, days of a month and letters that are tried.
const YEARS: u64 = 100;
const FIRST_YEAR: u64 = 1920;
const MONTHS: u64 = 12;
const DAYS: u64 = 31;
const LETTERS: u64 = 26;
const SEXES: [&str; 2] = ["F", "M"];

impl Dictionary {
    /// The dictionary of a link's largest pass whose key is made of initials, dates and sex alone, where it has one; with the pass.
    /// Of a key's alternatives the first is tried.
    ///
    /// # Errors
    /// When keys cannot be derived.
    pub fn of_link(spec: &Spec, link: usize, keyring: &Keyring) -> Result<Option<(usize, Self)>> {
        let link = &spec.links[link];
        let parts_of = |pass: usize| -> Vec<Derived> {
            link.passes[pass].key.iter().filter_map(|part| part.first().copied()).collect()
        };
        let enumerable = |pass: &usize| parts_of(*pass).iter().all(|part| values(*part) > 0);
        let largest = (0..link.passes.len()).filter(enumerable).max_by_key(|pass| {
            let size: u64 = parts_of(*pass).iter().map(|part| values(*part)).product();
            (size, std::cmp::Reverse(*pass))
        });
        let Some(pass) = largest else { return Ok(None) };
        let maker = TokenMaker::new(keyring, link, spec.delivery_label())?;
        Ok(Some((pass, Self { maker, pass, parts: parts_of(pass) })))
    }

    /// Number of values in it; a date that no calendar has is one of them.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.parts.iter().map(|part| values(*part)).product()
    }

    /// Block tokens of `count` of its values, spread evenly, on one core.
    #[must_use]
    pub fn tokens(&self, count: u64) -> Vec<u64> {
        let (size, count) = (self.size(), count.min(self.size()));
        let mut frame = Frame::default();
        let mut texts = vec![String::new(); self.parts.len()];
        (0..count)
            .map(|number| {
                let mut rest = (u128::from(number) * u128::from(size) / u128::from(count)) as u64;
                for (text, part) in texts.iter_mut().zip(&self.parts) {
                    *text = value(*part, rest % values(*part));
                    rest /= values(*part);
                }
                self.maker.block(self.pass, texts.iter().map(String::as_str), &mut frame).token
            })
            .collect()
    }
}

/// How many values a part of a key can take; 0 where this dictionary does not try.
fn values(part: Derived) -> u64 {
    match part {
        Derived::ForenameInitial | Derived::SurnameInitial | Derived::MiddleInitial => LETTERS,
        Derived::BirthDateUnordered => YEARS * MONTHS * DAYS,
        Derived::BirthYear => YEARS,
        Derived::BirthMonth => MONTHS,
        Derived::BirthDay => DAYS,
        Derived::Sex => SEXES.len() as u64,
        _ => 0,
    }
}

/// One of them, as `derive` writes it.
fn value(part: Derived, number: u64) -> String {
    match part {
        Derived::BirthDateUnordered => {
            let (year, rest) = (FIRST_YEAR + number / (MONTHS * DAYS), number % (MONTHS * DAYS));
            let (month, day) = (1 + rest / DAYS, 1 + rest % DAYS);
            format!("{year:04}|{:02}|{:02}", month.min(day), month.max(day))
        }
        Derived::BirthYear => format!("{:04}", FIRST_YEAR + number),
        Derived::BirthMonth | Derived::BirthDay => format!("{:02}", 1 + number),
        Derived::Sex => SEXES[number as usize % SEXES.len()].to_owned(),
        _ => char::from(b'A' + (number % LETTERS) as u8).to_string(),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use exchange::spec::FOUR_DEPARTMENTS;

    use super::*;

    #[test]
    fn a_key_holder_finds_a_block_that_the_encoder_makes() {
        let spec = Spec::parse(FOUR_DEPARTMENTS, Path::new("spec.toml")).unwrap();
        let keyring = Keyring::from_test_seed(&spec.project, 3).unwrap();
        let (pass, dictionary) = Dictionary::of_link(&spec, 1, &keyring).unwrap().unwrap();
        let declared = &spec.links[1].passes[pass];
        assert_eq!(declared.name, "f1-s1-dob2");
        assert_eq!(dictionary.size(), 26 * 26 * 100 * 12 * 31);
        // The values of the first entry: A, A, 1 January of the first year.
        let maker = TokenMaker::new(&keyring, &spec.links[1], spec.delivery_label()).unwrap();
        let block = maker.block(pass, ["A", "A", "1920|01|01"].into_iter(), &mut Frame::default()).token;
        assert_eq!(dictionary.tokens(10)[0], block);
        assert_eq!(dictionary.tokens(10).len(), 10);
        // Another key finds nothing.
        let other = Keyring::from_test_seed(&spec.project, 4).unwrap();
        let (_, other) = Dictionary::of_link(&spec, 1, &other).unwrap().unwrap();
        assert_ne!(other.tokens(1), dictionary.tokens(1));
    }

    #[test]
    fn values_are_written_as_derive_writes_them() {
        assert_eq!(value(Derived::BirthDateUnordered, 31), "1920|01|02");
        assert_eq!(value(Derived::BirthDateUnordered, 37_199), "2019|12|31");
        assert_eq!(value(Derived::BirthMonth, 11), "12");
        assert_eq!(value(Derived::MiddleInitial, 25), "Z");
        assert_eq!(values(Derived::Surname), 0);
    }
}
