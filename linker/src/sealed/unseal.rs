//! The analysis unit's side: from sealed payload and the keys of a study's people to payload of these people.

use exchange::payload::{self, PAYLOAD_HANDLE};
use exchange::spec::{Source, Spec, Table};
use exchange::{Column, Frame, Manifest, NewFolder, PayloadSchema, Received, Role, RowReader, SealedRow, Values};
use keys::{RowCipher, RowKey, RowKeysFile, RowPlace};
use rayon::prelude::*;
use serde::Serialize;

use crate::error::{InputFault, LinkerError, Result};
use crate::packed::{number_of, schema, unpacked, unpadded};
use crate::watch::Watch;

/// What was opened of one table.
#[derive(Clone, Debug, Serialize)]
pub struct OpenedTable {
    /// The table.
    pub table: String,
    /// Its rows.
    pub rows: u64,
    /// Those whose keys were given out.
    pub opened: u64,
}

/// Rows that one thread opens at a time.
const TASK_ROWS: usize = 1 << 12;

/// Opens the rows of one source whose keys were given out, into a folder of role [`Role::Analysis`] that appears whole or not at all.
///
/// # Errors
/// [`LinkerError::Policy`] where spec, folder and keys do not belong together;
/// [`LinkerError::Keys`] for a row that its key does not open.
pub fn unseal(
    spec: &Spec,
    sealed: &Received,
    keys: &RowKeysFile,
    out: NewFolder,
    watch: &dyn Watch,
) -> Result<Vec<OpenedTable>> {
    let received = &sealed.manifest;
    let source = received.source.as_deref().and_then(|name| spec.source(name));
    let (_, source) = source.ok_or_else(LinkerError::foreign_folder)?;
    let given = keys.sources.iter().find(|given| given.source == source.name && keys.project == spec.project);
    let given = given.ok_or_else(|| {
        LinkerError::policy(
            "the row keys are of another project or of other sources",
            "ask the key custodian for this study's",
        )
    })?;
    if received.batches.get(&source.name) != Some(&given.batch) {
        return Err(LinkerError::policy(
            "the row keys are of another run of pseudonymise than the folder",
            "ask the owner for the folder that the spine is of, or the key custodian for its keys",
        ));
    }
    let mut manifest = Manifest::new(Role::Analysis, &received.project, &received.delivery, &received.spec_hash);
    manifest.source.clone_from(&received.source);
    manifest.use_until = received.use_until;
    manifest.batches.clone_from(&received.batches);
    manifest.latest.clone_from(&received.latest);
    let cipher_of = |handle| given.of(handle).map(RowKey::cipher);
    // An owner may have kept a table back.
    let tables = source.tables.iter().filter(|table| received.file(&payload::file_name(&table.name)).is_some());
    let tables: Vec<_> = tables.collect();
    let mut found = Vec::new();
    for (done, table) in tables.iter().enumerate() {
        watch.reached("opening", done as f64 / tables.len() as f64)?;
        let opener = Opener::of(source, table, &cipher_of);
        let mut writer = payload::create(&out.path().join(&opener.file), &opener.schema)?;
        let rows = opener.each(sealed, |rows| Ok(writer.append(rows)?))?;
        let written = writer.finish()?;
        manifest.add_written(&opener.file, &written, Some(written.rows))?;
        found.push(OpenedTable { table: table.name.clone(), rows, opened: written.rows });
    }
    manifest.write(out.path())?;
    out.commit()?;
    watch.reached("opening", 1.0)?;
    Ok(found)
}

/// Opens the rows of one table whose key is at hand.
pub(super) struct Opener<'a> {
    number: u32,
    schema: PayloadSchema,
    file: String,
    cipher_of: &'a (dyn Fn(u64) -> Option<RowCipher> + Sync),
}

impl<'a> Opener<'a> {
    pub(super) fn of(source: &Source, table: &Table, cipher_of: &'a (dyn Fn(u64) -> Option<RowCipher> + Sync)) -> Self {
        Self {
            number: number_of(table, source),
            schema: schema(table),
            file: payload::file_name(&table.name),
            cipher_of,
        }
    }

    /// Hands over the opened rows, some at a time and in the order of the folder's file; gives how many rows that has.
    pub(super) fn each(&self, sealed: &Received, mut each: impl FnMut(&Frame) -> Result<()>) -> Result<u64> {
        let rows = RowReader::<SealedRow>::open(&sealed.file(&self.file)?)?;
        let all = rows.rows();
        for chunk in rows {
            let mut chunk = chunk?;
            let frames: Vec<_> = chunk.par_chunks_mut(TASK_ROWS).map(|rows| self.open(rows)).collect();
            for frame in frames {
                each(&frame?)?;
            }
        }
        Ok(all)
    }

    fn open(&self, rows: &mut [SealedRow]) -> Result<Frame> {
        let mut handles = Vec::new();
        let mut opened: Vec<&[u8]> = Vec::new();
        for of_handle in rows.chunk_by_mut(|a, b| a.payload_handle == b.payload_handle) {
            let handle = of_handle[0].payload_handle;
            let Some(cipher) = (self.cipher_of)(handle) else { continue };
            for row in of_handle {
                let plain = cipher.open(RowPlace { table: self.number, row: row.row }, &mut row.sealed)?;
                opened.push(unpadded(plain).ok_or_else(|| self.misshapen())?);
                handles.push(handle);
            }
        }
        let mut columns = vec![Column::new(PAYLOAD_HANDLE, Values::Handle(handles))];
        columns.extend(unpacked(&self.schema, opened.into_iter()).ok_or_else(|| self.misshapen())?);
        Ok(Frame::new(columns)?)
    }

    /// Its owner sealed what is not a row of this table.
    fn misshapen(&self) -> LinkerError {
        let remedy = "ask its owner, who made it with another spec or program";
        InputFault::of_file(&self.file, "a sealed row does not have the columns of the spec", remedy).into()
    }
}
