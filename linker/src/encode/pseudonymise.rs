//! The owner's one act: from a source folder to the four folders of a delivery.

use std::io::Write as _;
use std::path::Path;

use exchange::spec::{Link, Spec};
use exchange::{
    BundleLayout, Column, EntityRow, Frame, HandleRow, Manifest, NewFile, NewFolder, PassRows, PassWriter, Role, Row,
    Values, handles, payload as payload_file, tokens, write_rows,
};
use keys::{BlockCipher, Filler, Keyring, Prf, Randomness};
use rayon::prelude::*;

use super::blocks::{PassEntries, entries};
use super::bundles::{Bundles, bundles};
use super::extract::{Extract, extract};
use super::masks::Masks;
use super::payload::{payload, refuse_uniques};
use super::persons::{PERSONS_FILE, Persons};
use super::quality::QualityReport;
use super::stages::Stages;
use super::token_v1::TokenMaker;
use crate::error::{LinkerError, Result};
use crate::watch::Watch;

/// What to pseudonymise, under which key.
pub struct Order<'a> {
    /// The signed spec.
    pub spec: &'a Spec,
    /// Index of the source in it.
    pub source: usize,
    /// Folder of the source's tables.
    pub folder: &'a Path,
    /// The project's keys.
    pub keyring: &'a Keyring,
    /// Bytes that the bundles held at a time may take; passes are made in groups that fit.
    pub memory_bytes: u64,
}

/// What a delivery cost and holds.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// Data quality of the source.
    pub quality: QualityReport,
    /// Identity variants, the records that tokens are made for.
    pub variants: u64,
    /// HMACs computed.
    pub hmacs: u64,
    /// Bytes of the pass files.
    pub token_bytes: u64,
    /// Share of entities emitted by at least one pass, by link.
    pub emitted: Vec<(String, f64)>,
    /// Share of people unique on the declared quasi-identifiers.
    pub unique_share: f64,
}

/// Rows of padding are added up to a multiple of this share of the entities, so that a pass file's length tells how
/// many entities were emitted only to within a sixteenth.
const PADDING_STEPS: usize = 16;
/// Rows handed to a pass file at a time.
const WRITE_ROWS: usize = 1 << 14;

/// Pseudonymises one source into `out`, which appears whole or not at all.
pub fn pseudonymise(
    order: &Order<'_>,
    out: NewFolder,
    mut randomness: Randomness,
    watch: &dyn Watch,
) -> Result<Delivery> {
    let source = &order.spec.sources[order.source];
    if order.keyring.project() != order.spec.project {
        return Err(LinkerError::Policy {
            what: "the keyring belongs to another project than the spec".into(),
            remedy: "use the keyring that was issued for this project".into(),
        });
    }
    watch.reached("reading", 0.0)?;
    let mut stages = Stages::begin("pseudonymise");
    let extract = extract(source, order.folder)?;
    let mut nonce = [0; 16];
    randomness.fill(&mut nonce)?;
    let run = Run::new(order, extract, nonce)?;
    stages.end("reading");
    let mut delivery = run.write_tokens(&out, watch)?;
    stages.end("tokens");
    watch.reached("payload", 0.95)?;
    delivery.unique_share = run.write_payload(&out)?;
    run.write_owner(&out, &delivery)?;
    stages.end("payload");
    stages.write(&out)?;
    out.commit()?;
    watch.reached("done", 1.0)?;
    Ok(delivery)
}

/// One run: the extract, and everything drawn from its nonce.
struct Run<'a> {
    order: &'a Order<'a>,
    extract: Extract,
    persons: Persons,
    payload_handles: Vec<u64>,
    handle_cipher: BlockCipher,
    filler_key: Prf,
    nonce: [u8; 16],
}

/// One row of a pass file before its tokens are fetched.
struct Placed {
    block: u64,
    handle: u64,
    place: Option<u32>,
}

impl<'a> Run<'a> {
    fn new(order: &'a Order<'a>, extract: Extract, nonce: [u8; 16]) -> Result<Self> {
        let source = &order.spec.sources[order.source];
        let cipher = |key: Prf| BlockCipher::new(&first_16(&key.mac(&[&nonce])));
        let payload_cipher = cipher(order.keyring.payload_handle_key(&source.name)?);
        let mut blocks: Vec<[u8; 16]> =
            (0..extract.entities.len()).map(|entity| (entity as u128).to_be_bytes()).collect();
        payload_cipher.bind(&mut blocks);
        Ok(Self {
            persons: Persons::of(source, &extract),
            payload_handles: blocks.iter().map(first_u64).collect(),
            handle_cipher: cipher(order.keyring.handle_key(&source.name)?),
            filler_key: order.keyring.filler_key(&source.name)?,
            order,
            extract,
            nonce,
        })
    }

    fn write_tokens(&self, out: &NewFolder, watch: &dyn Watch) -> Result<Delivery> {
        let folder = out.folder(Role::Linkage.folder_name())?;
        let mut manifest = self.manifest(Role::Linkage);
        let (mut handle_rows, mut entity_rows) = (Vec::new(), Vec::new());
        let mut delivery = Delivery {
            quality: self.extract.quality.clone(),
            variants: self.extract.variants.len() as u64,
            hmacs: 0,
            token_bytes: 0,
            emitted: Vec::new(),
            unique_share: 0.0,
        };
        let links: Vec<_> = self.order.spec.links_of(self.order.source).collect();
        for (done, (number, link)) in links.iter().enumerate() {
            let maker = TokenMaker::new(self.order.keyring, link, self.order.spec.delivery_label())?;
            let layout = link.layout();
            let mut masks = Masks::new(self.extract.entities.len(), link.passes.len());
            let mut next = 0;
            while next < link.passes.len() {
                watch.reached("tokens", (done as f64 + next as f64 / link.passes.len() as f64) / links.len() as f64)?;
                let group = self.pass_group(link, next, layout.slots(), &maker);
                let seeds: Vec<_> = (0..group.len()).map(|i| self.filler_seed(*number, next + i)).collect();
                let kept: Vec<_> = group.iter().map(|pass| pass.emitted.as_slice()).collect();
                let (made, costs) = bundles(link, &self.extract, &maker, &kept, &seeds);
                delivery.hmacs += costs.hmacs + group.iter().map(|pass| pass.hmacs).sum::<u64>();
                delivery.quality.truncated_values += costs.truncated;
                for (pass, (entries, bundles)) in (next..).zip(group.iter().zip(&made)) {
                    masks.add(pass, entries, &self.extract);
                    let rows = self.placed(*number, pass, entries, bundles, &mut handle_rows);
                    let name = tokens::file_name(&link.name, &link.passes[pass].name);
                    write_pass(&folder.join(&name), &layout, &rows, bundles, self.filler_seed(*number, pass))?;
                    manifest.add_file(&folder, &name, None)?;
                    manifest.layouts.insert(name, layout.clone());
                }
                next += group.len();
            }
            delivery.emitted.push((link.name.clone(), masks.emitted_share()));
            masks.rows(*number as u16, &self.payload_handles, &mut entity_rows);
        }
        delivery.token_bytes = manifest.files.iter().map(|file| file.bytes).sum();
        manifest.write(&folder)?;
        self.write_handles(out, handle_rows, entity_rows)?;
        Ok(delivery)
    }

    /// Entries of as many passes as fit in memory together, should every identity be emitted; at least one.
    fn pass_group(&self, link: &Link, first: usize, slots: usize, maker: &TokenMaker) -> Vec<PassEntries> {
        let row_bytes = (4 * slots + 2 * size_of::<super::blocks::Entry>() + size_of::<Placed>() + 16) as u64;
        let pass_bytes = |pass: usize| {
            let alternatives: usize = link.passes[pass].key.iter().map(Vec::len).product();
            (self.extract.variants.len() * alternatives) as u64 * row_bytes
        };
        let mut bytes = pass_bytes(first);
        let mut end = first + 1;
        while end < link.passes.len() && bytes + pass_bytes(end) <= self.order.memory_bytes {
            bytes += pass_bytes(end);
            end += 1;
        }
        entries(link, first..end, &self.extract, self.persons.of_entity(), maker)
    }

    /// Rows of a pass file in their final order, padding included.
    fn placed(
        &self,
        link: usize,
        pass: usize,
        entries: &PassEntries,
        bundles: &Bundles,
        handle_rows: &mut Vec<HandleRow>,
    ) -> Vec<Placed> {
        let mut blocks: Vec<[u8; 16]> = bundles
            .order
            .iter()
            .map(|number| {
                let entry = &entries.emitted[*number as usize];
                handle_input(link, pass, entry.variant, entry.alternative)
            })
            .collect();
        self.handle_cipher.bind(&mut blocks);
        let mut placed = Vec::with_capacity(blocks.len());
        for (place, (number, handle)) in (0..).zip(bundles.order.iter().zip(blocks.iter().map(first_u64))) {
            let entry = &entries.emitted[*number as usize];
            let entity = self.extract.variants[entry.variant as usize].entity as usize;
            handle_rows.push(HandleRow {
                payload_handle: self.payload_handles[entity],
                link: link as u16,
                pass: pass as u16,
                handle,
            });
            placed.push(Placed { block: entry.block.token, handle, place: Some(place) });
        }
        let mut filler = Filler::new(self.filler_seed(link, pass));
        filler.restart(PADDING_STREAM);
        let step = self.extract.entities.len().div_ceil(PADDING_STEPS).max(1);
        let mut random = || u64::from(filler.next_u32()) << 32 | u64::from(filler.next_u32());
        while !placed.len().is_multiple_of(step) {
            placed.push(Placed { block: random(), handle: random(), place: None });
        }
        placed.par_sort_unstable_by_key(|row| (row.block, row.handle));
        placed
    }

    fn write_handles(
        &self,
        out: &NewFolder,
        mut handle_rows: Vec<HandleRow>,
        mut entity_rows: Vec<EntityRow>,
    ) -> Result<()> {
        let folder = out.folder(Role::Union.folder_name())?;
        handle_rows.par_sort_unstable_by(Row::order);
        entity_rows.par_sort_unstable_by(Row::order);
        let mut manifest = self.manifest(Role::Union);
        write_rows(&folder.join(handles::HANDLES_FILE), &handle_rows)?;
        write_rows(&folder.join(handles::ENTITIES_FILE), &entity_rows)?;
        for name in [handles::HANDLES_FILE, handles::ENTITIES_FILE] {
            manifest.add_file(&folder, name, None)?;
        }
        manifest.write(&folder)?;
        Ok(())
    }

    /// Payload tables; returns the share of people who are unique on what an outsider may know.
    fn write_payload(&self, out: &NewFolder) -> Result<f64> {
        let source = &self.order.spec.sources[self.order.source];
        let folder = out.folder(Role::Analysis.folder_name())?;
        let mut manifest = self.manifest(Role::Analysis);
        let mut uniques: f64 = 0.0;
        for table in source.tables.iter().filter(|table| !table.payload.is_empty()) {
            let (frame, schema) =
                payload(source, table, self.order.folder, &self.extract.entities, &self.payload_handles)?;
            uniques = uniques.max(refuse_uniques(source, table, &frame)?);
            let name = payload_file::file_name(&table.name);
            payload_file::write(&folder.join(&name), &frame, &schema)?;
            manifest.add_file(&folder, &name, Some(frame.rows() as u64))?;
        }
        manifest.write(&folder)?;
        Ok(uniques)
    }

    fn write_owner(&self, out: &NewFolder, delivery: &Delivery) -> Result<()> {
        let source = &self.order.spec.sources[self.order.source];
        let folder = out.folder(Role::Owner.folder_name())?;
        let mut manifest = self.manifest(Role::Owner);
        let mut columns = vec![Column::new(payload_file::PAYLOAD_HANDLE, Values::Handle(self.payload_handles.clone()))];
        for (part, name) in source.entity_key.iter().enumerate() {
            let texts = (0..self.extract.entities.len() as u32)
                .map(|entity| self.extract.entities.key(entity).nth(part).map(str::to_owned))
                .collect();
            columns.push(Column::new(name.clone(), Values::Text(texts)));
        }
        Frame::new(columns)?.write(&folder.join(CROSSWALK_FILE))?;
        manifest.add_file(&folder, CROSSWALK_FILE, None)?;
        self.persons.write(&self.payload_handles, &folder)?;
        manifest.add_file(&folder, PERSONS_FILE, None)?;
        let check = serde_json::to_vec_pretty(&delivery.quality).expect("counts and names are JSON");
        let path = folder.join(CHECK_FILE);
        let mut file = NewFile::begin(&path, false)?;
        file.write_all(&check).map_err(|source| exchange::ExchangeError::io(&path, source))?;
        file.commit()?;
        manifest.add_file(&folder, CHECK_FILE, None)?;
        manifest.write(&folder)?;
        Ok(())
    }

    fn manifest(&self, role: Role) -> Manifest {
        let (spec, order) = (self.order.spec, self.order);
        let source = &spec.sources[order.source].name;
        let mut manifest = Manifest::new(role, &spec.project, &spec.delivery, spec.hash());
        manifest.source = Some(source.clone());
        manifest.key_check = (role != Role::Analysis).then(|| order.keyring.check_value().to_string());
        // A label of the run, not its nonce: the nonce would let a key holder recompute every handle.
        let label = first_u64(&first_16(&self.filler_key.mac(&[b"batch", &self.nonce])));
        manifest.batches.insert(source.clone(), format!("{label:016x}"));
        manifest
    }

    fn filler_seed(&self, link: usize, pass: usize) -> [u8; 16] {
        first_16(&self.filler_key.mac(&[&self.nonce, &(link as u64).to_be_bytes(), &(pass as u64).to_be_bytes()]))
    }
}

/// Writes one pass file.
fn write_pass(path: &Path, layout: &BundleLayout, rows: &[Placed], bundles: &Bundles, seed: [u8; 16]) -> Result<()> {
    let mut writer = PassWriter::create(path, layout)?;
    let mut filler = Filler::new(seed);
    filler.restart(PADDING_TOKENS_STREAM);
    let mut next_nulls = bundles.nulls.iter().cycle();
    let mut padding = vec![0; layout.slots()];
    for chunk in rows.chunks(WRITE_ROWS) {
        let mut out = PassRows::with_capacity(chunk.len(), layout.slots());
        for row in chunk {
            if let Some(place) = row.place {
                let place = place as usize;
                out.push(row.block, row.handle, bundles.nulls[place], bundles.tokens_of(place));
            } else {
                padding.fill_with(|| filler.next_u32());
                for group in layout.groups() {
                    padding[group.slots()].sort_unstable();
                }
                // Padding lacks what real records lack, or it would stand out.
                out.push(row.block, row.handle, next_nulls.next().copied().unwrap_or_default(), &padding);
            }
        }
        writer.append(&out)?;
    }
    writer.finish()?;
    Ok(())
}

/// Name of the crosswalk in the owner's folder: payload handle and entity key, side by side.
pub const CROSSWALK_FILE: &str = "crosswalk.parquet";
/// Name of the data-quality report in the owner's folder.
pub(super) const CHECK_FILE: &str = "check.json";

/// Filler streams of a pass that no entry uses.
const PADDING_STREAM: u64 = u64::MAX;
const PADDING_TOKENS_STREAM: u64 = u64::MAX - 1;

/// A handle is one AES block of (link, pass, variant, alternative) under a key made of the run's nonce, so two handles
/// never share an input and the linkage unit cannot join passes.
fn handle_input(link: usize, pass: usize, variant: u32, alternative: u8) -> [u8; 16] {
    let mut input = [0; 16];
    input[..2].copy_from_slice(&(link as u16).to_be_bytes());
    input[2..4].copy_from_slice(&(pass as u16).to_be_bytes());
    input[4..8].copy_from_slice(&variant.to_be_bytes());
    input[8] = alternative;
    input
}

pub(super) fn first_16(mac: &[u8; 32]) -> [u8; 16] {
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&mac[..16]);
    bytes
}

fn first_u64(block: &[u8; 16]) -> u64 {
    let mut bytes = [0; 8];
    bytes.copy_from_slice(&block[..8]);
    u64::from_be_bytes(bytes)
}
