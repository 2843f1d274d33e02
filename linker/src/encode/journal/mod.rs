//! What a run has finished, noted in its unfinished folder, so that `--resume` can go on with it.
//!
//! In clear lie only what every manifest says and a label of the key. Sealed under that key ([`keys::JournalKey`]) lie the
//! hashes of the extract, the run's nonce, and for each finished pass which entries left and which were withheld: from
//! these and the extract, handles and outcomes are made again. What was read is in no file: it is read again.

mod records;
mod run_journal;
mod sealed;

pub(super) use records::{FinishedPass, FinishedTable};
pub(super) use run_journal::RunJournal;
