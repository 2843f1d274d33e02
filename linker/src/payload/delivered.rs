//! The payload of one delivery, plain or sealed.

use exchange::payload;
use exchange::spec::{Source, Table};
use exchange::{Frame, Received};

use crate::error::Result;
use crate::packed::schema;
use crate::sealed::OwnRows;

/// The payload that an owner delivered.
pub enum Payload<'a> {
    /// In an `analysis` folder.
    Plain(&'a Received),
    /// In a `sealed` folder, with what opens all of its rows.
    Sealed(OwnRows<'a>),
}

impl Payload<'_> {
    /// The rows of a table, some at a time and ordered by payload handle.
    pub(super) fn each(
        &self,
        source: &Source,
        table: &Table,
        mut each: impl FnMut(&Frame) -> Result<()>,
    ) -> Result<()> {
        match self {
            Self::Plain(folder) => {
                let file = folder.file(&payload::file_name(&table.name))?;
                payload::open(&file, &schema(table))?.try_for_each(|rows| each(&rows?))
            }
            Self::Sealed(rows) => rows.each(source, table, each),
        }
    }
}
