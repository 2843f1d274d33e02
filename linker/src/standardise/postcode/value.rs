//! The standardised postcode.

use crate::standardise::redacted::redact_debug;

/// A postcode and its coarser areas, upper-case without spaces. `Debug` is redacted.
///
/// | written | unit | sector | district |
/// |---|---|---|---|
/// | `NR14 7UJ` | `NR147UJ` | `NR147` | `NR14` |
/// | `NR14 7` | none | `NR147` | `NR14` |
/// | `NR14` | none | none | `NR14` |
/// | `90210-1234` | `90210` | `902` | `90` |
/// | `2617` | `2617` | `261` | `26` |
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Postcode {
    /// The finest area known, of which the coarser ones are beginnings.
    finest: String,
    precision: Precision,
    sector_length: u8,
    district_length: u8,
}

redact_debug!(Postcode);

#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Precision {
    Unit,
    Sector,
    District,
}

impl Postcode {
    /// The whole postcode.
    #[must_use]
    pub fn unit(&self) -> Option<&str> {
        (self.precision == Precision::Unit).then_some(&self.finest)
    }

    /// The sector: outward code and first inward digit, or the first three digits.
    #[must_use]
    pub fn sector(&self) -> Option<&str> {
        (self.precision != Precision::District).then(|| &self.finest[..usize::from(self.sector_length)])
    }

    /// The district: outward code, or the first two digits.
    #[must_use]
    pub fn district(&self) -> Option<&str> {
        Some(&self.finest[..usize::from(self.district_length)])
    }

    /// A unit of at least four ASCII characters of which the last two fall away for the sector, one more for the district.
    pub(super) fn uk_unit(unit: String) -> Self {
        let length = unit.len() as u8;
        Self { finest: unit, precision: Precision::Unit, sector_length: length - 2, district_length: length - 3 }
    }

    /// A sector of at least two ASCII characters: the district and one digit.
    pub(super) fn uk_sector(sector: String) -> Self {
        let length = sector.len() as u8;
        Self { finest: sector, precision: Precision::Sector, sector_length: length, district_length: length - 1 }
    }

    pub(super) fn uk_district(district: String) -> Self {
        let length = district.len() as u8;
        Self { finest: district, precision: Precision::District, sector_length: length, district_length: length }
    }

    /// A numeric code of at least three digits.
    pub(super) fn numeric(unit: String) -> Self {
        Self { finest: unit, precision: Precision::Unit, sector_length: 3, district_length: 2 }
    }
}
