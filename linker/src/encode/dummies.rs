//! Dummies: identities of nobody, among those of the entities, so that a register holder's count of blocks and equalities is wrong.
//!
//! A dummy is made of the parts of two people of the file: names and sex of one, say, with surname, birth date or home of the
//! other, at least one part of each. So its values are as frequent as real ones and lack what real ones lack; in passes whose key lies
//! within one person's parts it stands in that person's block, as a relative or a second registration would, and elsewhere among
//! others or alone. It passes the same derivation, keys, filler and padding as an identity, and takes part in a block only
//! where the cap leaves room beside the people: it drives nobody out. The linkage unit gets no mark of it. The union desk knows it
//! by its absence: its handles are in no table.
//!
//! What the linkage unit can still tell: a row that agrees in everything with another department's is hardly a dummy.

use exchange::spec::{Source, TableKind};
use keys::{Filler, Keyring};

use super::extract::Extract;
use super::identities::{IdentityRow, Settled};
use super::identity::Identity;
use super::run::first_16;
use crate::error::Result;

/// Parts that stay together: names and sex; surname; birth; home.
const PARTS: u32 = 4;

impl Extract {
    /// Adds dummies for views of what a delivery with a spec's share of them would show ([`super::pass_views`]); a delivery draws
    /// its own.
    ///
    /// # Errors
    /// Work on disk that cannot be read.
    pub fn add_dummies_for_views(&mut self, share: f64, source: &Source, keyring: &Keyring) -> Result<()> {
        self.add_dummies(share, first_16(&keyring.filler_key(&source.name)?.mac(&[b"dummies of views"])))
    }

    /// Adds dummies after the entities, as many as `share` of the variants; which ones follows from `seed` alone. People of one dummy
    /// are among the same two thousand entities.
    pub(super) fn add_dummies(&mut self, share: f64, seed: [u8; 16]) -> Result<()> {
        let entities = self.entities.len() as u32;
        let (mut settled, mut packed, mut filler) = (Settled::default(), Vec::new(), Filler::new(seed));
        let (mut seen, mut added) = (0, 0);
        for bucket in 0..self.identities.buckets() {
            self.identities.settle(bucket, &mut settled)?;
            // The last bucket of entities also takes the first dummies.
            let people: Vec<_> = settled.variants().filter(|(entity, _)| *entity < entities).collect();
            seen += people.len();
            filler.restart(bucket as u64);
            let wanted = (share * seen as f64) as u32;
            // One entity alone has nobody to mix with.
            while added < wanted && people.first().map(|first| first.0) != people.last().map(|last| last.0) {
                let (one, other) = two_people(&people, &mut filler);
                packed.clear();
                mixed(&one, &other, 1 + random(&mut filler, (1 << PARTS) - 2)).pack(&mut packed);
                let row = IdentityRow { kind: TableKind::Person, latest: None, identity: &packed };
                self.identities.push(entities + added, &row);
                added += 1;
            }
            self.identities.make_room()?;
        }
        self.count_dummies()
    }
}

/// Two variants of different entities, of which there are at least two.
fn two_people<'a>(people: &[(u32, Identity<'a>)], filler: &mut Filler) -> (Identity<'a>, Identity<'a>) {
    loop {
        let [one, other] = [0, 1].map(|_| &people[random(filler, people.len() as u32) as usize]);
        if one.0 != other.0 {
            return (one.1, other.1);
        }
    }
}

/// The parts of `one` whose bit is set, the others of `other`.
fn mixed<'a>(one: &Identity<'a>, other: &Identity<'a>, parts: u32) -> Identity<'a> {
    let of = |part: u32| if parts >> part & 1 == 1 { one } else { other };
    let (names, surname, birth, home) = (of(0), of(1), of(2), of(3));
    Identity {
        forename: names.forename,
        middle: names.middle,
        sex: names.sex,
        surname: surname.surname,
        birth: birth.birth,
        postcode: home.postcode,
        address: home.address,
        town: home.town,
    }
}

/// A number below `bound`; no number is likelier than another by more than `bound` in 2^32.
fn random(filler: &mut Filler, bound: u32) -> u32 {
    ((u64::from(filler.next_u32()) * u64::from(bound)) >> 32) as u32
}
