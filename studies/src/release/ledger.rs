//! What a project has released, line by line in a [`Chain`].

use std::collections::BTreeMap;

use exchange::chain::Chain;
use serde::{Deserialize, Serialize};

use super::figures::Figure;
use super::folder::ReleaseFolder;
use crate::Error;

/// One release.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// SHA-256 of the release's manifest.
    pub release: String,
    /// Name, cohort and data of each study, by kind.
    pub studies: BTreeMap<String, String>,
    /// Every count that was shown.
    pub figures: Vec<Figure>,
}

/// A ledger whose chain holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ledger(Chain<Entry>);

/// A figure that an earlier release shows for another population and that lies close to the new one.
#[derive(Clone, Debug, PartialEq)]
pub struct Overlap {
    /// The earlier release's place in the ledger.
    pub sequence: u64,
    /// Where the figure stands.
    pub place: String,
}

impl Ledger {
    /// Reads a ledger and follows its chain.
    ///
    /// # Errors
    /// [`Error::Ledger`] if a line was changed, taken out or moved.
    pub fn parse(text: &str) -> Result<Self, Error> {
        Chain::parse(text).map(Self).map_err(|broken| Error::Ledger { line: broken.line })
    }

    /// The line that records `release` at the end of this ledger.
    ///
    /// # Errors
    /// [`Error::Recorded`] if the ledger holds it already.
    pub fn line(&self, release: &ReleaseFolder) -> Result<String, Error> {
        if self.0.lines().iter().any(|line| line.body.release == release.sha256) {
            return Err(Error::Recorded);
        }
        let (studies, figures) = (definitions(release), release.counts());
        let entry = Entry { release: release.sha256.clone(), studies, figures };
        Ok(format!("{}\n", self.0.next(entry).text()))
    }

    /// Figures of earlier releases that show the same row for another cohort, data or definition, and differ from the new one by less
    /// than `close`: subtracting them leaves few people, if no fewer than the rounding hides.
    #[must_use]
    pub fn overlaps(&self, release: &ReleaseFolder, close: f64) -> Vec<Overlap> {
        let definitions = definitions(release);
        let key =
            |figure: &Figure| (figure.table.clone(), figure.section.clone(), figure.row.clone(), figure.column.clone());
        let new: BTreeMap<_, _> = release.counts().iter().map(|figure| (key(figure), figure.value)).collect();
        let mut overlaps = Vec::new();
        for line in self.0.lines() {
            let entry = &line.body;
            for figure in &entry.figures {
                let kind = figure.table.split('/').next().unwrap_or_default();
                let is_same = entry.studies.get(kind) == definitions.get(kind);
                let near = new.get(&key(figure)).is_some_and(|value| (value - figure.value).abs() < close);
                if near && !is_same {
                    overlaps.push(Overlap { sequence: line.sequence, place: figure.place() });
                }
            }
        }
        overlaps
    }
}

fn definitions(release: &ReleaseFolder) -> BTreeMap<String, String> {
    let studies = release.results.studies.iter();
    studies.map(|s| (s.kind.clone(), format!("{}; {}; data cut {}", s.name, s.cohort, s.data_cut))).collect()
}
