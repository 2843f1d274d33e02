//! Postcodes, their shape decided value by value.

mod placeholder;
mod read;
mod uk;
mod value;

pub use exchange::spec::PostcodeShape;

pub use read::read_postcode;
pub use value::Postcode;
