//! Pairs of records as they occur: one person written down twice, or two people, with typing errors, swaps and gaps.

use proptest::prelude::*;

/// One record, standardised already, so that what is compared is comparison and not standardisation.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    pub(crate) forename: String,
    pub(crate) middle: String,
    pub(crate) surname: String,
    /// Year, month, day.
    pub(crate) birth: [String; 3],
    pub(crate) sex: String,
    pub(crate) postcode: String,
}

/// Nicknames of one another among them, and names with more variants than there are slots for.
const FORENAMES: [&str; 12] = [
    "WILLIAM",
    "BILL",
    "WILL",
    "ELIZABETH",
    "BETH",
    "LIZ",
    "ROBERT",
    "BOB",
    "MARIA",
    "MARY",
    "JAMES",
    "BARTHOLOMEWSON",
];
const SURNAMES: [&str; 10] =
    ["SMITH", "JONES", "SMITH-JONES", "CLARKE", "JAMES", "THOMAS", "PATEL", "KHAN", "BROWN", "FEATHERSTONEHAUGH-KHAN"];
const POSTCODES: [&str; 7] = ["SW1A 1AA", "SW1A 1AB", "SW1A 2AA", "SW1A 1", "SW1A", "M1 1AE", "M1 1"];

/// Two records.
pub(crate) fn pair() -> impl Strategy<Value = (Person, Person)> {
    (person(), person(), any::<[bool; 6]>(), edits(), edits(), any::<[u8; 2]>()).prop_map(
        |(first, stranger, other, edits_a, edits_b, swaps)| {
            let mut second = first.clone();
            let mut first = first;
            // Each field is the same person's or a stranger's: every mixture of agreement occurs.
            if other[0] {
                second.forename = stranger.forename;
            }
            if other[1] {
                second.surname = stranger.surname;
            }
            if other[2] {
                second.birth = stranger.birth;
            }
            if other[3] {
                second.sex = stranger.sex;
            }
            if other[4] {
                second.postcode = stranger.postcode;
            }
            if other[5] {
                second.middle = stranger.middle;
            }
            if swaps[0] % 3 == 0 {
                std::mem::swap(&mut second.forename, &mut second.surname);
            }
            if swaps[1] % 3 == 0 {
                let [_, month, day] = &mut second.birth;
                std::mem::swap(month, day);
            }
            for edit in edits_a {
                edit.apply(&mut first);
            }
            for edit in edits_b {
                edit.apply(&mut second);
            }
            (first, second)
        },
    )
}

fn person() -> impl Strategy<Value = Person> {
    let names = (
        prop::sample::select(&FORENAMES[..]),
        prop::sample::select(&["", "ANN", "JOHN", "J"][..]),
        prop::sample::select(&SURNAMES[..]),
    );
    let rest = (
        1980_u16..1983,
        1_u8..13,
        1_u8..13,
        prop::sample::select(&["M", "F", ""][..]),
        prop::sample::select(&POSTCODES[..]),
    );
    (names, rest).prop_map(|((forename, middle, surname), (year, month, day, sex, postcode))| Person {
        forename: forename.to_owned(),
        middle: middle.to_owned(),
        surname: surname.to_owned(),
        birth: [year.to_string(), format!("{month:02}"), format!("{day:02}")],
        sex: sex.to_owned(),
        postcode: postcode.to_owned(),
    })
}

/// One slip of a pen.
#[derive(Clone, Debug)]
enum Edit {
    DropLetter { surname: bool, at: usize },
    OtherLetter { surname: bool, at: usize, letter: char },
    ExchangeLetters { surname: bool, at: usize },
    InitialOnly { surname: bool },
    LeaveOut(usize),
}

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let edit =
        prop_oneof![
            (any::<bool>(), 0..8_usize).prop_map(|(surname, at)| Edit::DropLetter { surname, at }),
            (any::<bool>(), 0..8_usize, prop::char::range('A', 'Z'))
                .prop_map(|(surname, at, letter)| Edit::OtherLetter { surname, at, letter }),
            (any::<bool>(), 0..8_usize).prop_map(|(surname, at)| Edit::ExchangeLetters { surname, at }),
            any::<bool>().prop_map(|surname| Edit::InitialOnly { surname }),
            (0..8_usize).prop_map(Edit::LeaveOut),
        ];
    prop::collection::vec(edit, 0..3)
}

impl Edit {
    fn apply(self, person: &mut Person) {
        let mut name = |surname: bool, change: &dyn Fn(&mut Vec<char>)| {
            let text = if surname { &mut person.surname } else { &mut person.forename };
            let mut letters: Vec<char> = text.chars().collect();
            change(&mut letters);
            *text = letters.into_iter().collect();
        };
        match self {
            Self::DropLetter { surname, at } => name(surname, &|letters| {
                if at < letters.len() {
                    letters.remove(at);
                }
            }),
            Self::OtherLetter { surname, at, letter } => name(surname, &|letters| {
                if let Some(old) = letters.get_mut(at) {
                    *old = letter;
                }
            }),
            Self::ExchangeLetters { surname, at } => name(surname, &|letters| {
                if at + 1 < letters.len() {
                    letters.swap(at, at + 1);
                }
            }),
            Self::InitialOnly { surname } => name(surname, &|letters| letters.truncate(1)),
            Self::LeaveOut(0) => person.forename.clear(),
            Self::LeaveOut(1) => person.surname.clear(),
            Self::LeaveOut(2) => person.sex.clear(),
            Self::LeaveOut(3) => person.postcode.clear(),
            Self::LeaveOut(4) => person.middle.clear(),
            Self::LeaveOut(part) => person.birth[part - 5].clear(),
        }
    }
}
