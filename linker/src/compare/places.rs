//! Level of the postcode: unit, sector, district.

use super::BundleView;
use super::bundle::Slots;

/// Token groups of the postcode; no unit where a source holds sectors only.
pub(super) struct Groups {
    pub(super) unit: Option<Slots>,
    pub(super) sector: Slots,
    pub(super) district: Slots,
}

/// Index into the levels of `ComparisonKind::Postcode`, or of `ComparisonKind::Area` where there is no unit.
pub(super) fn level(g: &Groups, left: BundleView<'_>, right: BundleView<'_>) -> Option<usize> {
    if left.lacks(&g.district) || right.lacks(&g.district) {
        return None;
    }
    let sector = left.equals(&g.sector, &right, &g.sector);
    Some(match &g.unit {
        Some(unit) if left.equals(unit, &right, unit) => 4,
        Some(unit) if sector && (left.lacks(unit) || right.lacks(unit)) => 3,
        _ if sector => 2,
        _ => usize::from(left.equals(&g.district, &right, &g.district)),
    })
}
