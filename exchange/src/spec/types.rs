//! Sources and links as types: what has been parsed needs no further checking.

use super::{Comparison, ComparisonKind, DateFormat, Derived, TokenGroupKind};
use crate::tokens::BundleLayout;

/// One department's extract: a folder of tables.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// Name, unique in the spec.
    pub name: String,
    /// Columns that together identify an entity; present in every table.
    pub entity_key: Vec<String>,
    /// Cell texts that mean "missing", besides the empty cell.
    pub null_markers: Vec<String>,
    /// Consent column, where one is held.
    pub consent: Option<Consent>,
    /// File of withdrawn entity keys in the source folder, with the entity key columns as header.
    pub withdrawals: Option<String>,
    /// Of several person rows of one entity keep only those with the latest value of this column (ISO or yyyymmdd text).
    pub latest: Option<String>,
    /// Entities that agree on all of these values count as one person under a block's cap.
    pub same_person: Vec<Derived>,
    /// Largest share of entities that may be unique on the payload's quasi-identifiers.
    pub uniques_ceiling: f64,
    /// Tables, in file order; exactly one is the person table.
    pub tables: Vec<Table>,
}

/// A consent column and the value that refuses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consent {
    /// Column name.
    pub column: String,
    /// Value that refuses linkage.
    pub refused: String,
}

/// One table of a source.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// Name; the released payload is `analysis/<name>.parquet`.
    pub name: String,
    /// File name in the source folder.
    pub file: String,
    /// Role.
    pub kind: TableKind,
    /// Columns of an identity.
    pub identity: Identity,
    /// Whether identity columns may be absent from the file.
    pub optional_columns: bool,
    /// Columns released to the analysis unit.
    pub payload: Vec<PayloadColumn>,
}

/// Role of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableKind {
    /// One or more rows an entity, each a full identity.
    Person,
    /// Further names, birth dates or postcodes of an entity; what a row lacks comes from the person table.
    Alias,
    /// Events; no identity.
    Event,
}

/// Which column holds which part of an identity.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Identity {
    /// Forename column.
    pub forename: Option<String>,
    /// Whether the forename column holds all forenames (first, then middle names).
    pub names: Names,
    /// Middle name or initial column.
    pub middle: Option<String>,
    /// Surname column.
    pub surname: Option<String>,
    /// Whole date of birth.
    pub birth_date: Option<DateColumn>,
    /// Year, month and day of birth, used where the whole date is missing.
    pub birth_parts: Option<[String; 3]>,
    /// Sex.
    pub sex: Option<SexColumn>,
    /// Postcode.
    pub postcode: Option<PostcodeColumn>,
    /// Address line that starts with the house number.
    pub address: Option<String>,
    /// Town of residence or of birth.
    pub town: Option<String>,
}

/// How a forename column is filled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Names {
    /// The first forename only.
    #[default]
    First,
    /// All forenames, separated by spaces.
    All,
}

/// A date column and the formats it may hold, tried in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateColumn {
    /// Column name.
    pub column: String,
    /// Formats.
    pub formats: Vec<DateFormat>,
}

/// A sex column and its code table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SexColumn {
    /// Column name.
    pub column: String,
    /// Code table.
    pub codes: SexCodes,
}

/// Code tables for sex.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SexCodes {
    /// M, F, and letters for neither or unknown.
    Letters,
    /// 1 male, 2 female, 0 and 9 missing.
    Numeric,
    /// Male, female, and words for neither or unknown.
    Words,
    /// Any of these, which never contradict each other.
    Any,
}

/// A postcode column and what it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostcodeColumn {
    /// Column name.
    pub column: String,
    /// Shape.
    pub shape: PostcodeShape,
}

/// What a postcode column holds. It decides only values that can be read in two ways (`NR14` is a district or, in a
/// column of sectors, sector 4 of `NR1`), and whether a cut postcode is counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum PostcodeShape {
    /// Not known: every value speaks for itself.
    #[default]
    Auto,
    /// Whole postcodes.
    Whole,
    /// Sectors, as in an NDTMS export, which cuts the last two characters.
    Sector,
    /// Districts.
    District,
}

/// A column released to the analysis unit.
#[derive(Clone, Debug, PartialEq)]
pub struct PayloadColumn {
    /// Column in the source table.
    pub column: String,
    /// Name in the released table.
    pub name: String,
    /// What is kept of it.
    pub kind: PayloadKind,
    /// Whether an outsider might know it: counted when uniques are counted.
    pub quasi_identifier: bool,
}

/// What is kept of a payload column.
#[derive(Clone, Debug, PartialEq)]
pub enum PayloadKind {
    /// The text as it stands.
    Text,
    /// A whole number.
    Integer,
    /// A date, in full.
    Date(Vec<DateFormat>),
    /// The year of a date, as an integer.
    Year(Vec<DateFormat>),
    /// One of a list of codes; anything else is an error.
    Code(Vec<String>),
    /// The letters that start a postcode: its area.
    PostcodeArea,
    /// Of the text of a certificate the substances that it names, as codes of the first shipped list ([`substances`](crate::substances)),
    /// and no other word. Only of drug poisonings: the codes of other deaths would tell of people and answer nothing.
    Substances1 {
        /// Column of the underlying cause, an ICD-10 code.
        cause: String,
    },
}

/// A link between two sources, or of one source to itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// Name; part of every token key, so that two sources can be compared only where a spec asks for it.
    pub name: String,
    /// Index of the left source.
    pub left: usize,
    /// Index of the right source; equal to `left` for de-duplication.
    pub right: usize,
    /// How many partners a record may have.
    pub cardinality: Cardinality,
    /// What a wrong decision costs.
    pub loss: Loss,
    /// How a pair seen by several passes gets its value.
    pub combine: Combine,
    /// Comparisons, which fix the bundle.
    pub comparisons: Vec<Comparison>,
    /// Comparisons that go with the home: two people who live together agree on all of them at once. Empty, or at least
    /// two of postcode, house number and town, and the surname if relatives share it.
    pub home: Vec<ComparisonKind>,
    /// Blocking passes of the profile in force.
    pub passes: Vec<Pass>,
}

/// What a false link costs, in missed links: the pair is declared when that makes the expected loss least.
///
/// Declaring a pair of match probability p risks (1 - p) times this, leaving it risks p; so the threshold is
/// loss / (1 + loss) (Fellegi and Sunter 1969, with costs in place of error rates).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Loss(f64);

impl Loss {
    /// `None` unless above 0 and finite.
    #[must_use]
    pub fn new(false_link: f64) -> Option<Self> {
        (false_link > 0.0 && false_link.is_finite()).then_some(Self(false_link))
    }

    /// Missed links that one false link costs as much as.
    #[must_use]
    pub fn false_link(self) -> f64 {
        self.0
    }

    /// Match probability from which a pair may be declared.
    #[must_use]
    pub fn threshold(self) -> f64 {
        self.0 / (1.0 + self.0)
    }
}

/// How many partners a record may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cardinality {
    /// One on each side.
    OneOne,
    /// Many left records may share one right record.
    ManyOne,
    /// Groups of any size.
    Cluster,
}

/// How a pair seen by several passes gets its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Combine {
    /// The best match weight: over-confident, being the largest of several estimates, and the more so when matches are
    /// rare.
    Best,
    /// The mean match probability of all passes that saw the pair (the linear opinion pool: Stone 1961, Annals of
    /// Mathematical Statistics 32): where each pass expects the right number of matches, so does their mean.
    Pooled,
    /// The finest pass that sees the pair.
    First,
    /// `First` where the model expects under 5 % of the smaller file to match, else `Pooled`.
    Auto,
}

/// One blocking pass.
#[derive(Clone, Debug, PartialEq)]
pub struct Pass {
    /// Name; part of a file name.
    pub name: String,
    /// Values that make the block key. A part with alternatives makes one entry for each, in one key domain.
    pub key: Vec<KeyPart>,
    /// Most distinct persons of one owner that an emitted block may hold.
    pub cap: usize,
    /// Chance that two records of different people share a block.
    pub chance: f64,
}

/// One part of a block key: a value, or alternatives that meet each other.
pub type KeyPart = Vec<Derived>;

impl Link {
    /// Whether the link de-duplicates one source.
    #[must_use]
    pub fn is_deduplication(&self) -> bool {
        self.left == self.right
    }

    /// Token groups of the bundle, in the order of their slots.
    #[must_use]
    pub fn groups(&self) -> Vec<TokenGroupKind> {
        let mut groups: Vec<_> = self.comparisons.iter().flat_map(|c| c.kind.groups().iter().copied()).collect();
        groups.sort_unstable();
        groups.dedup();
        groups
    }

    /// Layout of the bundles in the link's pass files.
    ///
    /// # Panics
    /// Never: the groups of all comparisons together fit a layout, which a test checks.
    #[must_use]
    pub fn layout(&self) -> BundleLayout {
        let groups = self.groups();
        let groups = groups.iter().map(|group| (group.name(), group.domain().name(), group.slots() as u16));
        BundleLayout::new(groups).expect("the groups of all comparisons fit a layout")
    }
}
