//! How many rows of a source may pass a relay: an owner finds what it hands in again in what is made of it, and hands in a dictionary
//! as easily as its own people (SECURITY.md).

use std::collections::BTreeMap;

use exchange::chain::Chain;
use exchange::custody::{Act, Entry};
use linker::LinkerError;

use crate::error::CliError;

/// A delivery about to be relayed, and what is allowed of its source.
pub(super) struct Quota<'a> {
    /// Whose rows.
    pub(super) source: &'a str,
    /// SHA-256 of the manifest of the owner's folder.
    pub(super) delivery: &'a str,
    /// Check value of the relay's key.
    pub(super) check_value: String,
    /// Most rows under this key, if any number is set.
    pub(super) most: Option<u64>,
}

impl Quota<'_> {
    /// Rows of the source under this key, this delivery's `rows` with them. Each delivery counts once: the second time shows nothing new.
    ///
    /// # Errors
    /// More than are allowed; where any number is, a log that does not tell of the key from its making on.
    pub(super) fn checked(&self, log: &Chain<Entry>, rows: u64) -> Result<u64, CliError> {
        let of_key = || log.lines().iter().map(|line| &line.body).filter(|entry| self.is_of_key(entry));
        let earlier: BTreeMap<_, _> = of_key()
            .filter_map(|entry| match &entry.act {
                Act::Relay { source, delivery, rows } if source == self.source && delivery != self.delivery => {
                    Some((delivery, rows))
                }
                _ => None,
            })
            .collect();
        let earlier = earlier.values().fold(0_u64, |sum, rows| sum.saturating_add(**rows));
        let all = earlier.saturating_add(rows);
        let Some(most) = self.most else { return Ok(all) };
        if !of_key().any(|entry| matches!(entry.act, Act::Generate { .. })) {
            return Err(refused(
                "the custody log does not say when this key was made, so it may not have every delivery".to_owned(),
                "give the log that was kept since then: --log FILE",
            ));
        }
        if all <= most {
            return Ok(all);
        }
        Err(refused(
            format!("{} hands in {rows} rows after {earlier} under this key, more than --quota", self.source),
            "compare with the largest pass that `pseudonymise` showed the owner, and with how many people it is known to hold",
        ))
    }

    fn is_of_key(&self, entry: &Entry) -> bool {
        entry.subject.check_value.as_ref() == Some(&self.check_value)
    }
}

fn refused(what: String, remedy: &str) -> CliError {
    LinkerError::Policy { what, remedy: remedy.to_owned() }.into()
}
