//! Groups of records of one source that declared links hold together.

/// A union-find forest (Tarjan 1975), with path halving; the smallest member is the root, so that the order of joins
/// does not show.
pub(super) struct Forest(Vec<usize>);

impl Forest {
    pub(super) fn new(members: usize) -> Self {
        Self((0..members).collect())
    }

    pub(super) fn root(&mut self, mut member: usize) -> usize {
        while self.0[member] != member {
            self.0[member] = self.0[self.0[member]];
            member = self.0[member];
        }
        member
    }

    pub(super) fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        self.0[a.max(b)] = a.min(b);
    }
}

/// Cluster of each of `entities` records that `links` join: the smallest record number in it.
#[must_use]
pub fn clusters(links: impl IntoIterator<Item = (u32, u32)>, entities: usize) -> Vec<u32> {
    let mut forest = Forest::new(entities);
    for (left, right) in links {
        forest.join(left as usize, right as usize);
    }
    (0..entities).map(|entity| forest.root(entity) as u32).collect()
}
