//! `fixtures` as clap sees it.

use std::path::PathBuf;

use clap::{Subcommand, ValueEnum};

/// `fixtures`
#[derive(Debug, Subcommand)]
pub(crate) enum Fixtures {
    /// Write the four departments' extracts, a register and the truth
    Generate {
        /// Size of the population they are drawn from
        #[arg(long)]
        people: usize,
        /// Shares of that population in each file
        #[arg(long, value_enum, default_value_t = World::Demo)]
        profile: World,
        /// Seed
        #[arg(long)]
        seed: u64,
        /// Folder to make
        #[arg(long)]
        out: PathBuf,
    },
}

/// How large each department's file is
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum World {
    /// As in the demonstration: of 300,000 people 20,000 in treatment, 60,000 on the PNC
    Demo,
    /// As in the country: of 82,500,000 people 1.5 million in treatment, 11 million on the PNC
    National,
}
