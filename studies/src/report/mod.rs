//! The released files: one page to read, and the same figures as JSON and CSV.
//!
//! Only [`SafeTable`](crate::disclose::SafeTable)s are accepted, so nothing reaches a file that has not passed disclosure control.
//!
//! Charts are SVG written here, not Vega-Lite: a static drawing needs no script, so the page opens on a locked-down desktop, prints,
//! can be mailed, and needs no third-party code in a release. Positions are percentages of the width and text keeps its size, so a
//! chart is as readable at 320 px as on a wide screen.

mod chart;
mod csv;
mod csvw;
mod files;
mod json;
pub mod ods;
mod page;
mod shorthand;
pub mod text;

pub use csv::csv;
pub use csvw::csvw;
pub use files::{FORMAT, MANIFEST, files};
pub use json::json;
pub use ods::ods;
pub use page::html;

use crate::run::StudyResult;

/// What a report is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// Title of the page.
    pub title: String,
    /// Studies in order of reading.
    pub studies: Vec<StudyResult>,
    /// How it was made.
    pub provenance: Provenance,
}

/// How a report was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provenance {
    /// Name and version of the software.
    pub software: String,
    /// Whether the people are made up; the page says so first.
    pub synthetic: bool,
    /// Input files and their SHA-256, in the order they were read.
    pub inputs: Vec<InputFile>,
}

/// An input file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputFile {
    /// Name inside its folder.
    pub name: String,
    /// SHA-256 in hexadecimal.
    pub sha256: String,
}
