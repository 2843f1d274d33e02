//! Levels of the two names. They are read together: a swap gives the forename its level and silences the surname.

use super::BundleView;
use super::bundle::Slots;

/// Token groups of both names.
pub(super) struct Groups {
    pub(super) forename: Slots,
    pub(super) forename_class: Slots,
    pub(super) forename_deletion: Slots,
    pub(super) forename_initial: Slots,
    pub(super) surname: Slots,
    pub(super) surname_part: Slots,
    pub(super) surname_deletion: Slots,
    pub(super) surname_initial: Slots,
}

// Indices into `ComparisonKind::Forename.levels()`.
const NONE: usize = 0;
const INITIAL: usize = 1;
const BARE_INITIAL: usize = 2;
const ONE_DELETION: usize = 3;
const CLASS_OR_PART: usize = 4;
const EXACT: usize = 5;
const HALF_SWAPPED: usize = 6;
const SWAPPED: usize = 7;

// Indices into `ComparisonKind::Initials.levels()`.
const SURNAME_ONLY: usize = 1;
const FORENAME_ONLY: usize = 2;
const INITIALS_SWAPPED: usize = 3;
const BOTH: usize = 4;

/// Levels of forename and surname.
pub(super) fn levels(g: &Groups, left: BundleView<'_>, right: BundleView<'_>) -> (Option<usize>, Option<usize>) {
    let held = |group: &Slots| !left.lacks(group) && !right.lacks(group);
    let (forename_held, surname_held) = (held(&g.forename), held(&g.surname));
    let forename = forename_held
        .then(|| one_name(left, right, &g.forename, &g.forename_class, &g.forename_deletion, &g.forename_initial));
    let surname = surname_held
        .then(|| one_name(left, right, &g.surname, &g.surname_part, &g.surname_deletion, &g.surname_initial));
    match (forename, surname) {
        (Some(f), Some(s)) if f != EXACT && s != EXACT => {
            let (crossed, opposite) = (cross(g, left, right), cross(g, right, left));
            if crossed > 0 && opposite > 0 {
                (Some(SWAPPED), None)
            } else if (crossed == 2 || opposite == 2) && f < ONE_DELETION && s < ONE_DELETION {
                (Some(HALF_SWAPPED), None)
            } else {
                (forename, surname)
            }
        }
        // A surname in the other's forename while one name is equal as well ("JAMES JAMES"): leave the plain levels.
        _ => (forename, surname),
    }
}

fn one_name(
    left: BundleView<'_>,
    right: BundleView<'_>,
    whole: &Slots,
    relative: &Slots,
    deletion: &Slots,
    initial: &Slots,
) -> usize {
    if left.equals(whole, &right, whole) {
        EXACT
    } else if left.shares(relative, &right, relative) {
        CLASS_OR_PART
    } else if left.shares(deletion, &right, deletion) {
        ONE_DELETION
    } else if !left.equals(initial, &right, initial) {
        NONE
    } else if left.equals(whole, &left, initial) || right.equals(whole, &right, initial) {
        // Whole names and initials share a key domain, so a record that holds only "J" shows it.
        BARE_INITIAL
    } else {
        INITIAL
    }
}

/// Nearness of one side's forename to the other's surname: 2 equal, 1 within one deletion, 0 neither.
fn cross(g: &Groups, one: BundleView<'_>, other: BundleView<'_>) -> u8 {
    if one.equals(&g.forename, &other, &g.surname) {
        2
    } else {
        u8::from(one.shares(&g.forename_deletion, &other, &g.surname_deletion))
    }
}

/// Level of both initials together.
pub(super) fn initials(
    forename: &Slots,
    surname: &Slots,
    left: BundleView<'_>,
    right: BundleView<'_>,
) -> Option<usize> {
    let held = |group: &Slots| !left.lacks(group) & !right.lacks(group);
    let first = left.equals(forename, &right, forename);
    let second = left.equals(surname, &right, surname);
    let swapped = left.equals(forename, &right, surname) & left.equals(surname, &right, forename);
    let level = INITIALS[usize::from(first) | usize::from(second) << 1 | usize::from(swapped) << 2];
    (held(forename) & held(surname)).then_some(level)
}

/// Levels of initials by whether the forenames' agree, the surnames' do, and they are swapped: a look-up, as with dates.
const INITIALS: [usize; 8] =
    [NONE, FORENAME_ONLY, SURNAME_ONLY, BOTH, INITIALS_SWAPPED, INITIALS_SWAPPED, INITIALS_SWAPPED, BOTH];
