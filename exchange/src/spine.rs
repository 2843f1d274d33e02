//! `spine/<source>.parquet`: who is who, for one study, without a name or a key: union desk to analysis unit.

use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

use arrow::array::{ArrayRef, PrimitiveArray, StringArray};
use arrow::datatypes::{ArrowPrimitiveType, DataType, Float64Type, UInt32Type, UInt64Type};

use crate::rows::{ColumnCursor, Columnar, primitive};
use crate::{Result, Row, SPINE_FORMAT};

/// One candidate of one entity, or the single row of an entity without candidates.
#[derive(Clone, Debug, PartialEq)]
pub struct SpineRow {
    /// Payload handle of the source's entity.
    pub payload_handle: u64,
    /// Study pseudonym of the anchor entity it may be; `None` for an entity without candidates.
    pub study_pseudonym: Option<String>,
    /// Probability of a match, 0 to 1; `None` without candidates.
    pub match_probability: Option<f64>,
    /// Match weight above the runner-up, in bits; `None` without a runner-up.
    pub leader_margin: Option<f64>,
    /// The decision.
    pub class: LinkClass,
    /// 1 for the best candidate of this entity, then 2 and so on; 0 without candidates.
    pub rank: u32,
    /// Cell key of the entity, for disclosure control.
    pub cell_key: u32,
}

/// What was decided about a candidate, or about an entity without one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LinkClass {
    /// At or above the threshold and clear of the runner-up.
    Link,
    /// Above the floor, below the threshold.
    Possible,
    /// At or above the threshold, but a rival is within the leader margin; among records of one source, a bridge between
    /// clusters that are otherwise apart.
    Ambiguous,
    /// Emitted, and no candidate above the floor.
    Unlinked,
    /// Emitted in no pass: withheld or null everywhere.
    Unreachable,
}

impl LinkClass {
    /// Every class.
    pub const ALL: [Self; 5] = [Self::Link, Self::Possible, Self::Ambiguous, Self::Unlinked, Self::Unreachable];

    /// The word in the file.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Link => "link",
            Self::Possible => "possible",
            Self::Ambiguous => "ambiguous",
            Self::Unlinked => "unlinked",
            Self::Unreachable => "unreachable",
        }
    }

    /// The class of a word in a file.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.as_str() == word)
    }
}

impl fmt::Display for LinkClass {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// Name of the spine of `source`.
#[must_use]
pub fn file_name(source: &str) -> String {
    format!("{source}.parquet")
}

impl Row for SpineRow {
    const FORMAT: &'static str = SPINE_FORMAT;
    const ORDER: &'static str = "payload_handle, then rank";
    const RANDOM: &'static [&'static str] = &["payload_handle"];

    fn order(&self, other: &Self) -> Ordering {
        (self.payload_handle, self.rank).cmp(&(other.payload_handle, other.rank))
    }
}

impl Columnar for SpineRow {
    fn columns() -> Vec<(&'static str, DataType, bool)> {
        vec![
            ("payload_handle", DataType::UInt64, false),
            ("study_pseudonym", DataType::Utf8, true),
            ("match_probability", DataType::Float64, true),
            ("leader_margin", DataType::Float64, true),
            ("class", DataType::Utf8, false),
            ("rank", DataType::UInt32, false),
            ("cell_key", DataType::UInt32, false),
        ]
    }

    fn to_arrays(rows: &[Self]) -> Vec<ArrayRef> {
        let pseudonyms: StringArray = rows.iter().map(|row| row.study_pseudonym.as_deref()).collect();
        let classes = StringArray::from_iter_values(rows.iter().map(|row| row.class.as_str()));
        vec![
            primitive::<_, UInt64Type>(rows, |row| row.payload_handle),
            Arc::new(pseudonyms),
            nullable::<Float64Type>(rows, |row| row.match_probability),
            nullable::<Float64Type>(rows, |row| row.leader_margin),
            Arc::new(classes),
            primitive::<_, UInt32Type>(rows, |row| row.rank),
            primitive::<_, UInt32Type>(rows, |row| row.cell_key),
        ]
    }

    fn from_cursor(mut cursor: ColumnCursor<'_>) -> Result<Vec<Self>> {
        let payload = cursor.primitive::<UInt64Type>();
        let mut pseudonyms = cursor.texts();
        let mut probabilities = cursor.nullable::<Float64Type>();
        let mut margins = cursor.nullable::<Float64Type>();
        let mut classes = cursor.texts();
        let ranks = cursor.primitive::<UInt32Type>();
        let cell_keys = cursor.primitive::<UInt32Type>();
        let row = |index| {
            let class = classes.next().flatten().and_then(LinkClass::parse);
            Ok(Self {
                payload_handle: payload[index],
                study_pseudonym: pseudonyms.next().flatten().map(str::to_owned),
                match_probability: probabilities.next().flatten(),
                leader_margin: margins.next().flatten(),
                class: class.ok_or_else(|| cursor.error("class", "one of the five link classes"))?,
                rank: ranks[index],
                cell_key: cell_keys[index],
            })
        };
        (0..cursor.rows()).map(row).collect()
    }

    fn fault(&self) -> Option<(&'static str, &'static str)> {
        let candidate = self.rank > 0;
        if self.match_probability.is_some_and(|probability| !(0.0..=1.0).contains(&probability)) {
            return Some(("match_probability", "probabilities from 0 to 1"));
        }
        if self.leader_margin.is_some_and(|margin| !margin.is_finite()) {
            return Some(("leader_margin", "finite numbers"));
        }
        if self.study_pseudonym.is_some() != candidate || self.match_probability.is_some() != candidate {
            return Some(("rank", "a pseudonym and a probability exactly where rank is 1 or more"));
        }
        None
    }
}

fn nullable<T: ArrowPrimitiveType>(rows: &[SpineRow], value: impl Fn(&SpineRow) -> Option<T::Native>) -> ArrayRef {
    Arc::new(rows.iter().map(value).collect::<PrimitiveArray<T>>())
}
