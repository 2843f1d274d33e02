//! Records distributed over buckets, each bucket small enough to be worked on in memory.

use std::sync::{Mutex, MutexGuard, PoisonError};

use rayon::prelude::*;

use super::budget::Budget;
use super::sealed_file::{Place, SealedFile};
use super::workspace::Workspace;
use crate::error::Result;

/// Chunks sealed together, on all threads.
const SEALED_TOGETHER: usize = 512;
/// Whoever holds less than this share of the budget does not spill when others fill it.
const SMALL_SHARE: u64 = 16;

/// Records by bucket, in the order in which each bucket was given them. Records may be added from several threads. No
/// record straddles two chunks; a longer one is a chunk by itself.
pub(crate) struct Buckets {
    workspace: Workspace,
    all: Vec<Mutex<Bucket>>,
    file: Mutex<Option<SealedFile>>,
}

#[derive(Default)]
struct Bucket {
    chunks: Vec<Chunk>,
    /// The chunk that is being filled.
    open: Vec<u8>,
    /// Bytes of memory of both.
    held: u64,
    /// Bytes of records, wherever they lie.
    bytes: u64,
}

enum Chunk {
    Held(Vec<u8>),
    Sealed(Place),
}

/// The bucket among `2^bits` of a record whose key is spread evenly over all numbers; buckets are in order of keys.
pub(crate) fn bucket_of(key: u64, bits: u32) -> usize {
    key.checked_shr(64 - bits).unwrap_or(0) as usize
}

impl Buckets {
    pub(crate) fn new(workspace: &Workspace, buckets: usize) -> Self {
        let all = (0..buckets).map(|_| Mutex::default()).collect();
        Self { workspace: workspace.clone(), all, file: Mutex::new(None) }
    }

    pub(crate) fn len(&self) -> usize {
        self.all.len()
    }

    /// The run whose memory these records take.
    pub(crate) fn workspace(&self) -> &Workspace {
        &self.workspace
    }

    /// Adds one record, given in parts.
    pub(crate) fn push(&self, bucket: usize, parts: &[&[u8]]) {
        locked(&self.all[bucket]).push(parts, self.workspace.budget());
    }

    /// Adds one record to a bucket that need not exist yet.
    pub(crate) fn push_growing(&mut self, bucket: usize, parts: &[&[u8]]) {
        if bucket >= self.all.len() {
            self.all.resize_with(bucket + 1, Mutex::default);
        }
        self.push(bucket, parts);
    }

    /// Bytes of records in a bucket.
    pub(crate) fn bytes_of(&self, bucket: usize) -> u64 {
        locked(&self.all[bucket]).bytes
    }

    /// Seals everything on disk if the run's memory is full. Not while records are being added.
    pub(crate) fn make_room(&self) -> Result<()> {
        let budget = self.workspace.budget();
        if budget.is_exceeded() && self.held() >= budget.limit() / SMALL_SHARE { self.spill() } else { Ok(()) }
    }

    /// Seals everything on disk if it takes more than `bytes` of memory.
    pub(crate) fn keep_at_most(&self, bytes: u64) -> Result<()> {
        if self.held() > bytes { self.spill() } else { Ok(()) }
    }

    /// Shows `each` the records of a bucket, some at a time, in the order in which they were added.
    pub(crate) fn read(&self, bucket: usize, mut each: impl FnMut(&[u8]) -> Result<()>) -> Result<()> {
        let bucket = locked(&self.all[bucket]);
        let mut sealed = Vec::new();
        for chunk in &bucket.chunks {
            match chunk {
                Chunk::Held(records) => each(records)?,
                Chunk::Sealed(place) => {
                    if let Some(file) = locked(&self.file).as_mut() {
                        file.read(*place, &mut sealed)?;
                    }
                    each(place.open(self.workspace.key(), &mut sealed)?)?;
                }
            }
        }
        each(&bucket.open)
    }

    /// Forgets the records of a bucket.
    pub(crate) fn clear(&self, bucket: usize) {
        let emptied = std::mem::take(&mut *locked(&self.all[bucket]));
        emptied.give_back(self.workspace.budget());
    }

    fn held(&self) -> u64 {
        self.all.iter().map(|bucket| locked(bucket).held).sum()
    }

    /// Bucket after bucket, so that one that is read again lies in few places.
    fn spill(&self) -> Result<()> {
        let mut file = locked(&self.file);
        if file.is_none() {
            *file = Some(self.workspace.file()?);
        }
        let Some(file) = file.as_mut() else { return Ok(()) };
        let mut together = Vec::new();
        for (index, bucket) in self.all.iter().enumerate() {
            let chunks = locked(bucket).take_held();
            together.extend(chunks.into_iter().map(|chunk| (index, chunk)));
            if together.len() >= SEALED_TOGETHER {
                self.seal(file, &mut together)?;
            }
        }
        self.seal(file, &mut together)
    }

    fn seal(&self, file: &mut SealedFile, chunks: &mut Vec<(usize, Vec<u8>)>) -> Result<()> {
        let key = self.workspace.key();
        let sealed = chunks.par_iter().enumerate().map(|(later, (_, chunk))| key.seal(file.sequence(later), chunk));
        let sealed = sealed.collect::<std::result::Result<Vec<_>, _>>()?;
        let places = file.append(&sealed)?;
        for ((bucket, chunk), place) in chunks.drain(..).zip(places) {
            self.workspace.budget().give_back(chunk);
            locked(&self.all[bucket]).chunks.push(Chunk::Sealed(place));
        }
        self.workspace.count_spilled(sealed.iter().map(|chunk| chunk.len() as u64).sum());
        Ok(())
    }
}

impl Drop for Buckets {
    fn drop(&mut self) {
        for bucket in self.all.drain(..) {
            bucket.into_inner().unwrap_or_else(PoisonError::into_inner).give_back(self.workspace.budget());
        }
    }
}

impl Bucket {
    fn push(&mut self, parts: &[&[u8]], budget: &Budget) {
        let record: usize = parts.iter().map(|part| part.len()).sum();
        self.bytes += record as u64;
        if self.open.len() + record > self.open.capacity() {
            let full = std::mem::replace(&mut self.open, budget.chunk(record));
            self.held += self.open.capacity() as u64;
            if full.capacity() > 0 {
                self.chunks.push(Chunk::Held(full));
            }
        }
        for part in parts {
            self.open.extend_from_slice(part);
        }
    }

    fn give_back(self, budget: &Budget) {
        let held = self.chunks.into_iter().filter_map(|chunk| match chunk {
            Chunk::Held(records) => Some(records),
            Chunk::Sealed(_) => None,
        });
        held.chain([self.open]).filter(|chunk| chunk.capacity() > 0).for_each(|chunk| budget.give_back(chunk));
    }

    /// Takes out what lies in memory; chunks on disk come before it.
    fn take_held(&mut self) -> Vec<Vec<u8>> {
        let mut held = Vec::new();
        self.chunks.retain_mut(|chunk| match chunk {
            Chunk::Held(records) => {
                held.push(std::mem::take(records));
                false
            }
            Chunk::Sealed(_) => true,
        });
        if self.open.capacity() > 0 {
            held.push(std::mem::take(&mut self.open));
        }
        self.held = 0;
        held
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // A thread that panics ends the run; nobody reads what it left.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::super::budget::CHUNK_BYTES;
    use super::*;

    fn records(buckets: &Buckets, bucket: usize) -> Vec<u8> {
        let mut all = Vec::new();
        buckets
            .read(bucket, |records| {
                all.extend_from_slice(records);
                Ok(())
            })
            .unwrap();
        all
    }

    #[test]
    fn buckets_keep_their_records_in_order_wherever_they_lie() {
        let workspace = Workspace::temporary(0).unwrap();
        let mut buckets = Buckets::new(&workspace, 2);
        let mut expected = vec![Vec::new(); 5];
        for number in 0..40_000_u32 {
            let bucket = (number % 5) as usize;
            let long = vec![number as u8; if number % 9_999 == 7 { 2 * CHUNK_BYTES } else { 3 }];
            buckets.push_growing(bucket, &[&number.to_le_bytes(), &long]);
            expected[bucket].extend_from_slice(&number.to_le_bytes());
            expected[bucket].extend_from_slice(&long);
            if number % 7_000 == 6_999 {
                buckets.make_room().unwrap();
            }
        }
        assert!(workspace.spilled_bytes() > 250_000);
        for (bucket, expected) in expected.iter().enumerate() {
            assert!(records(&buckets, bucket) == *expected, "bucket {bucket}");
            assert_eq!(buckets.bytes_of(bucket), expected.len() as u64);
        }
    }

    #[test]
    fn memory_is_given_back() {
        let workspace = Workspace::temporary(1 << 30).unwrap();
        let before = workspace.left();
        let buckets = Buckets::new(&workspace, 3);
        for number in 0..30_000_u64 {
            buckets.push(bucket_of(number << 50, 1), &[&number.to_le_bytes()]);
        }
        buckets.make_room().unwrap();
        assert_eq!(workspace.spilled_bytes(), 0);
        assert!(before - workspace.left() >= 30_000 * 8);
        buckets.keep_at_most(0).unwrap();
        assert_eq!((workspace.left(), buckets.held()), (before, 0));
        buckets.clear(0);
        assert!(records(&buckets, 0).is_empty() && !records(&buckets, 1).is_empty());
        drop(buckets);
        assert_eq!(workspace.left(), before);
    }

    #[test]
    fn keys_in_order_fall_into_buckets_in_order() {
        assert_eq!(bucket_of(u64::MAX, 0), 0);
        assert_eq!([0, 1 << 62, 1 << 63, u64::MAX].map(|key| bucket_of(key, 2)), [0, 1, 2, 3]);
    }
}
