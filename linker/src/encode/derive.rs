//! Derived values of one identity: what block keys and tokens are made of.

use exchange::spec::{Derived, TokenGroupKind};

use super::identity::Identity;
use crate::standardise::{Nicknames, one_deletions, soundex};

/// All derived values of one identity; dropped as soon as its tokens are made.
pub(crate) struct DerivedValues {
    values: Vec<Option<String>>,
    forename_class: Vec<String>,
    forename_deletions: Vec<String>,
    surname_deletions: Vec<String>,
    surname_parts: Vec<String>,
}

impl DerivedValues {
    /// Derives what block keys need.
    pub(crate) fn for_blocks(identity: &Identity) -> Self {
        let mut derived = Self {
            values: vec![None; Derived::ALL.len()],
            forename_class: Vec::new(),
            forename_deletions: Vec::new(),
            surname_deletions: Vec::new(),
            surname_parts: Vec::new(),
        };
        derived.names(identity);
        derived.birth(identity);
        derived.place(identity);
        derived
    }

    /// Derives what block keys and bundles need.
    pub(crate) fn for_bundles(identity: &Identity) -> Self {
        let mut derived = Self::for_blocks(identity);
        if let Some(forename) = &identity.forename {
            derived.forename_class = Nicknames::shipped().class(forename.whole()).map(str::to_owned).collect();
            derived.forename_deletions = deletions(forename.whole());
        }
        if let Some(surname) = &identity.surname {
            derived.surname_deletions = deletions(surname.whole());
            derived.surname_parts = if surname.part_count() > 1 {
                surname.parts().map(str::to_owned).collect()
            } else {
                vec![surname.whole().to_owned()]
            };
        }
        derived
    }

    /// One derived value.
    pub(crate) fn get(&self, derived: Derived) -> Option<&str> {
        self.values[derived as usize].as_deref()
    }

    /// Values that fill a token group, in the order in which they are kept when there are too many.
    pub(crate) fn group(&self, group: TokenGroupKind) -> Vec<&str> {
        use TokenGroupKind as G;
        let single = match group {
            G::ForenameClass => return in_keeping_order(&self.forename_class),
            G::ForenameDeletion => return in_keeping_order(&self.forename_deletions),
            G::SurnameDeletion => return in_keeping_order(&self.surname_deletions),
            G::SurnamePart => return in_keeping_order(&self.surname_parts),
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
        self.get(single).into_iter().collect()
    }

    fn set(&mut self, derived: Derived, value: Option<String>) {
        self.values[derived as usize] = value.filter(|value| !value.is_empty());
    }

    fn names(&mut self, identity: &Identity) {
        if let Some(forename) = &identity.forename {
            let whole = forename.whole();
            self.set(Derived::Forename, Some(whole.to_owned()));
            self.set(Derived::ForenameInitial, prefix(whole, 1));
            self.set(Derived::ForenamePrefix2, prefix(whole, 2));
            self.set(Derived::ForenameClass, Some(Nicknames::shipped().canonical(whole).to_owned()));
            self.set(Derived::ForenameSoundex, soundex(whole));
        }
        if let Some(surname) = &identity.surname {
            let whole = surname.whole();
            self.set(Derived::Surname, Some(whole.to_owned()));
            self.set(Derived::SurnameInitial, prefix(whole, 1));
            self.set(Derived::SurnamePrefix3, prefix(whole, 3));
            self.set(Derived::SurnameSoundex, soundex(whole));
        }
        if let Some(middle) = &identity.middle {
            self.set(Derived::MiddleInitial, prefix(middle.whole(), 1));
        }
    }

    fn birth(&mut self, identity: &Identity) {
        let Some(birth) = identity.birth else { return };
        let (year, month, day) = (birth.year(), birth.month(), birth.day());
        self.set(Derived::BirthYear, year.map(|year| format!("{year:04}")));
        self.set(Derived::BirthMonth, month.map(|month| format!("{month:02}")));
        self.set(Derived::BirthDay, day.map(|day| format!("{day:02}")));
        if let (Some(year), Some(month), Some(day)) = (year, month, day) {
            let unordered = format!("{year:04}|{:02}|{:02}", month.min(day), month.max(day));
            self.set(Derived::BirthDateUnordered, Some(unordered));
        }
    }

    fn place(&mut self, identity: &Identity) {
        self.set(Derived::Sex, identity.sex.map(|sex| sex.letter().to_owned()));
        if let Some(postcode) = &identity.postcode {
            self.set(Derived::PostcodeUnit, postcode.unit().map(str::to_owned));
            self.set(Derived::PostcodeSector, postcode.sector().map(str::to_owned));
            self.set(Derived::PostcodeDistrict, postcode.district().map(str::to_owned));
        }
        if let Some(address) = &identity.address {
            self.set(Derived::HouseNumber, address.house_number().map(str::to_owned));
            self.set(Derived::StreetPrefix6, address.street().and_then(|street| prefix(street, 6)));
        }
        self.set(Derived::Town, identity.town.as_ref().map(|town| town.letters().to_owned()));
    }
}

/// A bare initial has no deletions: its only variant is the empty text, which every other initial shares.
fn deletions(name: &str) -> Vec<String> {
    if name.len() > 1 { one_deletions(name) } else { Vec::new() }
}

/// Standardised names are ASCII; a name shorter than the prefix is its own prefix.
fn prefix(text: &str, letters: usize) -> Option<String> {
    text.get(..letters.min(text.len())).map(str::to_owned)
}

/// Where a group has more values than slots, both owners must keep the same ones: the order is that of an unkeyed
/// hash (FNV-1a), which spreads the loss over the alphabet. It never leaves this process.
fn in_keeping_order(values: &[String]) -> Vec<&str> {
    let mut ordered: Vec<_> = values.iter().map(String::as_str).collect();
    ordered.sort_by_key(|value| (fnv1a(value.as_bytes()), *value));
    ordered
}

fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}
