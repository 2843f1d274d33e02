//! A made-up UK-like population and the pass it would show the linkage unit: values themselves stand for tokens, since
//! an attack sees equalities only.

use linker::attack::{Group, PassView};
use linker::random::SplitMix64;

/// One person, values as small numbers.
pub(crate) struct Person {
    forename: u32,
    surname: u32,
    middle: Option<u32>,
    sex: u32,
    day: u32,
    sector: u32,
    unit: u32,
    house: u32,
}

/// Shares that fall as `1 / (rank + shift)`, for drawing.
struct Shares(Vec<f64>);

impl Shares {
    fn new(values: usize, shift: f64) -> Self {
        let sums = (1..=values).scan(0.0, |sum, rank| {
            *sum += 1.0 / (rank as f64 + shift);
            Some(*sum)
        });
        Self(sums.collect())
    }

    fn draw(&self, draws: &mut SplitMix64) -> u32 {
        let x = draws.unit() * self.0.last().expect("a table of shares is not empty");
        self.0.partition_point(|&sum| sum <= x) as u32
    }
}

/// `people` people in households of one to five (80 % share the head's surname); birth dates uniform over 80 years.
pub(crate) fn people(people: usize, seed: u64) -> Vec<Person> {
    let mut draws = SplitMix64::new(seed);
    let (forenames, surnames, sectors) =
        (Shares::new(3_000, 12.0), Shares::new(40_000, 10.0), Shares::new(6_000, 800.0));
    let mut out: Vec<Person> = Vec::with_capacity(people);
    while out.len() < people {
        let size = [1, 1, 1, 2, 2, 2, 2, 3, 3, 4, 5][draws.below(11)];
        let head = surnames.draw(&mut draws);
        let (sector, unit) = (sectors.draw(&mut draws), draws.below(250) as u32);
        let house = 1 + (-40.0 * (1.0 - draws.unit()).ln()) as u32;
        for member in 0..size {
            let own_surname = member > 0 && draws.unit() > 0.8;
            let (sex, day) = (draws.below(2) as u32, draws.below(29_220) as u32);
            // Names go with sex and decade: each decade has its own order of popularity.
            let forename = 2 * ((forenames.draw(&mut draws) + 17 * (day / 3652)) % 3_000) + sex;
            let surname = if own_surname { surnames.draw(&mut draws) } else { head };
            let middle = (draws.unit() < 0.7).then(|| initial(forenames.draw(&mut draws)));
            out.push(Person { forename, surname, middle, sex, day, sector, unit, house });
        }
    }
    out.truncate(people);
    out
}

/// The 26 initials, unevenly used.
fn initial(name: u32) -> u32 {
    let x = name.wrapping_mul(2_654_435_761) >> 22;
    (x * x / 1024) * 26 / 1024
}

/// What the people's pass shows when a block is emitted up to `cap` people; `key` gives a person's block value.
pub(crate) fn pass(people: &[Person], cap: usize, key: impl Fn(&Person) -> u64) -> PassView {
    let mut rows: Vec<(u64, u32)> = people.iter().zip(0..).map(|(person, i)| (key(person), i)).collect();
    rows.sort_unstable();
    let groups = groups();
    let mut view = PassView { groups, persons: people.len(), ..PassView::default() };
    let mut filler = SplitMix64::new(1);
    for block in rows.chunk_by(|a, b| a.0 == b.0).filter(|block| block.len() <= cap) {
        for &(key, i) in block {
            let (tokens, nulls) = people[i as usize].bundle(&mut filler);
            view.block.push(key);
            view.person.push(i);
            view.nulls.push(nulls);
            view.tokens.extend(tokens);
        }
    }
    view
}

/// Groups by name, domain and slots, as the reference simulation's fields.
const GROUPS: [(&str, u16, usize); 18] = [
    ("forename", 0, 1),
    ("surname", 0, 1),
    ("forename initial", 1, 1),
    ("surname initial", 2, 1),
    ("nickname", 3, 1),
    ("birth year", 4, 1),
    ("birth month", 5, 1),
    ("birth day", 5, 1),
    ("sex", 6, 1),
    ("middle initial", 7, 1),
    ("postcode", 8, 1),
    ("sector", 9, 1),
    ("district", 10, 1),
    ("house number", 11, 1),
    ("street", 12, 1),
    ("street prefix", 13, 1),
    ("forename variants", 14, 6),
    ("surname variants", 15, 6),
];
const MIDDLE: u32 = 9;

fn groups() -> Vec<Group> {
    let mut offset = 0;
    let place = |&(name, domain, len): &(&str, u16, usize)| {
        offset += len;
        Group { name: name.into(), domain, offset: offset - len, len }
    };
    GROUPS.iter().map(place).collect()
}

impl Person {
    /// Year, then the unordered pair of day and month.
    pub(crate) fn birth_date(&self) -> u64 {
        let (year, month, day) = self.date();
        u64::from(year * 1024 + month.min(day) * 32 + month.max(day))
    }

    pub(crate) fn birth_date_and_surname_initial(&self) -> u64 {
        self.birth_date() * 32 + u64::from(initial(self.surname))
    }

    /// Year, month of twelve and day of at most 31, near enough to a calendar.
    fn date(&self) -> (u32, u32, u32) {
        let (year, rest) = (self.day * 4 / 1461, self.day % 1461);
        let in_year = rest % 365;
        (1940 + year, 1 + in_year * 12 / 365, 1 + in_year % 30 + u32::from(in_year > 360))
    }

    fn bundle(&self, filler: &mut SplitMix64) -> (Vec<u32>, u64) {
        let (year, month, day) = self.date();
        let district = self.sector / 3;
        let street = (self.sector * 250 + self.unit).wrapping_mul(7919) % 12_000;
        let (forename, surname) = (self.forename, 100_000 + self.surname);
        let mut tokens = vec![
            forename,
            surname,
            initial(forename / 2),
            initial(self.surname),
            forename / 3,
            year,
            month,
            day,
            self.sex,
        ];
        tokens.extend([
            self.middle.unwrap_or(0),
            self.sector * 250 + self.unit,
            self.sector,
            district,
            self.house,
            street,
            street / 9,
        ]);
        for name in [forename, surname] {
            // Names one deletion apart share one or two variants; the rest is a name's own, then filler to six.
            let mut variants = vec![name / 7, 1_000_000 + name / 2, 2_000_000 + 3 * name, 2_000_001 + 3 * name];
            variants.resize_with(6, || filler.bits() as u32);
            variants.sort_unstable();
            tokens.extend(variants);
        }
        (tokens, u64::from(self.middle.is_none()) << MIDDLE)
    }
}
