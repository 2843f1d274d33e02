//! The spines of a study that are to be written, and how far each is.

use std::sync::{Mutex, PoisonError};

use exchange::spec::{Cardinality, Link, Spec};
use exchange::{FinishedFiles, Written, spine};

use super::run::LinkCounts;
use crate::error::Result;
use crate::watch::Watch;

/// Spines that are made beside each other at most: more do not pay on a laptop.
pub(super) const TOGETHER: usize = 2;

/// A spine that is to be written.
pub(super) struct Task<'a> {
    /// Place in the order of the tasks.
    pub(super) number: usize,
    pub(super) source: usize,
    pub(super) file: String,
    /// The link that says who its entities are; none for the anchor.
    pub(super) link: Option<(usize, &'a Link)>,
    /// What an earlier run left.
    pub(super) finished: Option<(Written, Option<LinkCounts>)>,
}

/// The spines of the anchor and of every source that it is linked with.
pub(super) fn tasks<'a>(
    spec: &'a Spec,
    anchor: usize,
    finished: &mut FinishedFiles<'_, Option<LinkCounts>>,
) -> Vec<Task<'a>> {
    let mut tasks = Vec::new();
    for (source, declared) in spec.sources.iter().enumerate() {
        let joins = |link: &Link| link.left == anchor && link.right == source && source != anchor;
        let link = spec.links.iter().enumerate().find(|(_, link)| joins(link));
        let file = spine::file_name(&declared.name);
        if link.is_some() || source == anchor {
            let finished = finished.take(&file);
            tasks.push(Task { number: 0, source, file, link, finished });
        }
    }
    // The anchor's own spine is quickly made; two that take long should not wait for it.
    tasks.sort_by_key(|task| (task.link.is_none(), task.source));
    for (number, task) in tasks.iter_mut().enumerate() {
        task.number = number;
    }
    tasks
}

impl Task<'_> {
    /// Whether it can be made beside another: its pairs are decided some at a time.
    fn is_in_parts(&self) -> bool {
        self.link.is_none_or(|(_, link)| link.cardinality == Cardinality::ManyOne)
    }
}

/// Cuts tasks into those that are made beside each other.
pub(super) fn beside_each_other<'t, 'a>(mut rest: &'t [Task<'a>]) -> impl Iterator<Item = &'t [Task<'a>]> {
    std::iter::from_fn(move || {
        let in_parts = rest.iter().take(TOGETHER).take_while(|task| task.is_in_parts()).count();
        let (together, later) = rest.split_at_checked(in_parts.max(1))?;
        rest = later;
        Some(together)
    })
}

/// How far the tasks are, and before them the search for the people of the anchor.
pub(super) struct Shares<'a> {
    watch: &'a dyn Watch,
    /// Of the search, then by task.
    all: Mutex<Vec<f64>>,
}

impl<'a> Shares<'a> {
    pub(super) fn new(watch: &'a dyn Watch, tasks: &[Task<'_>]) -> Self {
        // What an earlier run finished is no pace of this one.
        let tasks = tasks.iter().map(|task| if task.finished.is_some() { 1.0 } else { 0.0 });
        Self { watch, all: Mutex::new([0.0].into_iter().chain(tasks).collect()) }
    }

    /// The search for people is done to this share.
    pub(super) fn of_people(&self, share: f64) -> Result<()> {
        self.reached(0, share)
    }

    /// A task is done to this share.
    pub(super) fn of_task(&self, task: &Task<'_>, share: f64) -> Result<()> {
        self.reached(1 + task.number, share)
    }

    fn reached(&self, place: usize, share: f64) -> Result<()> {
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        all[place] = share;
        self.watch.reached("union", all.iter().sum::<f64>() / all.len() as f64)
    }
}
