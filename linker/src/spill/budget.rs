//! How much memory a run may hold, how much of it is taken, and the chunks that go from hand to hand.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// Bytes of a chunk. One size for everybody, so that memory given back by one part of a run serves the next, on whatever
/// thread: an allocator keeps what a thread gave back for that thread.
pub(super) const CHUNK_BYTES: usize = 1 << 14;

/// Bytes that the long-lived parts of a run may hold together, shared by all of them.
#[derive(Clone)]
pub(super) struct Budget(Arc<Counts>);

struct Counts {
    limit: u64,
    held: AtomicU64,
    idle: Mutex<Vec<Vec<u8>>>,
}

/// Bytes held for as long as this lives.
pub(crate) struct Held {
    budget: Budget,
    bytes: u64,
}

impl Budget {
    pub(super) fn new(limit: u64) -> Self {
        Self(Arc::new(Counts { limit, held: AtomicU64::new(0), idle: Mutex::default() }))
    }

    pub(super) fn limit(&self) -> u64 {
        self.0.limit
    }

    /// Bytes that nobody holds.
    pub(super) fn left(&self) -> u64 {
        self.0.limit.saturating_sub(self.0.held.load(Ordering::Relaxed))
    }

    pub(super) fn is_exceeded(&self) -> bool {
        self.left() == 0
    }

    pub(super) fn hold(&self, bytes: u64) -> Held {
        self.take(bytes);
        Held { budget: self.clone(), bytes }
    }

    /// An empty chunk for `bytes`, of [`CHUNK_BYTES`] or, for more than fit, of just so many.
    pub(super) fn chunk(&self, bytes: usize) -> Vec<u8> {
        let size = bytes.max(CHUNK_BYTES);
        self.0.held.fetch_add(size as u64, Ordering::Relaxed);
        let idle = if size == CHUNK_BYTES { self.idle().pop() } else { None };
        idle.unwrap_or_else(|| Vec::with_capacity(size))
    }

    /// Takes a chunk back.
    pub(super) fn give_back(&self, mut chunk: Vec<u8>) {
        self.0.held.fetch_sub(chunk.capacity() as u64, Ordering::Relaxed);
        if chunk.capacity() == CHUNK_BYTES {
            chunk.clear();
            let mut idle = self.idle();
            if ((idle.len() + 1) * CHUNK_BYTES) as u64 <= self.left() {
                idle.push(chunk);
            }
        }
    }

    fn take(&self, bytes: u64) {
        self.0.held.fetch_add(bytes, Ordering::Relaxed);
        let left = self.left() as usize / CHUNK_BYTES;
        let mut idle = self.idle();
        if idle.len() > left {
            idle.truncate(left);
        }
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Vec<u8>>> {
        self.0.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Held {
    /// Holds `bytes` from now on instead of what it held before.
    pub(crate) fn resize(&mut self, bytes: u64) {
        self.budget.0.held.fetch_sub(self.bytes, Ordering::Relaxed);
        self.budget.take(bytes);
        self.bytes = bytes;
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.budget.0.held.fetch_sub(self.bytes, Ordering::Relaxed);
    }
}
