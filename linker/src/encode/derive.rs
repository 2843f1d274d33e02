//! Derived values of one identity: what block keys and tokens are made of.

use exchange::spec::{Derived, TokenGroupKind};

use super::identity::{Area, Identity};
use super::texts::Texts;
use crate::standardise::{Nicknames, PartialDate, Sex, each_one_deletion, soundex};

/// Derived values of one identity that block keys need. One serves all identities, one after the other.
#[derive(Default)]
pub(crate) struct DerivedValues {
    texts: Texts,
    /// Index of each value among the texts.
    at: [Option<u8>; Derived::ALL.len()],
}

impl DerivedValues {
    /// Derives the values `needed` of an identity and no others.
    pub(crate) fn derive(&mut self, identity: &Identity<'_>, needed: &[Derived]) {
        self.texts.clear();
        self.at = [None; Derived::ALL.len()];
        for derived in needed {
            let index = self.texts.len() as u8;
            push_derived(identity, *derived, &mut self.texts);
            self.at[*derived as usize] = (self.texts.len() > usize::from(index)).then_some(index);
        }
    }

    /// One of the values that were needed.
    pub(crate) fn get(&self, derived: Derived) -> Option<&str> {
        self.at[derived as usize].map(|index| self.texts.get(usize::from(index)))
    }
}

/// Replaces `texts` by the values that fill a token group.
pub(crate) fn derive_group(identity: &Identity<'_>, group: TokenGroupKind, texts: &mut Texts) {
    use TokenGroupKind as G;
    texts.clear();
    let (forename, surname) = (identity.forename.map(|name| name.whole), identity.surname.map(|name| name.whole));
    let single = match group {
        G::ForenameClass => {
            return forename
                .into_iter()
                .flat_map(|name| Nicknames::shipped().class(name))
                .for_each(|name| texts.push(name));
        }
        G::ForenameDeletion => return forename.into_iter().for_each(|name| deletions(name, texts)),
        G::SurnameDeletion => return surname.into_iter().for_each(|name| deletions(name, texts)),
        G::SurnamePart => {
            return identity.surname.iter().flat_map(|name| name.parts()).for_each(|part| texts.push(part));
        }
        G::Forename => Derived::Forename,
        G::ForenameInitial => Derived::ForenameInitial,
        G::Surname => Derived::Surname,
        G::SurnameInitial => Derived::SurnameInitial,
        G::BirthYear => Derived::BirthYear,
        G::BirthMonth => Derived::BirthMonth,
        G::BirthDay => Derived::BirthDay,
        G::Sex => Derived::Sex,
        G::MiddleInitial => Derived::MiddleInitial,
        G::PostcodeUnit => Derived::PostcodeUnit,
        G::PostcodeSector => Derived::PostcodeSector,
        G::PostcodeDistrict => Derived::PostcodeDistrict,
        G::HouseNumber => Derived::HouseNumber,
        G::Town => Derived::Town,
    };
    push_derived(identity, single, texts);
}

/// Adds one derived value if the identity has it; never an empty text.
fn push_derived(identity: &Identity<'_>, derived: Derived, texts: &mut Texts) {
    use Derived as D;
    let (forename, surname) = (identity.forename.map(|name| name.whole), identity.surname.map(|name| name.whole));
    let (birth, postcode, address) = (identity.birth, identity.postcode, identity.address);
    let text = match derived {
        D::Forename => forename,
        D::ForenameInitial => forename.map(|name| prefix(name, 1)),
        D::ForenamePrefix2 => forename.map(|name| prefix(name, 2)),
        D::ForenameClass => forename.map(|name| Nicknames::shipped().canonical(name)),
        D::ForenameSoundex => return forename.and_then(soundex).iter().for_each(|code| texts.push(code)),
        D::Surname => surname,
        D::SurnameInitial => surname.map(|name| prefix(name, 1)),
        D::SurnamePrefix3 => surname.map(|name| prefix(name, 3)),
        D::SurnameSoundex => return surname.and_then(soundex).iter().for_each(|code| texts.push(code)),
        D::MiddleInitial => identity.middle.map(|name| prefix(name.whole, 1)),
        D::BirthYear => {
            return birth
                .and_then(PartialDate::year)
                .into_iter()
                .for_each(|year| texts.push_format(format_args!("{year:04}")));
        }
        D::BirthMonth => birth.and_then(PartialDate::month).map(two_digits),
        D::BirthDay => birth.and_then(PartialDate::day).map(two_digits),
        D::BirthDateUnordered => {
            let parts = birth.and_then(|date| Some((date.year()?, date.month()?, date.day()?)));
            return parts.into_iter().for_each(|(year, month, day)| {
                let (least, most) = (two_digits(month.min(day)), two_digits(month.max(day)));
                texts.push_format(format_args!("{year:04}|{least}|{most}"));
            });
        }
        D::Sex => identity.sex.map(Sex::letter),
        D::PostcodeUnit => postcode.and_then(Area::unit),
        D::PostcodeSector => postcode.and_then(Area::sector),
        D::PostcodeDistrict => postcode.map(Area::district),
        D::HouseNumber => address.and_then(|house| house.number),
        D::StreetPrefix6 => address.and_then(|house| house.street).map(|street| prefix(street, 6)),
        D::Town => identity.town,
    };
    text.filter(|text| !text.is_empty()).into_iter().for_each(|text| texts.push(text));
}

/// A bare initial has no deletions: its only variant is the empty text, which every other initial shares.
fn deletions(name: &str, texts: &mut Texts) {
    if name.len() > 1 {
        each_one_deletion(name, |before, after| texts.push_joined(before, after));
    }
}

/// Standardised names are ASCII; a name shorter than the prefix is its own prefix.
fn prefix(text: &str, letters: usize) -> &str {
    text.get(..letters.min(text.len())).unwrap_or_default()
}

/// A month or a day.
fn two_digits(number: u8) -> &'static str {
    const NUMBERS: &str = "0001020304050607080910111213141516171819202122232425262728293031";
    let at = 2 * usize::from(number);
    NUMBERS.get(at..at + 2).expect("months and days are at most 31")
}
