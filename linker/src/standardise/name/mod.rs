//! Names: from the text of a cell to the letters A-Z.
//!
//! `words` cuts the text into words, `affix` takes titles and suffixes off, `particle` joins what belongs together
//! (`MC DONALD`, `VAN DER BERG`), `placeholder` recognises what is no name, `read` puts them in order.

mod affix;
mod forenames;
mod particle;
mod placeholder;
mod read;
mod value;
mod words;

pub use forenames::{Forenames, read_forenames};
pub use read::{NameKind, read_name};
pub use value::Name;
