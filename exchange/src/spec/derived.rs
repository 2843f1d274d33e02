//! Values derived from a standardised identity, by the names a spec uses for them.

use std::fmt;

macro_rules! derived {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// A value derived from one standardised identity: what blocking keys and tokens are made of.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Derived { $($(#[$doc])* $variant,)* }

        impl Derived {
            /// Every derived value, in a fixed order.
            pub const ALL: &'static [Derived] = &[$(Derived::$variant,)*];

            /// The name a spec file uses.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Derived::$variant => $name,)* }
            }
        }
    };
}

derived! {
    /// Whole forename, A-Z.
    Forename = "forename",
    /// First letter of the forename.
    ForenameInitial = "forename_initial",
    /// First two letters of the forename.
    ForenamePrefix2 = "forename_prefix2",
    /// Formal name that the forename is a nickname of (the first of several), else the forename.
    ForenameClass = "forename_class",
    /// American Soundex of the forename.
    ForenameSoundex = "forename_soundex",
    /// Whole surname, A-Z, all parts joined.
    Surname = "surname",
    /// First letter of the surname.
    SurnameInitial = "surname_initial",
    /// First three letters of the surname.
    SurnamePrefix3 = "surname_prefix3",
    /// American Soundex of the surname.
    SurnameSoundex = "surname_soundex",
    /// First letter of the middle name.
    MiddleInitial = "middle_initial",
    /// Year of birth.
    BirthYear = "birth_year",
    /// Month of birth.
    BirthMonth = "birth_month",
    /// Day of birth.
    BirthDay = "birth_day",
    /// Year of birth, then day and month as an unordered pair: a swap of the two makes no difference.
    BirthDateUnordered = "birth_date_unordered",
    /// Sex.
    Sex = "sex",
    /// Whole postcode.
    PostcodeUnit = "postcode_unit",
    /// Postcode without its last two letters.
    PostcodeSector = "postcode_sector",
    /// Outward part of the postcode.
    PostcodeDistrict = "postcode_district",
    /// House number.
    HouseNumber = "house_number",
    /// First six letters of the address.
    StreetPrefix6 = "street_prefix6",
    /// Town, A-Z.
    Town = "town",
}

impl Derived {
    /// The derived value a spec calls `name`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|derived| derived.name() == name)
    }
}

impl fmt::Display for Derived {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
