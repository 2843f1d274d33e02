//! Handles in order: whatever is sorted by a handle, which is spread evenly over all numbers.

use std::ops::Range;

use rayon::prelude::*;

use crate::error::Result;
use crate::spill::{Buckets, Workspace, bucket_of};

/// Bytes of a record: the handle, and the number that it stands for.
const RECORD: usize = 12;
/// Records that a bucket should have.
const BUCKET_RECORDS: usize = 1 << 15;
const BUCKET_BITS: u32 = 9;
/// Numbers whose handles are made together.
const TOGETHER: usize = 1 << 14;
/// So many of these for each thread before memory is looked at.
const BURST: usize = 16;

/// Handles and what they stand for, ordered when they are read.
pub(crate) struct HandleSort {
    buckets: Buckets,
    bits: u32,
}

impl HandleSort {
    /// The handles that `make` gives for the numbers up to `count`, some thousand at a time and on all threads; about `expected` handles, which
    /// are sealed on disk where the run's memory is full.
    pub(crate) fn of(
        workspace: &Workspace,
        count: usize,
        expected: usize,
        make: impl Fn(Range<u32>) -> Vec<(u64, u32)> + Sync,
    ) -> Result<Self> {
        let bits = (expected / BUCKET_RECORDS).max(1).ilog2().min(BUCKET_BITS);
        let sort = Self { buckets: Buckets::new(workspace, 1 << bits), bits };
        let firsts: Vec<usize> = (0..count).step_by(TOGETHER).collect();
        for burst in firsts.chunks(BURST * rayon::current_num_threads()) {
            burst.par_iter().for_each(|first| sort.add(make(*first as u32..count.min(first + TOGETHER) as u32)));
            sort.buckets.make_room()?;
        }
        Ok(sort)
    }

    fn add(&self, handles: Vec<(u64, u32)>) {
        for (handle, number) in handles {
            let mut record = [0; RECORD];
            record[..8].copy_from_slice(&handle.to_le_bytes());
            record[8..].copy_from_slice(&number.to_le_bytes());
            self.buckets.push(bucket_of(handle, self.bits), &[&record]);
        }
    }

    /// Hands `each` what `make` makes of the handles in order, some thousand at a time; `make` runs on all threads.
    pub(crate) fn in_order<T: Send>(
        &self,
        make: impl Fn(&[(u64, u32)]) -> T + Sync,
        mut each: impl FnMut(T) -> Result<()>,
    ) -> Result<()> {
        let buckets: Vec<usize> = (0..self.buckets.len()).collect();
        for together in buckets.chunks(2 * rayon::current_num_threads()) {
            let made = together.par_iter().map(|bucket| Ok(make(&self.sorted(*bucket)?)));
            for made in made.collect::<Result<Vec<_>>>()? {
                each(made)?;
            }
        }
        Ok(())
    }

    fn sorted(&self, bucket: usize) -> Result<Vec<(u64, u32)>> {
        let mut sorted = Vec::with_capacity(self.buckets.bytes_of(bucket) as usize / RECORD);
        self.buckets.read(bucket, |records| {
            sorted.extend(records.as_chunks::<RECORD>().0.iter().map(|record| {
                let (mut handle, mut number) = ([0; 8], [0; 4]);
                handle.copy_from_slice(&record[..8]);
                number.copy_from_slice(&record[8..]);
                (u64::from_le_bytes(handle), u32::from_le_bytes(number))
            }));
            Ok(())
        })?;
        sorted.sort_unstable();
        Ok(sorted)
    }
}
