//! Level of the date of birth, whole or in parts. Day and month share a key domain, so their swap shows as equality.

use super::BundleView;
use super::bundle::Slots;

/// Token groups of the date of birth.
pub(super) struct Groups {
    pub(super) year: Slots,
    pub(super) month: Slots,
    pub(super) day: Slots,
}

/// Index into `ComparisonKind::BirthDate.levels()`.
pub(super) fn level(g: &Groups, left: BundleView<'_>, right: BundleView<'_>) -> Option<usize> {
    let parts = [&g.year, &g.month, &g.day];
    let held = parts.map(|part| !left.lacks(part) && !right.lacks(part));
    let equal = parts.map(|part| left.equals(part, &right, part));
    let agreeing = equal.iter().filter(|equal| **equal).count();
    match (held.iter().filter(|held| **held).count(), agreeing) {
        (0, _) => None,
        (3, 3) => Some(9),
        (3, 2) if !equal[2] => Some(6),
        (3, 2) if !equal[1] => Some(7),
        (3, 2) => Some(4),
        (3, 1) if equal[0] && swapped(g, left, right) => Some(8),
        (3, 1) => Some(1),
        (2, 2) => Some(5),
        (2, 1) => Some(2),
        (1, 1) => Some(3),
        _ => Some(0),
    }
}

fn swapped(g: &Groups, left: BundleView<'_>, right: BundleView<'_>) -> bool {
    left.equals(&g.month, &right, &g.day) && left.equals(&g.day, &right, &g.month)
}
