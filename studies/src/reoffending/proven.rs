//! Proven re-offences: committed within a year of the index day, proven within that year or six months more.

use crate::cohort::Member;
use crate::day::Day;
use crate::inputs::Offence;
use crate::linkage::Linked;

/// Days in which a re-offence is committed.
pub const FOLLOW_UP_DAYS: i32 = 365;
/// Further days in which it may be proven.
pub const WAIT_DAYS: i32 = 183;

/// One member's proven offences around the index day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Proven {
    /// Proven before the index day, as far back as the extract goes.
    pub before: u32,
    /// Of these, committed in the year before it.
    pub year_before: u32,
    /// Proven re-offences.
    pub after: u32,
    /// Days from the index day to the first of them.
    pub first: Option<i32>,
}

impl Proven {
    /// Counts one member's offences.
    ///
    /// Source: Ministry of Justice, Proven reoffending statistics (definitions): an offence committed within one year that leads to a
    /// conviction, caution, reprimand or warning within it or a further six months.
    #[must_use]
    pub fn of(member: &Member, linked: &Linked<'_>) -> Self {
        let mut found = Self::default();
        for offence in linked.offences.of(member.person) {
            found.add(offence, member);
        }
        found
    }

    fn add(&mut self, offence: &Offence, member: &Member) {
        let committed = offence.committed.since(member.index);
        if offence.proven.is_some_and(|proven| proven < member.index) {
            self.before += 1;
            self.year_before += u32::from((-FOLLOW_UP_DAYS..0).contains(&committed));
        }
        if is_reoffence(offence, member) {
            self.after += 1;
            self.first = Some(self.first.map_or(committed, |first| first.min(committed)));
        }
    }
}

/// Whether the offence is a proven re-offence of the member's.
pub(super) fn is_reoffence(offence: &Offence, member: &Member) -> bool {
    let in_time = |proven: Day| proven.since(member.index) < FOLLOW_UP_DAYS + WAIT_DAYS;
    (0..FOLLOW_UP_DAYS).contains(&offence.committed.since(member.index)) && offence.proven.is_some_and(in_time)
}
