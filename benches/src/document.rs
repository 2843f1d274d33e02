//! Tables in Markdown, and pages in which a command replaces its own figures.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use crate::Result;

/// A table whose first column is text and whose others are figures.
pub struct Table {
    columns: usize,
    text: String,
}

impl Table {
    /// A table with these column headings.
    #[must_use]
    pub fn new(headings: &[&str]) -> Self {
        let rule = std::iter::once("---").chain(headings.iter().skip(1).map(|_| "---:")).collect::<Vec<_>>();
        Self { columns: headings.len(), text: format!("| {} |\n| {} |\n", headings.join(" | "), rule.join(" | ")) }
    }

    /// Adds a row.
    ///
    /// # Panics
    /// When the row has more or fewer cells than the table has columns.
    pub fn row(&mut self, cells: &[String]) {
        assert_eq!(cells.len(), self.columns, "a row has one cell a column");
        let _ = writeln!(self.text, "| {} |", cells.join(" | "));
    }

    /// The table's text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }
}

/// A share in per cent with `places` decimals.
#[must_use]
pub fn percent(share: f64, places: usize) -> String {
    format!("{:.places$}", 100.0 * share)
}

/// The page after `--write`, when the command line names one; nothing else may stand there.
pub fn page_argument() -> Result<Option<PathBuf>> {
    match std::env::args().skip(1).collect::<Vec<_>>().as_slice() {
        [] => Ok(None),
        [flag, page] if flag == "--write" => Ok(Some(page.into())),
        _ => Err("the only argument is --write PAGE".into()),
    }
}

/// What stands after `--people`, or the `default`, and the page after `--write`; nothing else may stand there.
pub fn people_and_page(default: usize) -> Result<(usize, Option<PathBuf>)> {
    let (mut people, mut page) = (default, None);
    let mut given = std::env::args().skip(1);
    while let Some(name) = given.next() {
        let value = given.next().ok_or("give a value after each of --people and --write")?;
        match name.as_str() {
            "--people" => people = value.parse()?,
            "--write" => page = Some(PathBuf::from(value)),
            _ => return Err(format!("unknown argument {name}").into()),
        }
    }
    Ok((people, page))
}

/// Replaces what stands between `<!-- begin NAME -->` and `<!-- end NAME -->` on the page at `path`.
pub fn replace(path: &Path, name: &str, body: &str) -> Result<()> {
    let page = std::fs::read_to_string(path)?;
    std::fs::write(path, replaced(&page, name, body)?)?;
    Ok(())
}

fn replaced(page: &str, name: &str, body: &str) -> Result<String> {
    let (begin, end) = (format!("<!-- begin {name} -->"), format!("<!-- end {name} -->"));
    let missing = || format!("the page has no markers '{begin}' and '{end}' in this order: add them");
    let (before, rest) = page.split_once(&begin).ok_or_else(missing)?;
    let (_, after) = rest.split_once(&end).ok_or_else(missing)?;
    Ok(format!("{before}{begin}\n\n{}\n\n{end}{after}", body.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_reads_as_markdown() {
        let mut table = Table::new(&["pass", "A %"]);
        table.row(&["dob2".to_owned(), percent(0.001_234, 2)]);
        assert_eq!(table.text(), "| pass | A % |\n| --- | ---: |\n| dob2 | 0.12 |\n");
    }

    #[test]
    fn only_what_stands_between_the_markers_changes() {
        let page = "a\n<!-- begin x -->\nold\n<!-- end x -->\nb\n";
        let new = replaced(page, "x", "new\n").unwrap();
        assert_eq!(new, "a\n<!-- begin x -->\n\nnew\n\n<!-- end x -->\nb\n");
        assert_eq!(replaced(&new, "x", "new").unwrap(), new);
        assert!(replaced(page, "y", "new").is_err());
    }
}
