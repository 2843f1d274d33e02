//! One identity of one entity, standardised and packed into a few dozen bytes.

use crate::standardise::{Address, Name, PartialDate, Postcode, Sex};

/// Standardised parts of one identity, borrowed from a table row's values or from the bytes they were packed into. It has
/// no `Debug`: nothing of it is ever shown.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Identity<'a> {
    pub(crate) forename: Option<NameParts<'a>>,
    pub(crate) middle: Option<NameParts<'a>>,
    pub(crate) surname: Option<NameParts<'a>>,
    pub(crate) birth: Option<PartialDate>,
    pub(crate) sex: Option<Sex>,
    pub(crate) postcode: Option<Area<'a>>,
    pub(crate) address: Option<House<'a>>,
    pub(crate) town: Option<&'a str>,
}

/// A name and where each part but the last ends in it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct NameParts<'a> {
    pub(crate) whole: &'a str,
    breaks: &'a [u8],
}

/// A postcode as far as it is known, and how much of it is sector and district.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Area<'a> {
    finest: &'a str,
    is_unit: bool,
    /// Letters of the sector; 0 when only the district is known.
    sector: u8,
    district: u8,
}

/// House number and letters of an address; at least one is there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct House<'a> {
    pub(crate) number: Option<&'a str>,
    pub(crate) street: Option<&'a str>,
}

impl<'a> Identity<'a> {
    /// This identity with what an alias row changes.
    pub(crate) fn with_alias(&self, alias: &Self) -> Self {
        Self {
            forename: alias.forename.or(self.forename),
            middle: alias.middle.or(self.middle),
            surname: alias.surname.or(self.surname),
            birth: alias.birth.or(self.birth),
            sex: alias.sex.or(self.sex),
            postcode: alias.postcode.or(self.postcode),
            address: alias.address.or(self.address),
            town: alias.town.or(self.town),
        }
    }

    /// Whether nothing at all could be read.
    pub(crate) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Appends the identity to `out`. Equal identities give equal bytes.
    pub(crate) fn pack(&self, out: &mut Vec<u8>) {
        for name in [self.forename, self.middle, self.surname] {
            pack_text(name.map(|name| name.whole), out);
            if let Some(name) = name {
                out.push(name.breaks.len() as u8);
                out.extend_from_slice(name.breaks);
            }
        }
        let year = self.birth.and_then(PartialDate::year).unwrap_or_default();
        out.extend_from_slice(&year.to_le_bytes());
        out.push(self.birth.and_then(PartialDate::month).unwrap_or_default());
        out.push(self.birth.and_then(PartialDate::day).unwrap_or_default());
        out.push(self.sex.map_or(0, |sex| sex.letter().as_bytes()[0]));
        pack_text(self.postcode.map(|area| area.finest), out);
        if let Some(area) = self.postcode {
            out.extend_from_slice(&[u8::from(area.is_unit), area.sector, area.district]);
        }
        pack_text(self.address.and_then(|house| house.number), out);
        pack_text(self.address.and_then(|house| house.street), out);
        pack_text(self.town, out);
    }

    /// The identity that was packed into `bytes`.
    pub(crate) fn unpack(bytes: &'a [u8]) -> Self {
        let mut packed = Packed(bytes);
        let [forename, middle, surname] = [packed.name(), packed.name(), packed.name()];
        let year = u16::from_le_bytes([packed.byte(), packed.byte()]);
        let (month, day) = (packed.byte(), packed.byte());
        let known = |part: u8| (part > 0).then_some(part);
        let birth = PartialDate::new((year > 0).then_some(year), known(month), known(day));
        let sex = match packed.byte() {
            b'M' => Some(Sex::Male),
            b'F' => Some(Sex::Female),
            _ => None,
        };
        let postcode = packed.text().map(|finest| Area {
            finest,
            is_unit: packed.byte() == 1,
            sector: packed.byte(),
            district: packed.byte(),
        });
        let (number, street) = (packed.text(), packed.text());
        let address = (number.is_some() || street.is_some()).then_some(House { number, street });
        Self { forename, middle, surname, birth, sex, postcode, address, town: packed.text() }
    }
}

impl<'a> NameParts<'a> {
    pub(crate) fn of(name: &'a Name) -> Self {
        Self { whole: name.whole(), breaks: name.breaks() }
    }

    /// The parts of a double name, in order; the whole name once when it is single.
    pub(crate) fn parts(self) -> impl Iterator<Item = &'a str> {
        let ends = self.breaks.iter().map(|end| usize::from(*end)).chain([self.whole.len()]);
        ends.scan(0, move |start, end| {
            let part = &self.whole[*start..end];
            *start = end;
            Some(part)
        })
    }
}

impl<'a> Area<'a> {
    pub(crate) fn of(postcode: &'a Postcode) -> Option<Self> {
        let length = |area: Option<&str>| area.map_or(0, str::len) as u8;
        Some(Self {
            finest: postcode.unit().or(postcode.sector()).or(postcode.district())?,
            is_unit: postcode.unit().is_some(),
            sector: length(postcode.sector()),
            district: length(postcode.district()),
        })
    }

    pub(crate) fn unit(self) -> Option<&'a str> {
        self.is_unit.then_some(self.finest)
    }

    pub(crate) fn sector(self) -> Option<&'a str> {
        (self.sector > 0).then(|| &self.finest[..usize::from(self.sector)])
    }

    pub(crate) fn district(self) -> &'a str {
        &self.finest[..usize::from(self.district)]
    }
}

impl<'a> House<'a> {
    pub(crate) fn of(address: &'a Address) -> Self {
        Self { number: address.house_number(), street: address.street() }
    }
}

/// Texts of 255 bytes and more, as a street can be, have their length in four further bytes.
const LONG: u8 = u8::MAX;

/// No text is packed as the empty one, which no value is.
fn pack_text(text: Option<&str>, out: &mut Vec<u8>) {
    let text = text.unwrap_or_default();
    match u8::try_from(text.len()) {
        Ok(length) if length < LONG => out.push(length),
        _ => {
            out.push(LONG);
            out.extend_from_slice(&(text.len() as u32).to_le_bytes());
        }
    }
    out.extend_from_slice(text.as_bytes());
}

/// What is left to unpack.
struct Packed<'a>(&'a [u8]);

impl<'a> Packed<'a> {
    fn take(&mut self, bytes: usize) -> &'a [u8] {
        let (taken, rest) = self.0.split_at(bytes);
        self.0 = rest;
        taken
    }

    fn byte(&mut self) -> u8 {
        self.take(1)[0]
    }

    fn text(&mut self) -> Option<&'a str> {
        let length = match self.byte() {
            LONG => u32::from_le_bytes([self.byte(), self.byte(), self.byte(), self.byte()]) as usize,
            length => usize::from(length),
        };
        let text = std::str::from_utf8(self.take(length)).expect("a packed text was a text");
        (!text.is_empty()).then_some(text)
    }

    fn name(&mut self) -> Option<NameParts<'a>> {
        let whole = self.text()?;
        let breaks = usize::from(self.byte());
        Some(NameParts { whole, breaks: self.take(breaks) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::standardise::{NameKind, PostcodeShape, Town, read_address, read_name, read_postcode, read_town};

    fn read(
        surname: &str,
        postcode: &str,
        address: &str,
        town: &str,
        birth: Option<PartialDate>,
        check: impl Fn(Identity<'_>),
    ) {
        let name = read_name(surname, NameKind::Surname).value;
        let postcode = read_postcode(postcode, PostcodeShape::Auto).value;
        let (address, town): (Option<Address>, Option<Town>) = (read_address(address).value, read_town(town).value);
        check(Identity {
            surname: name.as_ref().map(NameParts::of),
            birth,
            sex: Some(Sex::Female),
            postcode: postcode.as_ref().and_then(Area::of),
            address: address.as_ref().map(House::of),
            town: town.as_ref().map(Town::letters),
            ..Identity::default()
        });
    }

    #[test]
    fn what_is_packed_is_unpacked() {
        let long = format!("12 {}", "HIGH STREET ".repeat(9_000));
        let birth = PartialDate::new(Some(1961), None, Some(19));
        for (surname, postcode, address, town, birth) in [
            ("Smith-Jones", "NR14 7UJ", "12 High St", "Norwich", birth),
            ("O", "NR14 7", long.as_str(), "", None),
            ("", "NR14", "125", "Hull", PartialDate::new(None, Some(2), None)),
            ("", "", "", "", None),
        ] {
            read(surname, postcode, address, town, birth, |identity| {
                let mut packed = Vec::new();
                identity.pack(&mut packed);
                assert!(Identity::unpack(&packed) == identity, "{surname}");
            });
        }
        assert!(Identity::default().is_empty());
    }

    #[test]
    fn areas_are_those_of_the_postcode() {
        for (raw, unit, sector, district) in [
            ("NR14 7UJ", Some("NR147UJ"), Some("NR147"), "NR14"),
            ("NR14 7", None, Some("NR147"), "NR14"),
            ("NR14", None, None, "NR14"),
        ] {
            let postcode = read_postcode(raw, PostcodeShape::Auto).value.unwrap();
            let area = Area::of(&postcode).unwrap();
            assert_eq!((area.unit(), area.sector(), area.district()), (unit, sector, district), "{raw}");
        }
    }

    #[test]
    fn an_alias_changes_what_it_has() {
        read("Smith", "NR14 7UJ", "", "", None, |person| {
            read("Jones", "", "", "", None, |alias| {
                let both = person.with_alias(&alias);
                assert!(both.surname == alias.surname && both.postcode == person.postcode);
            });
        });
    }
}
