//! The agreement levels said slowly and plainly on clear values: what the tokens must reproduce.
//!
//! Levels are named by their labels, so that this file and the comparer share no numbers.

use std::collections::BTreeSet;

use linker::standardise::{Name, NameKind, Nicknames, PostcodeShape, read_date_parts, read_name, read_postcode};

use crate::pairs::Person;

// Slots of the groups that hold several values, as the token format fixes them.
const CLASS_NAMES: usize = 8;
const FORENAME_DELETIONS: usize = 12;
const SURNAME_DELETIONS: usize = 14;
const SURNAME_PARTS: usize = 2;

/// The labels of one pair, by comparison; `None` is missing.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Labels {
    pub(crate) forename: Option<&'static str>,
    pub(crate) surname: Option<&'static str>,
    pub(crate) initials: Option<&'static str>,
    pub(crate) birth_date: Option<&'static str>,
    pub(crate) sex: Option<&'static str>,
    pub(crate) middle_initial: Option<&'static str>,
    pub(crate) postcode: Option<&'static str>,
    pub(crate) area: Option<&'static str>,
}

pub(crate) fn labels(a: &Person, b: &Person) -> Labels {
    let (forename, surname) = names(&Names::of(a), &Names::of(b));
    Labels {
        forename,
        surname,
        initials: initials(&Names::of(a), &Names::of(b)),
        birth_date: birth_date(parts(a), parts(b)),
        sex: same(held(&a.sex), held(&b.sex)),
        middle_initial: same(initial(&a.middle), initial(&b.middle)),
        postcode: postcode(a, b),
        area: area(a, b),
    }
}

fn held(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

fn initial(text: &str) -> Option<String> {
    held(&text.chars().take(1).collect::<String>())
}

fn same(a: Option<String>, b: Option<String>) -> Option<&'static str> {
    Some(if a? == b? { "same" } else { "different" })
}

struct Names {
    forename: Option<Name>,
    surname: Option<Name>,
}

impl Names {
    fn of(person: &Person) -> Self {
        Self {
            forename: read_name(&person.forename, NameKind::Forename).value,
            surname: read_name(&person.surname, NameKind::Surname).value,
        }
    }
}

fn names(a: &Names, b: &Names) -> (Option<&'static str>, Option<&'static str>) {
    let one = |a: &Option<Name>, b: &Option<Name>, relatives: fn(&Name) -> BTreeSet<String>, slots: usize| {
        let (a, b) = (a.as_ref()?, b.as_ref()?);
        Some(if a.whole() == b.whole() {
            "exact"
        } else if !relatives(a).is_disjoint(&relatives(b)) {
            "nickname or part"
        } else if near(a, slots, b, slots) {
            "one deletion"
        } else if a.initial() != b.initial() {
            "none"
        } else if a.whole().len() == 1 || b.whole().len() == 1 {
            "bare initial"
        } else {
            "initial"
        })
    };
    let forename = one(&a.forename, &b.forename, class, FORENAME_DELETIONS);
    let surname = one(&a.surname, &b.surname, surname_parts, SURNAME_DELETIONS);
    if forename.is_none() || surname.is_none() || forename == Some("exact") || surname == Some("exact") {
        return (forename, surname);
    }
    let (there, back) = (crossing(a, b), crossing(b, a));
    let weak = |label: Option<&str>| ["none", "initial", "bare initial"].map(Some).contains(&label);
    match (there, back) {
        (Some(_), Some(_)) => (Some("swapped"), None),
        (Some("equal"), _) | (_, Some("equal")) if weak(forename) && weak(surname) => (Some("half swapped"), None),
        _ => (forename, surname),
    }
}

/// How one's forename meets the other's surname.
fn crossing(one: &Names, other: &Names) -> Option<&'static str> {
    let (forename, surname) = (one.forename.as_ref()?, other.surname.as_ref()?);
    if forename.whole() == surname.whole() {
        Some("equal")
    } else {
        near(forename, FORENAME_DELETIONS, surname, SURNAME_DELETIONS).then_some("near")
    }
}

fn class(forename: &Name) -> BTreeSet<String> {
    kept(Nicknames::shipped().class(forename.whole()).map(str::to_owned).collect(), CLASS_NAMES)
}

fn surname_parts(surname: &Name) -> BTreeSet<String> {
    kept(surname.parts().map(str::to_owned).collect(), SURNAME_PARTS)
}

/// Whether leaving at most one letter out of each makes the names equal. Initials are never near.
fn near(a: &Name, slots_a: usize, b: &Name, slots_b: usize) -> bool {
    let shortened = |name: &Name, slots: usize| -> BTreeSet<String> {
        let name = name.whole();
        let without = |at: usize| name.chars().enumerate().filter(|(i, _)| *i != at).map(|(_, c)| c).collect();
        kept((0..=name.len()).map(without).collect(), slots)
    };
    let long = a.whole().len() > 1 && b.whole().len() > 1;
    long && !shortened(a, slots_a).is_disjoint(&shortened(b, slots_b))
}

/// A group has a fixed number of slots. Of more values both owners keep the same ones: those of the smallest FNV-1a
/// hash (64 bits, <https://datatracker.ietf.org/doc/html/draft-eastlake-fnv>), the smaller text first among equals.
fn kept(values: BTreeSet<String>, slots: usize) -> BTreeSet<String> {
    let hash = |text: &str| {
        text.bytes()
            .fold(14_695_981_039_346_656_037_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(1_099_511_628_211))
    };
    let mut ordered: Vec<_> = values.into_iter().map(|value| (hash(&value), value)).collect();
    ordered.sort();
    ordered.into_iter().take(slots).map(|(_, value)| value).collect()
}

fn initials(a: &Names, b: &Names) -> Option<&'static str> {
    let pair = |names: &Names| {
        Some((names.forename.as_ref()?.initial().to_owned(), names.surname.as_ref()?.initial().to_owned()))
    };
    let ((f, s), (g, t)) = (pair(a)?, pair(b)?);
    Some(match (f == g, s == t) {
        (true, true) => "both",
        _ if f == t && s == g => "swapped",
        (true, false) => "forename only",
        (false, true) => "surname only",
        (false, false) => "none",
    })
}

/// Year, month, day.
fn parts(person: &Person) -> [Option<u16>; 3] {
    let [year, month, day] = &person.birth;
    let Some(date) = read_date_parts(year, month, day, 2100).value else { return [None; 3] };
    [date.year(), date.month().map(u16::from), date.day().map(u16::from)]
}

fn birth_date(a: [Option<u16>; 3], b: [Option<u16>; 3]) -> Option<&'static str> {
    let both: Vec<(usize, u16, u16)> = (0..3).filter_map(|part| Some((part, a[part]?, b[part]?))).collect();
    let differing: Vec<usize> = both.iter().filter(|(_, a, b)| a != b).map(|(part, ..)| *part).collect();
    let swapped = both.len() == 3 && a[0] == b[0] && a[1] == b[2] && a[2] == b[1];
    Some(match (both.len(), differing.as_slice()) {
        (0, _) => return None,
        (3, []) => "exact",
        (3, [0]) => "all but year",
        (3, [1]) => "all but month",
        (3, [2]) => "all but day",
        (3, [_, _]) if swapped => "day and month swapped",
        (3, [_, _]) => "one of three parts",
        (2, []) => "two of two parts",
        (2, [_]) => "one of two parts",
        (1, []) => "one of one part",
        _ => "none",
    })
}

/// Unit, sector, district.
fn place(person: &Person) -> Option<(Option<String>, Option<String>, String)> {
    let postcode = read_postcode(&person.postcode, PostcodeShape::Auto).value?;
    let owned = |text: Option<&str>| text.map(str::to_owned);
    Some((owned(postcode.unit()), owned(postcode.sector()), postcode.district()?.to_owned()))
}

fn postcode(a: &Person, b: &Person) -> Option<&'static str> {
    let ((unit_a, ..), (unit_b, ..)) = (place(a)?, place(b)?);
    Some(match (unit_a, unit_b) {
        (Some(a), Some(b)) if a == b => "unit",
        (Some(_), Some(_)) => area(a, b)?,
        _ if area(a, b)? == "sector" => "sector, no unit held",
        _ => area(a, b)?,
    })
}

fn area(a: &Person, b: &Person) -> Option<&'static str> {
    let ((_, sector_a, district_a), (_, sector_b, district_b)) = (place(a)?, place(b)?);
    Some(if sector_a.is_some() && sector_a == sector_b {
        "sector"
    } else if district_a == district_b {
        "district"
    } else {
        "none"
    })
}
