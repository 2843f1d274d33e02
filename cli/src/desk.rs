//! Opening folders as the hat that one wears.

use std::path::{Path, PathBuf};

use exchange::spec::Spec;
use exchange::{Deliveries, Desk, ExchangeError, Hat, Received, Role, agree, receive, refuse_unready};
use jiff::civil::Date;

use crate::args::{self, Common};
use crate::clock;
use crate::error::CliError;
use crate::signing::Signers;

/// Opens folders as one hat, for work under one spec.
pub(crate) struct Opener<'a> {
    hat: Hat,
    spec: &'a Spec,
    /// Where the spec was read from.
    spec_file: PathBuf,
    one_desk: bool,
    today: Date,
    signers: Signers,
}

impl<'a> Opener<'a> {
    pub(crate) fn of(hat: Hat, spec: &'a Spec, spec_file: impl Into<PathBuf>, common: &Common) -> Self {
        Self {
            hat,
            spec,
            spec_file: spec_file.into(),
            one_desk: common.one_desk,
            today: clock::today(common),
            signers: Signers::default(),
        }
    }

    /// One desk wears every hat, or does not, whatever the command line says.
    pub(crate) fn with_one_desk(self, one_desk: bool) -> Self {
        Self { one_desk, ..self }
    }

    /// Folders must carry these signatures.
    pub(crate) fn signed_by(self, signers: &args::Signers) -> Result<Self, CliError> {
        Ok(Self { signers: Signers::parse(signers)?, ..self })
    }

    /// Opens folders of one role, checked against their manifests and against the spec, and refused if they were to be used
    /// before today only.
    pub(crate) fn open(&self, role: Role, folders: &[PathBuf]) -> Result<Vec<Received>, CliError> {
        let open = |folder: &PathBuf| open_one(self.hat, role, folder, self.one_desk);
        let received = folders.iter().map(open).collect::<Result<Vec<_>, _>>()?;
        received.iter().try_for_each(|folder| self.signers.check(folder))?;
        agree(&received, if self.spec.incremental { Deliveries::MayDiffer } else { Deliveries::Same })?;
        for folder in &received {
            folder.refuse_expired(self.today)?;
            if folder.manifest.spec_hash != self.spec.hash() {
                let files = vec![self.spec_file.clone(), folder.folder.clone()];
                return Err(ExchangeError::Disagree { what: "spec", files }.into());
            }
            if role == Role::Linkage {
                folder.refuse_unless_relayed(self.spec.relay)?;
            }
        }
        refuse_repeated_source(&received)?;
        Ok(received)
    }
}

/// Opens one folder, checked against its manifest; refuses what the hat may not see unless one desk wears every hat.
pub(crate) fn open_one(hat: Hat, role: Role, folder: &Path, one_desk: bool) -> Result<Received, ExchangeError> {
    let folder = if one_desk { inside(folder, role) } else { folder.to_path_buf() };
    if !folder.is_dir() {
        return Err(ExchangeError::Missing { path: folder });
    }
    if one_desk {
        return receive(&folder, role, Desk::OneDesk);
    }
    refuse_unready(&folder, role)?;
    hat.refuse_surplus(&folder)?;
    receive(&folder, role, Desk::OneHat)
}

/// One of them would be read and the other ignored.
fn refuse_repeated_source(received: &[Received]) -> Result<(), CliError> {
    let mut sources: Vec<_> = received.iter().filter_map(|folder| folder.manifest.source.as_deref()).collect();
    sources.sort_unstable();
    match sources.windows(2).find(|pair| pair[0] == pair[1]) {
        Some(pair) => {
            let what = format!(
                "the {} folder of source '{}' is given twice",
                received[0].manifest.role.folder_name(),
                pair[0]
            );
            Err(CliError::usage(what, "give one folder of each source"))
        }
        None => Ok(()),
    }
}

/// At one desk a whole delivery may be given; the folder meant lies in it.
pub(crate) fn inside(folder: &Path, role: Role) -> PathBuf {
    let nested = folder.join(role.folder_name());
    if nested.is_dir() { nested } else { folder.to_path_buf() }
}
