use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use exchange::manifest::sha256_of_file;
use exchange::{ExchangeError, NewFolder, Provenance, Written, payload, tokens};
use keys::Randomness;

use super::super::bits::Bits;
use super::super::gate::{Gate, GatedPass};
use super::super::pseudonymise::Order;
use super::records::{FinishedPass, FinishedTable, Record};
use super::sealed::SealedJournal;
use crate::error::Result;

/// The journal of one run of `pseudonymise`, and what an earlier run left. Without a journal in the folder it knows nothing
/// and notes nothing.
pub(crate) struct RunJournal<'f> {
    sealed: Option<SealedJournal<'f>>,
    nonce: Option<[u8; 16]>,
    tables: BTreeMap<String, FinishedTable>,
    passes: BTreeMap<(u16, u16), FinishedPass>,
}

impl<'f> RunJournal<'f> {
    /// Opens the journal of `out`, for a run with this gate. Files there that no earlier run of the same order finished, or that were
    /// altered since, are removed.
    ///
    /// # Errors
    /// [`ExchangeError::OtherRun`] where the earlier run was of another order or extract.
    pub(crate) fn open(order: &Order<'_>, gate: Option<Gate>, out: &'f NewFolder) -> Result<Self> {
        let mut run = Self { sealed: None, nonce: None, tables: BTreeMap::new(), passes: BTreeMap::new() };
        let Some(journal) = out.journal() else { return Ok(run) };
        let source = &order.spec.sources[order.source].name;
        let provenance = Provenance::of("pseudonymise", env!("CARGO_PKG_VERSION"))
            .with("spec", order.spec.hash())
            .with("source", source)
            .with("key check value", order.keyring.check_value().to_string())
            .with("leakage ceiling", gate.map_or_else(|| "none".to_owned(), |gate| gate.ceiling.to_string()));
        let (sealed, records) = SealedJournal::open(out, journal, provenance, (order.keyring, source))?;
        run.sealed = Some(sealed);
        for record in &records {
            let unreadable = || ExchangeError::Journal { path: out.path().to_path_buf() };
            match Record::parse(record).ok_or_else(unreadable)? {
                (Record::Begun { extract, nonce }, _) => {
                    out.check_provenance(&provenance_of_extract(order)?, &extract)?;
                    run.nonce = Some(nonce);
                }
                (Record::Table { name, table }, _) => _ = run.tables.insert(name, table),
                (Record::Pass { link, pass, written, alternatives, emitted_bytes, gated }, bits) => {
                    // Whoever holds the key may have noted any number.
                    let passes = order.spec.links.get(usize::from(link)).map_or(0, |link| link.passes.len());
                    let bits = bits.split_at_checked(emitted_bytes).filter(|_| usize::from(pass) < passes);
                    let (emitted, withheld) = bits.ok_or_else(unreadable)?;
                    let (emitted, withheld) = (Bits::of_bytes(emitted), Bits::of_bytes(withheld));
                    run.passes.insert((link, pass), FinishedPass { written, alternatives, emitted, withheld, gated });
                }
            }
        }
        if out.is_resumed() {
            run.keep_finished(order, out)?;
        }
        Ok(run)
    }

    /// What the journal must be told of the extract before work on it begins; nothing where it knows, or notes nothing.
    pub(crate) fn provenance_wanted(&self, order: &Order<'_>) -> Result<Option<Provenance>> {
        let wanted = self.sealed.is_some() && self.nonce.is_none();
        wanted.then(|| provenance_of_extract(order)).transpose()
    }

    /// The run's nonce: that of the earlier run, or one drawn and noted with the `extract`.
    pub(crate) fn begin(&self, extract: Option<Provenance>, randomness: &mut Randomness) -> Result<[u8; 16]> {
        if let Some(nonce) = self.nonce {
            return Ok(nonce);
        }
        let mut nonce = [0; 16];
        randomness.fill(&mut nonce)?;
        if let Some(extract) = extract {
            self.note(&Record::Begun { extract, nonce }, &[])?;
        }
        Ok(nonce)
    }

    /// What is known of a payload table, if it is finished.
    pub(crate) fn table(&self, name: &str) -> Option<&FinishedTable> {
        self.tables.get(name)
    }

    /// Notes that a payload table is finished.
    pub(crate) fn table_finished(&self, name: &str, table: &FinishedTable) -> Result<()> {
        self.note(&Record::Table { name: name.to_owned(), table: table.clone() }, &[])
    }

    /// What is known of a pass, if it is finished.
    pub(crate) fn pass(&self, link: u16, pass: u16) -> Option<&FinishedPass> {
        self.passes.get(&(link, pass))
    }

    /// What the gate measured of the finished passes.
    pub(crate) fn gated(&self) -> impl Iterator<Item = &GatedPass> {
        self.passes.values().filter_map(|pass| pass.gated.as_ref())
    }

    /// Notes that a pass file is finished: what the gate measured, entries that a variant may have, and the bits of [`FinishedPass`].
    pub(crate) fn pass_finished(
        &self,
        (link, pass): (u16, u16),
        written: &Written,
        gated: Option<GatedPass>,
        alternatives: usize,
        [emitted, withheld]: [&Bits; 2],
    ) -> Result<()> {
        let (written, emitted_bytes) = (written.clone(), emitted.len() / 8);
        self.note(&Record::Pass { link, pass, written, alternatives, emitted_bytes, gated }, &[emitted, withheld])
    }

    fn note(&self, record: &Record, bits: &[&Bits]) -> Result<()> {
        self.sealed.as_ref().map_or(Ok(()), |sealed| sealed.append(&record.to_bytes(bits)))
    }

    /// Removes from the folder what is not finished, and forgets what is not there as it was written.
    fn keep_finished(&mut self, order: &Order<'_>, out: &NewFolder) -> Result<()> {
        let tables = self.tables.iter().map(|(name, table)| (table_path(order, name), table.written.clone()));
        let passes = self.passes.iter().map(|(pass, finished)| (pass_path(order, *pass), finished.written.clone()));
        let kept = out.keep_only(&tables.chain(passes).collect())?;
        self.tables.retain(|name, _| kept.contains(&table_path(order, name)));
        self.passes.retain(|pass, _| kept.contains(&pass_path(order, *pass)));
        Ok(())
    }
}

fn table_path(order: &Order<'_>, name: &str) -> PathBuf {
    Path::new(order.spec.payload_role().folder_name()).join(payload::file_name(name))
}

fn pass_path(order: &Order<'_>, (link, pass): (u16, u16)) -> PathBuf {
    let link = &order.spec.links[usize::from(link)];
    let name = tokens::file_name(&link.name, &link.passes[usize::from(pass)].name);
    Path::new(order.spec.token_role().folder_name()).join(name)
}

/// The tables of the extract by the hashes of their bytes.
fn provenance_of_extract(order: &Order<'_>) -> Result<Provenance> {
    let source = &order.spec.sources[order.source];
    let files = source.tables.iter().map(|table| &table.file).chain(&source.withdrawals);
    files.into_iter().try_fold(Provenance::default(), |extract, file| {
        Ok(extract.with(format!("the table {file}"), sha256_of_file(&order.folder.join(file))?))
    })
}
