//! From two bundles of one block to an agreement pattern: one small integer.

mod answers;
mod bundle;
mod bundle_rows;
mod comparer;
pub(crate) mod dates;
mod equalities;
mod gather;
mod initials;
mod lookup;
mod names;
mod pattern;
mod places;
mod single_tokens;
#[cfg(test)]
mod tests;

pub use bundle::BundleView;
pub use bundle_rows::BundleRows;
pub use comparer::Comparer;
pub use pattern::PatternSpace;
