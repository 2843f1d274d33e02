//! Personal numbers with a check character or a known shape. None is ever repaired: a number that fails is null,
//! because a wrong one names another person.

mod check_letter;
mod cro;
mod nhs_number;
mod nino;
mod pncid;

pub use cro::{CroNumber, read_cro_number};
pub use nhs_number::{NhsNumber, read_nhs_number};
pub use nino::{Nino, read_nino};
pub use pncid::{PncId, read_pnc_id};

#[cfg(test)]
mod tests;
