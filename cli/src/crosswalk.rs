//! An owner's crosswalk: which entity key each payload handle stands for. Read at one desk alone.

use std::path::Path;

use exchange::payload::PAYLOAD_HANDLE;
use exchange::{Desk, Frame, Received, Role, receive};
use linker::encode::CROSSWALK_FILE;

use crate::error::CliError;

/// A crosswalk as its owner wrote it.
pub(crate) struct Crosswalk {
    /// Source it belongs to.
    pub(crate) source: String,
    /// Payload handle and entity key of every entity; a key of several columns is joined by `/`.
    pub(crate) entries: Vec<(u64, String)>,
}

impl Crosswalk {
    /// Reads the crosswalk of an owner's folder.
    pub(crate) fn read(owner: &Path, desk: Desk) -> Result<Self, CliError> {
        Self::of(&receive(owner, Role::Owner, desk)?)
    }

    /// The crosswalk of an owner's folder that is open.
    pub(crate) fn of(received: &Received) -> Result<Self, CliError> {
        let frame = Frame::read(&received.file(CROSSWALK_FILE)?)?;
        let keys = frame.columns().iter().filter(|column| column.name != PAYLOAD_HANDLE);
        let texts = keys.map(|column| frame.texts(&column.name)).collect::<Result<Vec<_>, _>>()?;
        let entries = frame
            .handles(PAYLOAD_HANDLE)?
            .iter()
            .enumerate()
            .map(|(row, handle)| {
                let parts: Vec<_> = texts.iter().map(|column| column[row].as_deref().unwrap_or_default()).collect();
                (*handle, parts.join("/"))
            })
            .collect();
        Ok(Self { source: received.manifest.source.clone().unwrap_or_default(), entries })
    }
}
