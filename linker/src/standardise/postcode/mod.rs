//! Postcodes, their shape decided value by value.

mod placeholder;
mod read;
mod uk;
mod value;

pub use read::{PostcodeShape, read_postcode};
pub use value::Postcode;
