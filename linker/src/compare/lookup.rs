//! Answers about single tokens, turned into digits of the pattern by tables.

use std::ops::Range;

use super::answers::Answers;
use super::comparer::Plain;
use super::gather::Gather;
use super::pattern::PatternSpace;

/// Bits of a table: the entries that occur are few, so they stay in a processor's nearest cache.
const BITS: u32 = 14;
const SIZE: usize = 1 << BITS;
/// Token groups of a link, at most.
const GROUPS: u32 = 20;

/// Comparisons whose token groups lie side by side, and what they add to the pattern for every answer.
struct Lookup {
    gather: Gather,
    digits: Box<[u32; SIZE]>,
}

/// The answers of a pair as one word: a bit a group for equal tokens, one for missing values, one a swap.
#[inline]
pub(super) fn answers(equal: u64, missing: u64, swapped: u64) -> u64 {
    equal | missing << GROUPS | swapped << (2 * GROUPS)
}

/// The tables of a link. Two are enough for every link that is shipped: a loop over them would cost a quarter of a comparison's time.
pub(super) struct Lookups {
    first: Lookup,
    second: Lookup,
    more: Vec<Lookup>,
}

impl Lookups {
    /// Tables for all `plain` comparisons, which are sorted by token group; the swaps that they look at are numbered in that order.
    pub(super) fn new(plain: &[Plain], space: &PatternSpace) -> Self {
        let mut tables = Lookup::tables(plain, space).into_iter();
        let mut next = || tables.next().unwrap_or_else(|| Lookup::of(&[], 0, space).expect("no bits need no room"));
        Self { first: next(), second: next(), more: tables.collect() }
    }

    /// What all comparisons add to the pattern for these `answers`.
    #[inline]
    pub(super) fn digits(&self, answers: u64) -> usize {
        let two = self.first.digits(answers) + self.second.digits(answers);
        self.more.iter().fold(two, |digits, table| digits + table.digits(answers))
    }
}

impl Lookup {
    fn tables(plain: &[Plain], space: &PatternSpace) -> Vec<Self> {
        let mut tables = Vec::new();
        let (mut first, mut swap) = (0, 0);
        while first < plain.len() {
            let fit = (first + 1..=plain.len())
                .rev()
                .find_map(|last| Some((last, Self::of(&plain[first..last], swap, space)?)));
            let (last, table) = fit.expect("the bits of one comparison can be gathered, as a test sees");
            swap += swaps(&plain[first..last]);
            first = last;
            tables.push(table);
        }
        tables
    }

    /// One table of comparisons whose first swap is number `swap`; `None` where their bits are too many or cannot be gathered.
    fn of(plain: &[Plain], swap: u32, space: &PatternSpace) -> Option<Self> {
        let gather = gather(plain, swap).filter(|_| bits(plain) <= BITS)?;
        let groups = span(plain);
        let mut digits = vec![0; SIZE];
        for answer in 0..1_u64 << bits(plain) {
            let (equal, missing) = (answer << groups.start, answer >> groups.len() << groups.start);
            let mut swapped = answer >> (2 * groups.len());
            let digit = |plain: &Plain| {
                let answers = plain.answers(equal, missing, swapped & 1 == 1);
                swapped >>= u32::from(plain.swap.is_some());
                space.digit(plain.index, answers.level(plain.kind)) as u32
            };
            digits[answer as usize] = plain.iter().map(digit).sum();
        }
        Some(Self { gather, digits: digits.try_into().expect("the size is known") })
    }

    /// What the comparisons add to the pattern for these `answers`.
    #[inline]
    fn digits(&self, answers: u64) -> usize {
        // There are never more bits; the remainder tells the compiler.
        self.digits[self.gather.of(answers) % SIZE] as usize
    }
}

/// The bits of the word of answers that these comparisons read, of which `swap` is the first swap.
fn gather(plain: &[Plain], swap: u32) -> Option<Gather> {
    let at = |range: Range<u32>, start: u32| range.start + start..range.end + start;
    let groups = span(plain);
    Gather::new(&[groups.clone(), at(groups, GROUPS), at(swap..swap + swaps(plain), 2 * GROUPS)])
}

fn bits(plain: &[Plain]) -> u32 {
    2 * span(plain).len() as u32 + swaps(plain)
}

fn swaps(plain: &[Plain]) -> u32 {
    plain.iter().filter(|plain| plain.swap.is_some()).count() as u32
}

/// From the first to the last group that the comparisons read.
fn span(plain: &[Plain]) -> Range<u32> {
    let groups = || plain.iter().flat_map(|plain| &plain.groups).map(|group| group.bit);
    groups().min().unwrap_or(0)..groups().max().map_or(0, |last| last + 1)
}

impl Plain {
    /// The answers about this comparison, out of those about all groups.
    fn answers(&self, equal: u64, missing: u64, swapped: bool) -> Answers {
        let mut answers = Answers { swapped, ..Answers::default() };
        for (group, (held, same)) in self.groups.iter().zip(answers.held.iter_mut().zip(&mut answers.equal)) {
            *held = !group.is_set(missing);
            *same = *held && group.is_set(equal);
        }
        answers
    }
}
