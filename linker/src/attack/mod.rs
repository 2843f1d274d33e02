//! Attacks on what one pass shows the linkage unit, run by the owner before a file leaves.
//!
//! - **A** [`counting`]: block sizes against those of an independent sample.
//! - **B** [`known_rows`]: some people's handles are known; who shares their blocks?
//! - **C** [`register`]: the full register is known; whose block structure is unique?
//! - [`register_of_two_files`]: C for someone who holds exact copies of both owners' files. For reporting.
//!
//! Only equalities of tokens are used, so the key does not matter. [`positive_control`] runs A and B on plain global
//! tokens of made-up people, where the success is known in closed form ([`expected_counting`], [`expected_known_rows`]):
//! a suite that cannot open those is broken. A low figure measures these attacks and no others.
//!
//! ```
//! use linker::attack::{PassView, Verdict, counting};
//!
//! // Two people called alike and one other, under a plain token of the name.
//! let view = PassView { block: vec![7, 7, 9], person: vec![0, 1, 2], nulls: vec![0; 3], persons: 3, ..PassView::default() };
//! let attack = counting(&view, &view);
//! assert_eq!((attack.successes, attack.verdict(0.005)), (3.0, Verdict::Above));
//! ```

mod control;
mod counting;
mod expected;
mod known_rows;
mod outcome;
mod ranks;
mod register;
mod structure;
mod view;

pub use control::{Control, positive_control};
pub use counting::counting;
pub use expected::{expected_counting, expected_known_rows};
pub use known_rows::{known_rows, known_rows_expected};
pub use outcome::{Attack, AttackName, Measure, Verdict};
pub use register::{RegisterAttack, register, register_by, register_of_two_files};
pub use structure::Evidence;
pub use view::{Group, PassView};
