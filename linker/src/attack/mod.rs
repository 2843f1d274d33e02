//! Attacks on what one pass shows the linkage unit, run by the owner before a file leaves.
//!
//! - **A** [`counting`]: block sizes against those of an independent sample.
//! - **B** [`known_rows`]: some people's handles are known; who shares their blocks?
//! - **C** [`register`]: the full register is known; whose block structure is unique?
//! - [`register_of_two_files`]: C for someone who holds exact copies of both owners' files. For reporting.
//! - [`AnyPass`]: B and C in one pass or another.
//! - [`alignment`]: A with the structure of blocks. [`fingerprint`]: C to a lesser depth. [`register_with_gaps`]: C without everybody.
//! - [`two_deliveries`] and [`people_joined`] join rows that the format keeps apart; [`schema`] tells fields by their rates.
//! - [`handle_tables`], [`scored_pairs_of_a_register`], [`scored_pairs`]: the union desk's view.
//! - [`over_passes`]: rows of one record joined across passes, and what the linkage unit and the union desk see together. For reporting.
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

mod alignment;
mod any_pass;
mod cheap;
mod control;
mod copy;
mod counting;
mod desk;
mod expected;
mod graph_matching;
mod joined;
mod known_rows;
mod naming;
mod outcome;
mod over_passes;
mod ranks;
mod register;
mod row_joins;
mod schema;
mod similarity_graph;
mod structure;
mod view;

pub use alignment::alignment;
pub use any_pass::AnyPass;
pub use cheap::CheapAttacks;
pub use control::{Control, positive_control};
pub use copy::{people_joined, register_with_gaps, two_deliveries};
pub use counting::counting;
pub use desk::{DeskView, SeenPair, handle_tables, scored_pairs, scored_pairs_of_a_register};
pub use expected::{expected_counting, expected_known_rows};
pub use known_rows::{known_rows, known_rows_expected, rows_known};
pub use outcome::{Attack, AttackName, Measure, Verdict};
pub use over_passes::{OverPasses, over_passes};
pub use register::{RegisterAttack, fingerprint, register, register_by, register_of_two_files};
pub use schema::schema;
pub use structure::Evidence;
pub use view::{Group, PassView};
