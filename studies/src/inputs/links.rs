//! The spine as the studies use it: treatment clients as people, and candidates of every entity of another source.

use super::payload::PayloadHandle;

/// A de-duplicated person of the anchor source, numbered in the order of study pseudonyms. The number means nothing outside one
/// [`Spine`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Person(pub u32);

/// A person's random number of one study, the same in each of its tables: what perturbs the counts the person is in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RecordKey(pub u32);

/// A source linked to the anchor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// Police National Computer.
    Police,
    /// Death registrations.
    Deaths,
    /// Benefits and employment.
    Work,
}

impl Source {
    /// Every source, in the order reports use.
    pub const ALL: [Self; 3] = [Self::Police, Self::Deaths, Self::Work];

    /// The name in folders and specs.
    #[must_use]
    pub fn file_name(self) -> &'static str {
        match self {
            Self::Police => "pnc",
            Self::Deaths => "deaths",
            Self::Work => "dwp",
        }
    }

    /// The name a reader knows.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Police => "Police National Computer",
            Self::Deaths => "Death registrations",
            Self::Work => "Benefits and employment",
        }
    }
}

/// Who is who.
#[derive(Clone, Debug, Default)]
pub struct Spine {
    /// How many people there are; [`Person`] numbers are below this.
    pub people: u32,
    /// Record key of each person, by number.
    pub record_keys: Vec<RecordKey>,
    /// Every treatment client, by handle.
    pub clients: Vec<Client>,
    /// Police entities.
    pub police: SourceLinks,
    /// Death entities.
    pub deaths: SourceLinks,
    /// Benefit and employment entities.
    pub work: SourceLinks,
}

impl Spine {
    /// The links of one source.
    #[must_use]
    pub fn source(&self, source: Source) -> &SourceLinks {
        match source {
            Source::Police => &self.police,
            Source::Deaths => &self.deaths,
            Source::Work => &self.work,
        }
    }
}

/// One treatment client, which may be one of several of the same person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Client {
    /// Its payload handle.
    pub handle: PayloadHandle,
    /// Whose client record it is; `None` if it carries no pseudonym.
    pub person: Option<Person>,
    /// Whether the record holds enough identity to be linked at all.
    pub reachable: bool,
}

/// Every entity of one source.
#[derive(Clone, Debug, Default)]
pub struct SourceLinks {
    /// Entities that somebody may be, in order of handle.
    pub entities: Vec<Entity>,
    /// How many entities are nobody in treatment: no study needs to know which.
    pub nobody: Nobody,
}

impl SourceLinks {
    /// Whether the source has no entity at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entities.is_empty() && self.nobody == Nobody::default()
    }
}

/// Entities without a candidate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Nobody {
    /// That could be linked.
    pub reachable: u64,
    /// That hold too little identity to be linked at all.
    pub unreachable: u64,
}

/// One entity of a source and the people it may be.
#[derive(Clone, Debug, PartialEq)]
pub struct Entity {
    /// Its payload handle.
    pub handle: PayloadHandle,
    /// Whether the record holds enough identity to be linked at all.
    pub reachable: bool,
    /// Candidates, best first.
    pub candidates: Vec<Candidate>,
}

/// One person an entity may be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Candidate {
    /// The person.
    pub person: Person,
    /// Probability that they are the same, between 0 and 1.
    pub probability: f64,
    /// What the union desk declared.
    pub class: LinkClass,
}

/// What the union desk declared about a candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LinkClass {
    /// Declared to be the same person.
    Link,
    /// Likely, but under the threshold.
    Possible,
    /// Another candidate is too close.
    Ambiguous,
    /// Declared not to be the same person.
    Unlinked,
}
