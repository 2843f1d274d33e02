//! The keyed work of a delivery alone: as many HMACs, key expansions and AES blocks, and nothing else.

use std::hint::black_box;
use std::time::Instant;

use keys::{BlockCipher, BlockScope, Filler, Frame, Keyring, Prf};
use rayon::prelude::*;

use crate::Result;

/// The keyed work of one delivery, counted.
#[derive(Clone, Copy, Debug)]
pub struct Work {
    /// HMACs computed.
    pub hmacs: u64,
    /// HMACs among them that make a block token: one an entry, withheld or not.
    pub blocks: u64,
    /// Bundles emitted: each expands one AES key and binds its record's value tokens.
    pub bundles: u64,
    /// Slots of a bundle that hold a value, a mean rounded to a whole number; the others hold filler.
    pub filled: usize,
    /// Slots of a bundle.
    pub slots: usize,
}

impl Work {
    /// HMACs of the plain variant of the format: one a block and one a filled slot of every bundle.
    #[must_use]
    pub fn plain_hmacs(&self) -> u64 {
        self.blocks + self.bundles * self.filled as u64
    }
}

/// Wall seconds of `count` HMACs of one message block each (55 framed bytes or fewer), which is what a token costs.
pub fn seconds_of_hmacs(keyring: &Keyring, count: u64) -> Result<f64> {
    let prf = prf(keyring)?;
    let clock = Instant::now();
    black_box(
        (0..count).into_par_iter().map_init(Frame::new, |frame, number| one(&prf, frame, number)).reduce(|| 0, xor),
    );
    Ok(clock.elapsed().as_secs_f64())
}

/// Wall seconds of the HMACs of `work` and then of binding and filling its bundles.
pub fn seconds_with_binding(keyring: &Keyring, work: &Work) -> Result<f64> {
    let hmacs = seconds_of_hmacs(keyring, work.hmacs)?;
    let clock = Instant::now();
    let made = (0..work.bundles).into_par_iter().map_init(
        || (Filler::new([1; 16]), vec![[0; 16]; work.filled], vec![0; 4 * (work.slots - work.filled)]),
        |(filler, values, unused), number| {
            let mut key = [0; 16];
            key[..8].copy_from_slice(&number.to_be_bytes());
            BlockCipher::new(&key).bind(values);
            filler.restart(number);
            filler.fill(unused);
            values.first().map_or(0, |value| u64::from(value[0])) ^ unused.first().map_or(0, |byte| u64::from(*byte))
        },
    );
    black_box(made.reduce(|| 0, xor));
    Ok(hmacs + clock.elapsed().as_secs_f64())
}

fn prf(keyring: &Keyring) -> Result<Prf> {
    Ok(keyring.block_key(&BlockScope { link: "cost", pass: "cost", delivery: None })?)
}

fn one(prf: &Prf, frame: &mut Frame, number: u64) -> u64 {
    frame.clear().push(&number.to_be_bytes());
    u64::from(prf.mac_raw(frame.as_bytes())[0])
}

fn xor(a: u64, b: u64) -> u64 {
    a ^ b
}
