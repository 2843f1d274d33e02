//! Answers about single tokens, turned into digits of the pattern by tables.

use std::ops::Range;

use super::answers::Answers;
use super::comparer::Plain;
use super::pattern::PatternSpace;

/// Bits of a table: 4,096 entries of 4 bytes leave room in a processor's nearest cache for the tokens.
const BITS: u32 = 12;
const SIZE: usize = 1 << BITS;

/// Comparisons whose token groups lie side by side, and what they add to the pattern for every answer.
pub(super) struct Lookup {
    equal: Bits,
    missing: Bits,
    swapped: Bits,
    digits: Box<[u32; SIZE]>,
}

/// Bits of a word, and where they go in the answer that a table is asked.
struct Bits {
    from: u32,
    mask: u64,
    to: u32,
}

impl Lookup {
    /// Tables for all `plain` comparisons, which are sorted by token group; the swaps that they look at are numbered in that order.
    pub(super) fn tables(plain: &[Plain], space: &PatternSpace) -> Vec<Self> {
        let mut tables = Vec::new();
        let (mut first, mut swap) = (0, 0);
        while first < plain.len() {
            let mut last = first + 1;
            while last < plain.len() && bits(&plain[first..=last]) <= BITS {
                last += 1;
            }
            let part = &plain[first..last];
            let swaps = swap..swap + swaps(part);
            swap = swaps.end;
            tables.push(Self::new(part, swaps, space));
            first = last;
        }
        tables
    }

    fn new(plain: &[Plain], swaps: Range<u32>, space: &PatternSpace) -> Self {
        let groups = span(plain);
        let count = groups.end - groups.start;
        let mut digits = Box::new([0; SIZE]);
        for answer in 0..1_u64 << bits(plain) {
            let (equal, missing) = (answer << groups.start, answer >> count << groups.start);
            let mut swapped = answer >> (2 * count);
            let digit = |plain: &Plain| {
                let answers = plain.answers(equal, missing, swapped & 1 == 1);
                swapped >>= u32::from(plain.swap.is_some());
                space.digit(plain.index, answers.level(plain.kind)) as u32
            };
            digits[answer as usize] = plain.iter().map(digit).sum();
        }
        Self {
            equal: Bits::new(&groups, 0),
            missing: Bits::new(&groups, count),
            swapped: Bits::new(&swaps, 2 * count),
            digits,
        }
    }

    /// What the comparisons add to the pattern; `equal` and `missing` have a bit a group, `swapped` one a swap.
    #[inline]
    pub(super) fn digits(&self, equal: u64, missing: u64, swapped: u64) -> usize {
        let answer = self.equal.of(equal) | self.missing.of(missing) | self.swapped.of(swapped);
        // An answer never has more bits; the mask tells the compiler.
        self.digits[answer as usize % SIZE] as usize
    }
}

impl Bits {
    fn new(range: &Range<u32>, to: u32) -> Self {
        Self { from: range.start, mask: (1 << (range.end - range.start)) - 1, to }
    }

    #[inline]
    fn of(&self, word: u64) -> u64 {
        (word >> self.from & self.mask) << self.to
    }
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
