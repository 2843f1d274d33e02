//! What stands at a folder's target and is to be replaced.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use super::target::Target;
use crate::{ExchangeError, Result, json};

/// Whether something stands at the target that may be, and is to be, replaced.
pub(super) fn check_replaceable(target: &Target, replace: bool) -> Result<bool> {
    let Some(metadata) = target.existing()? else { return Ok(false) };
    let path = target.path();
    if !replace {
        return Err(ExchangeError::Exists { path });
    }
    if !metadata.is_dir() {
        return Err(ExchangeError::NotAFolder { path });
    }
    let empty = fs::read_dir(&path).map_err(|source| ExchangeError::io(&path, source))?.next().is_none();
    if empty || ["run.json", "manifest.json"].iter().any(|name| is_ours(&path.join(name))) {
        return Ok(true);
    }
    Err(ExchangeError::NotOurs { path })
}

fn is_ours(document: &Path) -> bool {
    json::declared_format(document).is_some_and(|format| format.starts_with("dwlink/"))
}

pub(super) fn move_aside(target: &Target) -> Result<TempDir> {
    let aside = target.sibling(0o700, |builder, parent| builder.tempdir_in(parent))?;
    fs::rename(target.path(), aside.path().join(target.name()))
        .map_err(|source| ExchangeError::io(&target.path(), source))?;
    Ok(aside)
}

/// Should even this fail, the old folder is kept under its hidden name: nothing is ever lost.
pub(super) fn put_back(aside: TempDir, target: &Target) {
    if fs::rename(aside.path().join(target.name()), target.path()).is_err() {
        let _hidden = aside.keep();
    }
}
