//! One run of `pseudonymise`: the extract, and everything that is drawn from the run's nonce.

use exchange::spec::Source;
use exchange::{Manifest, Role};
use keys::{BlockCipher, Prf};

use super::entry::Owner;
use super::extract::Extract;
use super::gate::{Gate, RunGate};
use super::journal::RunJournal;
use super::persons::Persons;
use super::pseudonymise::Order;
use crate::error::Result;

/// One run: the extract, and everything drawn from its nonce.
pub(super) struct Run<'a> {
    pub(super) order: &'a Order<'a>,
    pub(super) extract: Extract,
    pub(super) persons: Persons,
    pub(super) journal: RunJournal<'a>,
    pub(super) gate: Option<RunGate>,
    payload_cipher: BlockCipher,
    handle_cipher: BlockCipher,
    filler_key: Prf,
    nonce: [u8; 16],
}

impl<'a> Run<'a> {
    /// A run over an extract, with the dummies that the spec asks for.
    pub(super) fn new(
        order: &'a Order<'a>,
        mut extract: Extract,
        journal: RunJournal<'a>,
        nonce: [u8; 16],
        gate: Option<Gate>,
    ) -> Result<Self> {
        let source = &order.spec.sources[order.source];
        let cipher = |key: Prf| BlockCipher::new(&first_16(&key.mac(&[&nonce])));
        let persons = Persons::of(source, &extract)?;
        let filler_key = order.keyring.filler_key(&source.name)?;
        if order.spec.dummies > 0.0 {
            extract.add_dummies(order.spec.dummies, first_16(&filler_key.mac(&[b"dummies", &nonce])))?;
        }
        Ok(Self {
            gate: gate.map(|gate| RunGate::of(gate, persons.people(), &journal)).transpose()?,
            persons,
            payload_cipher: cipher(order.keyring.payload_handle_key(&source.name)?),
            handle_cipher: cipher(order.keyring.handle_key(&source.name)?),
            filler_key,
            order,
            extract,
            journal,
            nonce,
        })
    }

    /// The source that is pseudonymised.
    pub(super) fn source(&self) -> &'a Source {
        &self.order.spec.sources[self.order.source]
    }

    /// Payload handles of entities.
    pub(super) fn payload_handles(&self, entities: impl Iterator<Item = u32>) -> Vec<u64> {
        enciphered(&self.payload_cipher, entities.map(|entity| u128::from(entity).to_be_bytes()))
    }

    /// Payload handle of one entity.
    pub(super) fn payload_handle(&self, entity: u32) -> u64 {
        let mut block = [u128::from(entity).to_be_bytes()];
        self.payload_cipher.bind(&mut block);
        first_u64(&block[0])
    }

    /// Handles of a pass's entries: each is one AES block of (link, pass, variant, alternative) under a key made of the
    /// run's nonce, so two handles never share an input and the linkage unit cannot join passes.
    pub(super) fn handles(&self, link: u16, pass: u16, entries: &[Owner]) -> Vec<u64> {
        let input = |entry: &Owner| {
            let mut input = [0; 16];
            input[..2].copy_from_slice(&link.to_be_bytes());
            input[2..4].copy_from_slice(&pass.to_be_bytes());
            input[4..8].copy_from_slice(&entry.variant.to_be_bytes());
            input[8] = entry.alternative;
            input
        };
        enciphered(&self.handle_cipher, entries.iter().map(input))
    }

    /// Seed of the filler of one pass.
    pub(super) fn filler_seed(&self, link: u16, pass: u16) -> [u8; 16] {
        first_16(&self.filler_key.mac(&[&self.nonce, &u64::from(link).to_be_bytes(), &u64::from(pass).to_be_bytes()]))
    }

    /// A manifest of this run without files yet.
    pub(super) fn manifest(&self, role: Role) -> Manifest {
        let (spec, order) = (self.order.spec, self.order);
        let source = &self.source().name;
        let mut manifest = Manifest::new(role, &spec.project, &spec.delivery, spec.hash());
        manifest.source = Some(source.clone());
        if role != self.order.spec.payload_role() {
            manifest.key_check = Some(order.keyring.check_value().to_string());
            manifest.use_until = order.keyring.use_until();
        }
        manifest.dummies = role == Role::Union && spec.dummies > 0.0;
        manifest.batches.insert(source.clone(), self.batch());
        manifest
    }

    /// A label of the run, not its nonce: the nonce would let a key holder recompute every handle.
    pub(super) fn batch(&self) -> String {
        format!("{:016x}", first_u64(&first_16(&self.filler_key.mac(&[b"batch", &self.nonce]))))
    }
}

pub(super) fn first_16(mac: &[u8; 32]) -> [u8; 16] {
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&mac[..16]);
    bytes
}

fn enciphered(cipher: &BlockCipher, inputs: impl Iterator<Item = [u8; 16]>) -> Vec<u64> {
    let mut blocks: Vec<_> = inputs.collect();
    cipher.bind(&mut blocks);
    blocks.iter().map(first_u64).collect()
}

fn first_u64(block: &[u8; 16]) -> u64 {
    let mut bytes = [0; 8];
    bytes.copy_from_slice(&block[..8]);
    u64::from_be_bytes(bytes)
}
