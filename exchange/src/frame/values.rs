use std::fmt;
use std::ops::Range;

/// The values of one column.
#[derive(Clone, Debug, PartialEq)]
pub enum Values {
    /// UTF-8 text.
    Text(Vec<Option<String>>),
    /// Whole numbers.
    Integer(Vec<Option<i64>>),
    /// Real numbers.
    Number(Vec<Option<f64>>),
    /// Days since 1970-01-01, proleptic Gregorian; Parquet DATE.
    Date(Vec<Option<i32>>),
    /// Handles; Parquet `UINT_64`, never null.
    Handle(Vec<u64>),
}

/// The type of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// [`Values::Text`].
    Text,
    /// [`Values::Integer`].
    Integer,
    /// [`Values::Number`].
    Number,
    /// [`Values::Date`].
    Date,
    /// [`Values::Handle`].
    Handle,
}

impl Kind {
    /// A column of this type without values.
    #[must_use]
    pub const fn empty(self) -> Values {
        match self {
            Self::Text => Values::Text(Vec::new()),
            Self::Integer => Values::Integer(Vec::new()),
            Self::Number => Values::Number(Vec::new()),
            Self::Date => Values::Date(Vec::new()),
            Self::Handle => Values::Handle(Vec::new()),
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Text => "text",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::Date => "date",
            Self::Handle => "handle",
        })
    }
}

impl Values {
    /// The type of the column.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Text(_) => Kind::Text,
            Self::Integer(_) => Kind::Integer,
            Self::Number(_) => Kind::Number,
            Self::Date(_) => Kind::Date,
            Self::Handle(_) => Kind::Handle,
        }
    }

    /// Number of values, nulls included.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Text(values) => values.len(),
            Self::Integer(values) => values.len(),
            Self::Number(values) => values.len(),
            Self::Date(values) => values.len(),
            Self::Handle(values) => values.len(),
        }
    }

    /// Whether there is no value.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The value of a row as text: a date as its count of days, nothing for a null.
    pub(super) fn text(&self, row: usize) -> String {
        let text = match self {
            Self::Text(values) => values[row].clone(),
            Self::Integer(values) => values[row].map(|value| value.to_string()),
            Self::Number(values) => values[row].map(|value| value.to_string()),
            Self::Date(values) => values[row].map(|value| value.to_string()),
            Self::Handle(values) => Some(values[row].to_string()),
        };
        text.unwrap_or_default()
    }

    /// Adds the values `range` of a column of the same type; of another type, nothing.
    pub(super) fn extend_from(&mut self, other: &Self, range: Range<usize>) {
        match (self, other) {
            (Self::Text(into), Self::Text(from)) => into.extend_from_slice(&from[range]),
            (Self::Integer(into), Self::Integer(from)) => into.extend_from_slice(&from[range]),
            (Self::Number(into), Self::Number(from)) => into.extend_from_slice(&from[range]),
            (Self::Date(into), Self::Date(from)) => into.extend_from_slice(&from[range]),
            (Self::Handle(into), Self::Handle(from)) => into.extend_from_slice(&from[range]),
            _ => debug_assert!(false, "columns of one type"),
        }
    }
}
