//! From two bundles of one block to an agreement pattern: one small integer.

mod bundle;
mod comparer;
mod dates;
mod names;
mod pattern;
mod places;

pub use bundle::BundleView;
pub use comparer::Comparer;
pub use pattern::PatternSpace;
