//! Column names of a table.

use crate::error::{InputFault, Place, Result};

/// The columns of a table, each with a name of its own.
pub(super) struct Header {
    file: String,
    columns: Vec<String>,
}

impl Header {
    /// Checks that there are columns and that no two are called alike.
    pub(super) fn new(file: String, columns: Vec<String>) -> Result<Self> {
        if columns.iter().all(String::is_empty) {
            return Err(InputFault::of_file(&file, "the file is empty", "supply the table with its header row").into());
        }
        for (index, name) in columns.iter().enumerate() {
            if columns[..index].contains(name) {
                let what = format!("column {} has the name of an earlier column", index + 1);
                return Err(InputFault::of_file(&file, what, "give every column its own name").at_row(1).into());
            }
        }
        Ok(Self { file, columns })
    }

    pub(super) fn file(&self) -> &str {
        &self.file
    }

    pub(super) fn columns(&self) -> &[String] {
        &self.columns
    }

    /// Position of a column that must be there.
    pub(super) fn required(&self, column: &str) -> Result<usize> {
        self.optional(column).ok_or_else(|| {
            // The header is not repeated: where a file has none, its first row is a person.
            let remedy = if let Some(index) = self.alike(column) {
                format!("column {} differs in capitals alone; spell it alike here and in the spec", index + 1)
            } else if let Some(separator) = self.other_separator() {
                format!("row 1 is a single cell with {separator} in it: save the table with commas between its cells")
            } else {
                let cells = self.columns.len();
                format!("check that row 1, of {cells} cells, is a header, and correct the spec or the file")
            };
            InputFault::of_file(&self.file, "the column is not in the header", &remedy).in_column(column).into()
        })
    }

    /// What seems to stand between cells where a comma should.
    fn other_separator(&self) -> Option<&'static str> {
        let [only] = self.columns.as_slice() else { return None };
        [(';', "semicolons"), ('\t', "tabs"), ('|', "bars")]
            .into_iter()
            .find_map(|(separator, name)| only.contains(separator).then_some(name))
    }

    pub(super) fn optional(&self, column: &str) -> Option<usize> {
        self.columns.iter().position(|name| name == column)
    }

    /// Position of a column that is called so but for capitals.
    pub(super) fn alike(&self, column: &str) -> Option<usize> {
        self.columns.iter().position(|name| name.eq_ignore_ascii_case(column))
    }

    /// Refuses a row with a NUL byte, which no text has and which ends texts elsewhere.
    pub(super) fn refuse_nul(&self, record: &csv::StringRecord, place: Place) -> Result<()> {
        if record.as_slice().contains('\0')
            && let Some(index) = record.iter().position(|cell| cell.contains('\0'))
        {
            return Err(InputFault::of_file(&self.file, "the cell holds a NUL byte", "export the table again")
                .at(place)
                .in_column(&self.columns[index])
                .into());
        }
        Ok(())
    }
}
