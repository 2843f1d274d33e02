//! The command line as clap sees it. No behaviour.

mod evaluate;
mod explain;
mod fixtures;
mod keys;
mod memory;
mod relay;
mod release;
mod review;
mod signing;
mod study;
mod unseal;
mod values;

use std::path::PathBuf;

use clap::builder::RangedU64ValueParser;
use clap::{Args, Parser, Subcommand, ValueEnum};

pub(crate) use evaluate::Evaluate;
pub(crate) use explain::{Explain, ExplainPair};
pub(crate) use fixtures::{Fixtures, World};
pub(crate) use keys::{Custody, Keys, KeysCombine, KeysDestroy, KeysGenerate, KeysLog, KeysRows, KeysShare, KeysSplit};
use memory::{half_of_the_machine, parse_size};
pub(crate) use relay::Relay;
pub(crate) use release::Release;
pub(crate) use review::{Review, ReviewSample, ReviewScore};
pub(crate) use signing::{Sign, Signers};
pub(crate) use study::{Study, StudyRun};
pub(crate) use unseal::Unseal;
use values::{identity_file, parse_descriptor};

/// Link records across departments without showing anyone a name.
#[derive(Debug, Parser)]
#[command(version, about, propagate_version = true, max_term_width = 100)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) common: Common,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// More threads than any machine that this runs on has; some thousands more are more than a system starts.
const MOST_THREADS: u64 = 1024;

/// Flags of every command.
#[derive(Args, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "one bool a flag")]
pub(crate) struct Common {
    /// Threads to use, at most 1024 [default: all]
    #[arg(long, global = true, value_name = "N", value_parser = RangedU64ValueParser::<usize>::new().range(..=MOST_THREADS))]
    pub(crate) threads: Option<usize>,
    /// Memory that `pseudonymise`, `relay`, `check`, `link` and `union` may take, such as 4GiB; `link` takes at least 128MiB [default: half of the machine's]
    #[arg(long, global = true, value_name = "SIZE", default_value_t = half_of_the_machine(), hide_default_value = true, value_parser = parse_size)]
    pub(crate) memory: u64,
    /// One JSON document on stdout instead of text
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// Only results and errors
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,
    /// Read passphrases from this file descriptor, one a line in the order in which they would be asked
    #[arg(long, global = true, value_name = "N", value_parser = parse_descriptor)]
    pub(crate) passphrase_fd: Option<i32>,
    /// Open keyrings and shares with this age identity file; may be repeated
    #[arg(long, global = true, value_name = "FILE", value_parser = identity_file())]
    pub(crate) identity: Vec<PathBuf>,
    /// The vendor's library of the hardware token that holds the project's root
    #[cfg(feature = "hsm")]
    #[arg(long, global = true, value_name = "LIBRARY")]
    pub(crate) pkcs11: Option<PathBuf>,
    /// One desk wears every hat: accept folders that hold more than one hat may see
    #[arg(long, global = true)]
    pub(crate) one_desk: bool,
    /// Replace existing output
    #[arg(long, global = true)]
    pub(crate) force: bool,
    /// Fix key, nonce and filler: worthless as protection, for tests alone
    #[arg(long, global = true, hide = true, value_name = "SEED")]
    pub(crate) test_seed: Option<u64>,
    /// Fix the clock: for tests alone
    #[arg(long, global = true, hide = true, value_name = "TIME")]
    pub(crate) test_now: Option<jiff::Timestamp>,
}

/// Every command.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// A synthetic four-department study, end to end, offline
    Demo(Demo),
    /// Invented people with known truth
    #[command(subcommand)]
    Fixtures(Fixtures),
    /// Key custody: make, share, split among holders, combine, destroy, and the log of it all
    #[command(subcommand)]
    Keys(Keys),
    /// The linkage specification that every department signs
    #[command(subcommand)]
    Spec(Spec),
    /// Data quality of one source: table, row, column, rule; values withheld
    Check(Check),
    /// Data owner: turn one source into keyed tokens, handles and payload
    Pseudonymise(Pseudonymise),
    /// Key custodian: put an owner's tokens under the relay's own key, for the linkage unit
    Relay(Relay),
    /// Linkage unit: what a link will cost, before any work
    Plan(Plan),
    /// Linkage unit: score pairs of tokens
    Link(Link),
    /// Union desk: join scored pairs into a spine for one study
    Union(Union),
    /// Analysis unit: open the rows of a study's people in sealed payload
    Unseal(Unseal),
    /// Compare declared links with the truth
    Evaluate(Evaluate),
    /// Why a pair weighs what it weighs
    #[command(subcommand)]
    Explain(Explain),
    /// Linkage unit: judge a sample of pairs by their agreement levels, without names
    #[command(subcommand)]
    Review(Review),
    /// One desk, throw-away key: link two CSV files, or de-duplicate one
    Trial(Trial),
    /// Analysis unit: a study of linked, pseudonymised payload, under disclosure control
    #[command(subcommand)]
    Study(Study),
    /// Output checker: a release folder, and the ledger of releases
    #[command(subcommand)]
    Release(Release),
    /// Data owner: attack your own delivery before it leaves
    Attack(Attack),
}

/// `demo`
#[derive(Args, Debug)]
pub(crate) struct Demo {
    /// Folder to make
    #[arg(default_value = "dwlink-demo")]
    pub(crate) dir: PathBuf,
    /// Seed of the invented world
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// People treated; the other files grow in proportion
    #[arg(long, hide = true)]
    pub(crate) treated: Option<usize>,
    /// A world in which treatment has no effect
    #[arg(long)]
    pub(crate) null_effects: bool,
}

/// `spec`
#[derive(Debug, Subcommand)]
pub(crate) enum Spec {
    /// Write the shipped specs into a folder
    New {
        /// Folder to make
        dir: PathBuf,
    },
    /// Parse a spec and report faults
    Check {
        /// Spec file
        spec: PathBuf,
    },
    /// Say in plain English what leaves each building
    Show {
        /// Spec file
        spec: PathBuf,
    },
}

/// `check`
#[derive(Args, Debug)]
pub(crate) struct Check {
    /// Source folder
    pub(crate) dir: PathBuf,
    /// Spec file
    #[arg(long)]
    pub(crate) spec: PathBuf,
    /// Source name in the spec
    #[arg(long)]
    pub(crate) source: String,
}

/// `pseudonymise`
#[derive(Args, Debug)]
pub(crate) struct Pseudonymise {
    /// Source folder
    pub(crate) dir: PathBuf,
    /// Spec file
    #[arg(long)]
    pub(crate) spec: PathBuf,
    /// Source name in the spec
    #[arg(long)]
    pub(crate) source: String,
    /// Keyring file
    #[arg(long)]
    pub(crate) keys: PathBuf,
    /// Folder to make
    #[arg(long)]
    pub(crate) out: PathBuf,
    /// Go on with what a killed run of the same command left unfinished
    #[arg(long)]
    pub(crate) resume: bool,
    /// Attack every pass before it appears, and refuse one that opens more than so many per cent of the people, such as 0.5
    #[arg(long, value_name = "PERCENT", value_parser = parse_percent)]
    pub(crate) leakage_ceiling: Option<f64>,
    #[command(flatten)]
    pub(crate) sign: Sign,
}

/// A share in per cent, as in `--leakage-ceiling 0.5`.
fn parse_percent(text: &str) -> Result<f64, String> {
    let share = text.parse().ok().filter(|share| (0.0..=100.0).contains(share));
    share.ok_or_else(|| "give a share in per cent, from 0 to 100".to_owned())
}

/// `plan`
#[derive(Args, Debug)]
pub(crate) struct Plan {
    /// Spec file
    #[arg(long)]
    pub(crate) spec: PathBuf,
    /// Token folders, one of each source
    #[arg(required = true)]
    pub(crate) linkage: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) signers: Signers,
}

/// `link`
#[derive(Args, Debug)]
pub(crate) struct Link {
    /// Spec file
    #[arg(long)]
    pub(crate) spec: PathBuf,
    /// Token folders, one of each source
    #[arg(required = true)]
    pub(crate) linkage: Vec<PathBuf>,
    /// Folder to make
    #[arg(long)]
    pub(crate) out: PathBuf,
    /// Use this model instead of estimating one; may be repeated, one for each link
    #[arg(long, value_name = "MODEL.JSON")]
    pub(crate) model: Vec<PathBuf>,
    /// Go on with what a killed run of the same command left unfinished
    #[arg(long)]
    pub(crate) resume: bool,
    #[command(flatten)]
    pub(crate) sign: Sign,
    #[command(flatten)]
    pub(crate) signers: Signers,
}

/// `union`
#[derive(Args, Debug)]
pub(crate) struct Union {
    /// Spec file
    #[arg(long)]
    pub(crate) spec: PathBuf,
    /// Folder that `link` made
    #[arg(long)]
    pub(crate) linked: PathBuf,
    /// Union folders, one of each source
    #[arg(required = true, value_name = "UNION")]
    pub(crate) folders: Vec<PathBuf>,
    /// Study name
    #[arg(long)]
    pub(crate) study: String,
    /// Study key file
    #[arg(long)]
    pub(crate) study_key: PathBuf,
    /// Folder to make
    #[arg(long)]
    pub(crate) out: PathBuf,
    /// Go on with what a killed run of the same command left unfinished
    #[arg(long)]
    pub(crate) resume: bool,
    #[command(flatten)]
    pub(crate) sign: Sign,
    #[command(flatten)]
    pub(crate) signers: Signers,
}

/// `trial`
#[derive(Args, Debug)]
pub(crate) struct Trial {
    /// Left file
    pub(crate) left: PathBuf,
    /// Right file; without it the left one is de-duplicated
    pub(crate) right: Option<PathBuf>,
    /// Spec file [default: the shipped person spec]
    #[arg(long)]
    pub(crate) spec: Option<PathBuf>,
    /// Pass list
    #[arg(long, value_enum)]
    pub(crate) profile: Option<Profile>,
    /// Truth file, headed `left_id,right_id` or `rec_id,entity_id`
    #[arg(long)]
    pub(crate) truth: Option<PathBuf>,
    /// Folder to make
    #[arg(long)]
    pub(crate) out: PathBuf,
}

/// Pass lists.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Profile {
    /// Attacks at most 0.5 % in every pass
    Guarded,
    /// The same to a holder of both files, where the spec has such passes
    Joint,
    /// Fewer, coarser passes
    Open,
}

/// `attack`
#[derive(Args, Debug)]
pub(crate) struct Attack {
    /// Folder that `pseudonymise` made
    pub(crate) owner_out: PathBuf,
    /// Folder of an independent population in the source's own format: what the counting attacker knows [default: invented people under the
    /// country's names and places]
    #[arg(long)]
    pub(crate) population: Option<PathBuf>,
    /// Spec file
    #[arg(long)]
    pub(crate) spec: PathBuf,
    /// Keyring file
    #[arg(long)]
    pub(crate) keys: PathBuf,
    /// Another delivery of the same source: how many people can be followed from one into the other?
    #[arg(long, value_name = "OWNER_OUT")]
    pub(crate) other_delivery: Option<PathBuf>,
    /// Largest share, in percent, that any attack may open in any pass
    #[arg(long, default_value_t = 0.5, value_name = "PERCENT", value_parser = parse_percent)]
    pub(crate) ceiling: f64,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }
}
