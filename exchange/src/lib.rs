//! Every file that crosses a boundary between departments, as a versioned schema with a writer and a reader.
//!
//! Departments meet only through files. Each folder of them appears whole or not at all ([`NewFolder`]), carries a
//! [`Manifest`] naming and hashing its own files, and is refused when it was cut short, altered, mixed with another
//! delivery, or holds more than the reader's [`Hat`] may see.
//!
//! | folder | file | type |
//! |---|---|---|
//! | `linkage/`, `relay/` | `<link>.<pass>.parquet` | [`tokens`] |
//! | `union/` | `handles.parquet`, `entities.parquet` | [`handles`] |
//! | `pairs/` | `<link>.<pass>.parquet`, `model.json` | [`pairs`], [`model`] |
//! | `spine/` | `<source>.parquet` | [`spine`] |
//! | `analysis/` | `<table>.parquet` | [`payload`], [`frame`] |
//! | `sealed/` | `<table>.parquet` | [`sealed`] |
//! | kept by the linkage unit | `review.json` | [`review`] |
//! | kept by the key custodian | `custody.log`, certificates of destruction | [`custody`] |
//! | beside a manifest | `manifest.sig`, where a desk signs | [`manifest::Signature`] |
//! | beside them | `run.json` | [`run`] |
//!
//! Same rows, same bytes: however the rows are handed over in chunks, a writer cuts row groups of
//! [`ROW_GROUP_ROWS`] rows.
//!
//! ```
//! use exchange::{Desk, Manifest, NewFolder, PairRow, Role, pairs, read_rows, receive, write_rows};
//!
//! # let parent = tempfile::tempdir()?;
//! # let target = parent.path().join("pairs");
//! let folder = NewFolder::begin(&target, false)?;
//! let name = pairs::file_name("ndtms_pnc", "dob_initials");
//! let rows = [PairRow { left: 1, right: 7, match_weight: 12.5 }];
//! write_rows(&folder.path().join(&name), &rows)?;
//! let mut manifest = Manifest::new(Role::Pairs, "recon", "2026a", "9f86d081");
//! manifest.add_file(folder.path(), &name, Some(1))?;
//! manifest.write(folder.path())?;
//! folder.commit()?;
//!
//! let received = receive(&target, Role::Pairs, Desk::OneHat)?;
//! assert_eq!(read_rows::<PairRow>(&received.file(&name)?)?, rows);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod chain;
mod columnar;
pub mod custody;
pub mod document;
mod error;
pub mod frame;
pub mod handles;
mod hat;
mod hex;
mod icd;
mod json;
pub mod manifest;
pub mod model;
pub mod pairs;
pub mod payload;
mod permissions;
pub mod review;
mod rows;
pub mod run;
pub mod sealed;
pub mod spec;
pub mod spine;
pub mod substances;
pub mod tokens;
pub mod whole;

pub use columnar::{ROW_GROUP_ROWS, Written, panic_is_damage};
pub use error::{ExchangeError, Result};
pub use frame::{Column, ColumnView, Columns, ColumnsReader, Frame, FrameReader, FrameWriter, Kind, Values};
pub use handles::{EntityRow, HandleRow};
pub use hat::Hat;
pub use icd::IcdCode;
pub use manifest::{Deliveries, Desk, FileEntry, Manifest, Received, Role, agree, receive, refuse_unready};
pub use model::{
    FixedReason, MatchShares, Model, ModelComparison, ModelGivenForename, ModelHomeComparison, ModelHomeLevel,
    ModelHomes, ModelLevel, ModelPass, PassStatus, PatternCount, TrainedPass, Training,
};
pub use pairs::PairRow;
pub use payload::{PayloadColumn, PayloadSchema};
pub use rows::{Row, RowReader, RowWriter, read_rows, write_rows};
pub use run::RunReport;
pub use sealed::SealedRow;
pub use spine::{LinkClass, SpineRow};
pub use substances::{Substance, SubstanceGroup};
pub use tokens::{
    BlockRange, BundleLayout, PassReader, PassRows, PassWriter, RelayReader, RelayRows, Token, TokenGroup, TokenRows,
    TokenWriter,
};
pub use whole::{FinishedFiles, Journal, NewFile, NewFolder, Provenance, abandoned, unfinished};

/// Format of a frame that is no other format (an owner's own tables).
pub const FRAME_FORMAT: &str = "dwlink/frame/1";
/// Format of a pass file of tokens.
pub const TOKENS_FORMAT: &str = "dwlink/tokens/1";
/// Format of a pass file on its way to a relay: tokens of 64 bits.
pub const RELAY_TOKENS_FORMAT: &str = "dwlink/relay-tokens/1";
/// Format of the handle table.
pub const HANDLES_FORMAT: &str = "dwlink/handles/1";
/// Format of the entity table.
pub const ENTITIES_FORMAT: &str = "dwlink/entities/1";
/// Format of a file of scored pairs.
pub const PAIRS_FORMAT: &str = "dwlink/scored-pairs/1";
/// Format of a spine.
pub const SPINE_FORMAT: &str = "dwlink/spine-rows/1";
/// Format of a payload table.
pub const PAYLOAD_FORMAT: &str = "dwlink/payload/1";
/// Format of a table of sealed payload rows.
pub const SEALED_FORMAT: &str = "dwlink/sealed-payload/1";
/// Format of `model.json`.
pub const MODEL_FORMAT: &str = "dwlink/match-model/2";
/// Format of a `model.json` that does not say what it was trained on; still read.
pub const MODEL_FORMAT_1: &str = "dwlink/match-model/1";
/// Format of the key to a sample for clerical review.
pub const REVIEW_FORMAT: &str = "dwlink/review/1";
/// Format of a certificate of destruction.
pub const CERTIFICATE_FORMAT: &str = "dwlink/destruction/1";
/// Format of `manifest.sig`.
pub const SIGNATURE_FORMAT: &str = "dwlink/signature/1";
/// Format of `run.json`.
pub const RUN_FORMAT: &str = "dwlink/run/1";
