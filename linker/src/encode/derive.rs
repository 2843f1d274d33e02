//! Derived values of one identity: what block keys and tokens are made of.

use std::borrow::Cow;

use exchange::spec::{Derived, TokenGroupKind};

use super::identity::Identity;
use super::texts::Texts;
use crate::standardise::{Name, Nicknames, one_deletions, soundex};

/// Derived values of one identity that block keys need; dropped as soon as its entries are made.
pub(crate) struct DerivedValues<'a>([Option<Cow<'a, str>>; Derived::ALL.len()]);

impl<'a> DerivedValues<'a> {
    /// Derives the values `needed` and no others.
    pub(crate) fn new(identity: &'a Identity, needed: &[Derived]) -> Self {
        let mut values = [const { None }; Derived::ALL.len()];
        for derived in needed {
            values[*derived as usize] = derive(identity, *derived);
        }
        Self(values)
    }

    /// One of the values that were needed.
    pub(crate) fn get(&self, derived: Derived) -> Option<&str> {
        self.0[derived as usize].as_deref()
    }
}

/// One derived value; never an empty text.
fn derive(identity: &Identity, derived: Derived) -> Option<Cow<'_, str>> {
    use Derived as D;
    let forename = identity.forename.as_ref().map(Name::whole);
    let surname = identity.surname.as_ref().map(Name::whole);
    let postcode = identity.postcode.as_ref();
    let address = identity.address.as_ref();
    let text: Cow<'_, str> = match derived {
        D::Forename => forename?.into(),
        D::ForenameInitial => prefix(forename?, 1).into(),
        D::ForenamePrefix2 => prefix(forename?, 2).into(),
        D::ForenameClass => Nicknames::shipped().canonical(forename?).into(),
        D::ForenameSoundex => soundex(forename?)?.into(),
        D::Surname => surname?.into(),
        D::SurnameInitial => prefix(surname?, 1).into(),
        D::SurnamePrefix3 => prefix(surname?, 3).into(),
        D::SurnameSoundex => soundex(surname?)?.into(),
        D::MiddleInitial => prefix(identity.middle.as_ref()?.whole(), 1).into(),
        D::BirthYear => format!("{:04}", identity.birth?.year()?).into(),
        D::BirthMonth => two_digits(identity.birth?.month()?).into(),
        D::BirthDay => two_digits(identity.birth?.day()?).into(),
        D::BirthDateUnordered => {
            let (month, day) = (identity.birth?.month()?, identity.birth?.day()?);
            let (least, most) = (two_digits(month.min(day)), two_digits(month.max(day)));
            format!("{:04}|{least}|{most}", identity.birth?.year()?).into()
        }
        D::Sex => identity.sex?.letter().into(),
        D::PostcodeUnit => postcode?.unit()?.into(),
        D::PostcodeSector => postcode?.sector()?.into(),
        D::PostcodeDistrict => postcode?.district()?.into(),
        D::HouseNumber => address?.house_number()?.into(),
        D::StreetPrefix6 => prefix(address?.street()?, 6).into(),
        D::Town => identity.town.as_ref()?.letters().into(),
    };
    (!text.is_empty()).then_some(text)
}

/// Replaces `texts` by the values that fill a token group.
pub(crate) fn derive_group(identity: &Identity, group: TokenGroupKind, texts: &mut Texts) {
    use TokenGroupKind as G;
    texts.clear();
    let forename = identity.forename.as_ref().map(Name::whole);
    let single = match group {
        G::ForenameClass => {
            return texts.extend(forename.into_iter().flat_map(|name| Nicknames::shipped().class(name)));
        }
        G::ForenameDeletion => return texts.extend(forename.into_iter().flat_map(deletions)),
        G::SurnameDeletion => return texts.extend(identity.surname.iter().map(Name::whole).flat_map(deletions)),
        G::SurnamePart => return texts.extend(identity.surname.iter().flat_map(Name::parts)),
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
    texts.extend(derive(identity, single));
}

/// A bare initial has no deletions: its only variant is the empty text, which every other initial shares.
fn deletions(name: &str) -> Vec<String> {
    if name.len() > 1 { one_deletions(name) } else { Vec::new() }
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
