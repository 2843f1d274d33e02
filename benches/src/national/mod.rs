//! The analysis unit's delivery of a whole country, made without its people: what the three studies cost.
//!
//! [`deliver`] writes payload and spine of a share of the country; `payload` draws the tables. No effect is planted.

mod deliver;
mod entities;
mod payload;
mod size;

pub use deliver::deliver;
pub use entities::spread_handle;
pub use size::Size;
