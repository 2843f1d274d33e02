//! Comparisons: which tokens a bundle carries and the agreement levels they can tell apart.
//!
//! Every level is an equality of derived values, so a keyed token of the value answers the same question
//! (Fellegi and Sunter 1969 for the model; the levels themselves were measured one by one).

use serde::Serialize;

/// Tokens of one domain may be compared with each other: both names share one, so that a swap shows as equality.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TokenDomain {
    /// Whole names, nickname classes, parts of double names, initials.
    Name,
    /// Names with one letter removed.
    NameDeletion,
    /// Year of birth.
    BirthYear,
    /// Day and month of birth.
    DayMonth,
    /// Sex.
    Sex,
    /// Middle initial.
    MiddleInitial,
    /// Whole postcode.
    PostcodeUnit,
    /// Postcode sector.
    PostcodeSector,
    /// Postcode district.
    PostcodeDistrict,
    /// House number.
    HouseNumber,
    /// Town.
    Town,
}

impl TokenDomain {
    /// The name under which the domain's key is derived, also written in a pass file's layout. Frozen with token format
    /// v1.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::NameDeletion => "name_deletion",
            Self::BirthYear => "birth_year",
            Self::DayMonth => "day_month",
            Self::Sex => "sex",
            Self::MiddleInitial => "middle_initial",
            Self::PostcodeUnit => "postcode_unit",
            Self::PostcodeSector => "postcode_sector",
            Self::PostcodeDistrict => "postcode_district",
            Self::HouseNumber => "house_number",
            Self::Town => "town",
        }
    }
}

macro_rules! token_groups {
    ($($(#[$doc:meta])* $variant:ident = ($name:literal, $domain:ident, $slots:literal),)*) => {
        /// A group of token slots that one kind of derived value fills. Slot counts are fixed: a group is padded with
        /// random filler so that its length tells nothing.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum TokenGroupKind { $($(#[$doc])* $variant,)* }

        impl TokenGroupKind {
            /// The name written in a pass file's layout.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// The domain whose key makes the tokens.
            #[must_use]
            pub fn domain(self) -> TokenDomain {
                match self { $(Self::$variant => TokenDomain::$domain,)* }
            }

            /// Number of 32-bit slots.
            #[must_use]
            pub fn slots(self) -> usize {
                match self { $(Self::$variant => $slots,)* }
            }
        }
    };
}

token_groups! {
    /// Whole forename.
    Forename = ("forename", Name, 1),
    /// The forename and the formal names it is short for.
    ForenameClass = ("forename_class", Name, 8),
    /// The forename and its one-letter deletions.
    ForenameDeletion = ("forename_deletion", NameDeletion, 12),
    /// First letter of the forename.
    ForenameInitial = ("forename_initial", Name, 1),
    /// Whole surname.
    Surname = ("surname", Name, 1),
    /// The surname and its one-letter deletions.
    SurnameDeletion = ("surname_deletion", NameDeletion, 14),
    /// First letter of the surname.
    SurnameInitial = ("surname_initial", Name, 1),
    /// Parts of a double surname, or the surname itself.
    SurnamePart = ("surname_part", Name, 2),
    /// Year of birth.
    BirthYear = ("birth_year", BirthYear, 1),
    /// Month of birth.
    BirthMonth = ("birth_month", DayMonth, 1),
    /// Day of birth.
    BirthDay = ("birth_day", DayMonth, 1),
    /// Sex.
    Sex = ("sex", Sex, 1),
    /// First letter of the middle name.
    MiddleInitial = ("middle_initial", MiddleInitial, 1),
    /// Whole postcode.
    PostcodeUnit = ("postcode_unit", PostcodeUnit, 1),
    /// Postcode sector.
    PostcodeSector = ("postcode_sector", PostcodeSector, 1),
    /// Postcode district.
    PostcodeDistrict = ("postcode_district", PostcodeDistrict, 1),
    /// House number.
    HouseNumber = ("house_number", HouseNumber, 1),
    /// Town.
    Town = ("town", Town, 1),
}

/// What a comparison compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ComparisonKind {
    /// Forename, with swaps against the surname.
    Forename,
    /// Surname; missing in a pair whose names are swapped, since the forename then carries the evidence.
    Surname,
    /// Both initials together, for sources that hold no names.
    Initials,
    /// Date of birth, whole or in parts.
    BirthDate,
    /// Sex.
    Sex,
    /// Middle initial.
    MiddleInitial,
    /// Postcode: unit, sector, district.
    Postcode,
    /// Postcode sector and district, for sources that hold no more.
    Area,
    /// House number.
    HouseNumber,
    /// Town.
    Town,
}

/// One agreement level of a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Level {
    /// Label shown in charts and `model.json`.
    pub label: &'static str,
    /// How much the level speaks for a match before any data are seen: the start of EM is steeper the higher it is.
    pub strength: u8,
}

const fn level(label: &'static str, strength: u8) -> Level {
    Level { label, strength }
}

const NAME: &[Level] = &[
    level("none", 0),
    level("initial", 1),
    level("bare initial", 2),
    level("one deletion", 7),
    level("nickname or part", 8),
    level("exact", 9),
    level("half swapped", 21),
    level("swapped", 22),
];
const INITIALS: &[Level] =
    &[level("none", 0), level("surname only", 2), level("forename only", 2), level("swapped", 5), level("both", 9)];
const BIRTH_DATE: &[Level] = &[
    level("none", 0),
    level("one of three parts", 1),
    level("one of two parts", 2),
    level("one of one part", 3),
    level("all but year", 4),
    level("two of two parts", 5),
    level("all but day", 6),
    level("all but month", 7),
    level("day and month swapped", 11),
    level("exact", 12),
];
const SAME: &[Level] = &[level("different", 0), level("same", 1)];
const POSTCODE: &[Level] =
    &[level("none", 0), level("district", 1), level("sector", 2), level("sector, no unit held", 3), level("unit", 4)];
const AREA: &[Level] = &[level("none", 0), level("district", 1), level("sector", 2)];

impl ComparisonKind {
    /// Every kind, in a fixed order.
    pub const ALL: &'static [Self] = &[
        Self::Forename,
        Self::Surname,
        Self::Initials,
        Self::BirthDate,
        Self::Sex,
        Self::MiddleInitial,
        Self::Postcode,
        Self::Area,
        Self::HouseNumber,
        Self::Town,
    ];

    /// The name a spec uses.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Forename => "forename",
            Self::Surname => "surname",
            Self::Initials => "initials",
            Self::BirthDate => "birth_date",
            Self::Sex => "sex",
            Self::MiddleInitial => "middle_initial",
            Self::Postcode => "postcode",
            Self::Area => "area",
            Self::HouseNumber => "house_number",
            Self::Town => "town",
        }
    }

    /// Agreement levels, weakest first. Missing on either side is no level: it says nothing.
    #[must_use]
    pub fn levels(self) -> &'static [Level] {
        match self {
            Self::Forename | Self::Surname => NAME,
            Self::Initials => INITIALS,
            Self::BirthDate => BIRTH_DATE,
            Self::Sex | Self::MiddleInitial | Self::HouseNumber | Self::Town => SAME,
            Self::Postcode => POSTCODE,
            Self::Area => AREA,
        }
    }

    /// The level of full agreement.
    #[must_use]
    pub fn exact(self) -> usize {
        match self {
            Self::Forename | Self::Surname => 5,
            other => other.levels().len() - 1,
        }
    }

    /// Token groups the bundle must carry for this comparison.
    #[must_use]
    pub fn groups(self) -> &'static [TokenGroupKind] {
        use TokenGroupKind as G;
        match self {
            Self::Forename => &[G::Forename, G::ForenameClass, G::ForenameDeletion, G::ForenameInitial],
            Self::Surname => &[G::Surname, G::SurnameDeletion, G::SurnameInitial, G::SurnamePart],
            Self::Initials => &[G::ForenameInitial, G::SurnameInitial],
            Self::BirthDate => &[G::BirthYear, G::BirthMonth, G::BirthDay],
            Self::Sex => &[G::Sex],
            Self::MiddleInitial => &[G::MiddleInitial],
            Self::Postcode => &[G::PostcodeUnit, G::PostcodeSector, G::PostcodeDistrict],
            Self::Area => &[G::PostcodeSector, G::PostcodeDistrict],
            Self::HouseNumber => &[G::HouseNumber],
            Self::Town => &[G::Town],
        }
    }
}

/// Parameters given by the spec instead of estimated: used where a pass has too few pairs or too few informative fields.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FixedParameters {
    /// Chance of each level among matches, in the order of [`ComparisonKind::levels`].
    pub m: Vec<f64>,
    /// Chance of each level among non-matches.
    pub u: Vec<f64>,
}

/// One comparison of a link.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// What is compared.
    pub kind: ComparisonKind,
    /// Shipped parameters.
    pub fixed: FixedParameters,
}
