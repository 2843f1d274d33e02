//! Records of a few words each, in buckets by a number.

use std::marker::PhantomData;
use std::ops::Range;

use super::buckets::Buckets;
use super::workspace::Workspace;
use crate::error::Result;

/// What can be put away as so many words, and be had again from them.
pub(crate) trait Record<const WORDS: usize> {
    fn words(&self) -> [u64; WORDS];
    fn of_words(words: [u64; WORDS]) -> Self;
}

/// Records by a number below `numbers`, which buckets share evenly in its order. Which bucket holds what depends on how many there are, so
/// nothing that leaves may.
pub(crate) struct Records<R, const WORDS: usize> {
    buckets: Buckets,
    numbers: u128,
    record: PhantomData<fn(R)>,
}

impl<R: Record<WORDS>, const WORDS: usize> Records<R, WORDS> {
    pub(crate) fn new(workspace: &Workspace, buckets: usize, numbers: u128) -> Self {
        Self { buckets: Buckets::new(workspace, buckets.max(1)), numbers, record: PhantomData }
    }

    /// All numbers of 64 bits.
    pub(crate) fn of_handles(workspace: &Workspace, buckets: usize) -> Self {
        Self::new(workspace, buckets, 1 << 64)
    }

    pub(crate) fn push(&self, number: u64, record: &R) {
        let bucket = u128::from(number) * self.len() as u128 / self.numbers.max(1);
        self.buckets.push(bucket as usize, &[record.words().map(u64::to_le_bytes).as_flattened()]);
    }

    /// Seals everything on disk if the run's memory is full.
    pub(crate) fn make_room(&self) -> Result<()> {
        self.buckets.make_room()
    }

    /// Number of buckets.
    pub(crate) fn len(&self) -> usize {
        self.buckets.len()
    }

    /// The numbers whose records are in a bucket; of handles, the last one is not told.
    pub(crate) fn numbers(&self, bucket: usize) -> Range<u64> {
        let start = |bucket: usize| (bucket as u128 * self.numbers).div_ceil(self.len() as u128);
        let told = |number: u128| u64::try_from(number).unwrap_or(u64::MAX);
        told(start(bucket))..told(start(bucket + 1))
    }

    /// How many records a bucket has.
    pub(crate) fn records(&self, bucket: usize) -> u64 {
        self.buckets.bytes_of(bucket) / size_of::<[u64; WORDS]>() as u64
    }

    /// The records of a bucket, in the order in which they were added.
    pub(crate) fn read(&self, bucket: usize) -> Result<Vec<R>> {
        let mut records = Vec::with_capacity(self.records(bucket) as usize);
        self.buckets.read(bucket, |bytes| {
            let words = bytes.as_chunks::<8>().0.as_chunks::<WORDS>().0;
            records.extend(words.iter().map(|words| R::of_words(words.map(u64::from_le_bytes))));
            Ok(())
        })?;
        Ok(records)
    }

    /// As [`Records::read`], and forgets them.
    pub(crate) fn take(&self, bucket: usize) -> Result<Vec<R>> {
        let records = self.read(bucket)?;
        self.buckets.clear(bucket);
        Ok(records)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Record<2> for (u64, f64) {
        fn words(&self) -> [u64; 2] {
            [self.0, self.1.to_bits()]
        }

        fn of_words([number, value]: [u64; 2]) -> Self {
            (number, f64::from_bits(value))
        }
    }

    #[test]
    fn every_record_is_in_the_bucket_of_its_number_wherever_that_lies() {
        for memory in [0, 1 << 30] {
            let workspace = Workspace::temporary(memory).unwrap();
            for (buckets, numbers) in [(1, 100), (7, 100), (7, 3), (0, 0)] {
                let records = Records::<(u64, f64), 2>::new(&workspace, buckets, numbers);
                let all = || (0..numbers as u64).rev().map(|number| (number, number as f64 / 3.0));
                for record in all() {
                    records.push(record.0, &record);
                }
                records.make_room().unwrap();
                let (mut found, mut ranges) = (0, Vec::new());
                for bucket in 0..records.len() {
                    let within: Vec<_> = all().filter(|record| records.numbers(bucket).contains(&record.0)).collect();
                    assert_eq!(records.records(bucket), within.len() as u64);
                    found += within.len();
                    ranges.extend(records.numbers(bucket));
                    assert_eq!(records.take(bucket).unwrap(), within, "{buckets} buckets of {numbers}");
                    assert!(records.read(bucket).unwrap().is_empty());
                }
                assert_eq!(found, numbers as usize);
                assert!(ranges.into_iter().eq(0..numbers as u64), "every number is in one range");
            }
            assert_eq!(workspace.spilled_bytes() > 0, memory == 0);
        }
    }

    #[test]
    fn handles_of_every_size_have_a_bucket() {
        let workspace = Workspace::temporary(1 << 30).unwrap();
        let records = Records::<(u64, f64), 2>::of_handles(&workspace, 3);
        for handle in [0, u64::MAX] {
            records.push(handle, &(handle, 0.5));
        }
        assert_eq!([0, 1, 2].map(|bucket| records.read(bucket).unwrap().len()), [1, 0, 1]);
    }
}
