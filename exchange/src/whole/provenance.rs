use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

/// Everything that decides a run's bytes, each under the name by which a message speaks of it: two runs with the same
/// provenance write the same files.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Provenance(BTreeMap<String, String>);

impl Provenance {
    /// Nothing but a command and the version of the program.
    #[must_use]
    pub fn of(command: &str, version: &str) -> Self {
        Self::default().with("command", command).with("version of dwlink", version)
    }

    /// The same, and `what` with a value or the hash of one.
    #[must_use]
    pub fn with(mut self, what: impl Into<String>, value: impl Into<String>) -> Self {
        self.0.insert(what.into(), value.into());
        self
    }

    /// The value noted for `what`.
    #[must_use]
    pub fn get(&self, what: &str) -> Option<&str> {
        self.0.get(what).map(String::as_str)
    }

    /// The names under which the two differ; none when they are the same.
    #[must_use]
    pub fn differing<'a>(&'a self, other: &'a Self) -> Vec<&'a str> {
        let names: BTreeSet<_> = self.0.keys().chain(other.0.keys()).collect();
        names.into_iter().filter(|name| self.0.get(*name) != other.0.get(*name)).map(String::as_str).collect()
    }
}
