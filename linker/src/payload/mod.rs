//! A delivered payload as the analysis unit sees it: who stands out in it ([`uniqueness`]), and who can be followed from one into
//! another ([`payloads_joined`]). Of sealed payload, what would be seen with every row open.

mod delivered;
mod groups;
mod joins;
mod shown;
mod uniques;

pub use delivered::Payload;
pub use groups::{Group, groups};
pub use joins::{KnownPayload, payloads_joined};
pub use uniques::{SMALL_CLASS, Uniqueness, uniqueness};
