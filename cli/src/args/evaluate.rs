//! `evaluate` as clap sees it.

use std::path::PathBuf;

use clap::Args;

/// `evaluate`
#[derive(Args, Debug)]
pub(crate) struct Evaluate {
    /// `pairs.csv` of a trial, or a spine folder
    pub(crate) pairs: PathBuf,
    /// Truth file, headed `left_id,right_id` or `rec_id,entity_id`; or the truth folder of invented people, which adds error
    /// rates by kind of person
    #[arg(long)]
    pub(crate) truth: PathBuf,
    /// Owner folders whose crosswalks name the records of a spine: the anchor's, then the other source's
    #[arg(long, num_args = 2, value_names = ["ANCHOR_OWNER", "OTHER_OWNER"])]
    pub(crate) crosswalk: Vec<PathBuf>,
}
