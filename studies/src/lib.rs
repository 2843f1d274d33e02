//! Cohorts, outcomes, disclosure control and reports over pseudonymised payload.
//!
//! The way through the crate, each stage using earlier ones only:
//!
//! 1. [`inputs`] parses payload tables and the linkage spine into typed rows, once;
//! 2. [`study_file`] parses what to study, and refuses what the data cannot support;
//! 3. [`linkage`] chooses one set of links: strict, declared, loose, drawn by probability, or perfect;
//! 4. [`cohort`] turns treatment episodes into journeys, and people into a cohort with an index day;
//! 5. [`reoffending`], [`deaths`] and [`employment`] count outcomes into [`disclose::Table`]s; [`comparison`] matches people alike;
//! 6. [`disclose`] is the one door out, to [`disclose::SafeTable`];
//! 7. [`run()`] repeats 3 to 6 for every set of links and says how far linkage error moves each result;
//! 8. [`report`] writes HTML, ODS, CSV and JSON from safe tables; [`release`] checks such a folder and keeps the ledger of releases.
//!
//! [`stats`] holds the statistics, [`validate`] checks them against published values and against R.
//!
//! Nothing here can reach a key, a token or a name: the crate depends on `exchange` alone.
//!
//! ```
//! use studies::StudyFile;
//!
//! let study = StudyFile::parse(studies::study_file::EXAMPLES[0].1)?;
//! assert_eq!(study.name, "Convictions before and after drug treatment");
//! # Ok::<(), studies::Error>(())
//! ```

pub mod cohort;
pub mod comparison;
pub mod day;
pub mod deaths;
pub mod disclose;
pub mod employment;
mod error;
pub mod inputs;
pub mod linkage;
pub mod quality;
pub mod release;
pub mod reoffending;
pub mod report;
pub mod run;
pub mod stats;
pub mod study_file;
pub mod validate;

pub use error::Error;
pub use run::{Finding, StudyResult, run};
pub use study_file::{StudyFile, StudyKind};
