//! The study file: what is studied, in whom, over which days, under which release policy.

mod definition;
mod parse;

pub use definition::{Deaths, Definition, Employment, LinkageSettings, Period, Reoffending, StudyFile, StudyKind};

/// Shipped examples, one for each kind: `(file name, text)`. Their dates suit the synthetic data.
pub const EXAMPLES: [(&str, &str); 3] = [
    ("reoffending.toml", include_str!("../../examples/reoffending.toml")),
    ("deaths.toml", include_str!("../../examples/deaths.toml")),
    ("employment.toml", include_str!("../../examples/employment.toml")),
];
