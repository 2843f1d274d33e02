//! What is wrong with a spec file, where, and what to do about it.

use std::fmt;
use std::path::PathBuf;

/// A fault in a spec file. The text names file, line and remedy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpecError {
    /// The file, or the name of a shipped spec.
    pub file: PathBuf,
    /// Line of the fault, from 1; absent when the fault is one of the whole file.
    pub line: Option<usize>,
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub remedy: String,
}

impl fmt::Display for SpecError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file.display())?;
        if let Some(line) = self.line {
            write!(f, ", line {line}")?;
        }
        write!(f, ": {}\n  remedy: {}", self.what, self.remedy)
    }
}

impl std::error::Error for SpecError {}
