//! Disclosure control: the one door between what a study counts and what a reader sees.
//!
//! A study fills a [`Table`] with raw counts. Nothing can be read back out of it. [`disclose`] turns it into a [`SafeTable`] under
//! a [`Policy`], and reports, CSV and JSON accept nothing else. In order:
//!
//! 1. **Threshold.** A cell is hidden if its count, or the number of people behind it, is under the threshold; if its two largest
//!    contributors make up more than the dominance share; or if it is a part of another column and *what is left* is under the
//!    threshold. Zeros follow [`ZeroPolicy`].
//! 2. **Rounding.** What is shown is rounded to the base. A count that would be the only ones to give their rounded value is hidden
//!    too: with threshold 10 and base 5, only 10, 11 and 12 could be released as 10, so counts show from 13 up
//!    ([`Policy::smallest_released`]). Every released count therefore stands for at least a full rounding width of originals.
//!    A data owner may ask for **cell-key perturbation** ([`PTable`]): a count whose people are known changes by noise that depends on who
//!    they are, before it is rounded. Totals are then perturbed as counts of their own and need not be the sum of their parts; other
//!    figures are rounded to five at least.
//! 3. **Totals** are recomputed from the rounded cells. Hidden cells of a partition enter their total as one pooled, rounded sum,
//!    which must itself pass the threshold, come from two cells or more and leave each of them a full rounding width of possible
//!    values; until it does, the smallest shown cell is hidden as well, and if none is left the total is hidden.
//! 4. **The attack.** A linear programme bounds every hidden cell from everything shown in the table; a cell that it narrows below the
//!    protection width costs its totals, then its column ([`Policy::protection_width`]).
//! 5. **Rates, shares, ratios and their intervals** are computed from released numbers only, and hidden where any of them is. The one
//!    thing no released count can give, the clustering-robust standard error of a before/after ratio, is released as its own
//!    figure to three decimals; the interval is that error around the ratio of the *rounded* counts.
//!
//! What this does not do: tables of one release are protected one by one. A reader who sets several of them against each other, or
//! two releases, meets the rounding: a difference of two figures leaves nearly two rounding widths open, and a checker has to look.
//!
//! A [`SafeTable`] cannot be made in any other way:
//!
//! ```compile_fail
//! // Its fields are private, and there is no constructor.
//! let forged = studies::disclose::SafeTable { rows: Vec::new() };
//! ```
//!
//! and an unprotected table cannot be read, nor reported:
//!
//! ```compile_fail
//! fn peek(table: &studies::disclose::Table) -> usize {
//!     table.rows.len()
//! }
//! ```
//!
//! ```compile_fail
//! fn report(table: &studies::disclose::Table) -> String {
//!     studies::report::csv(table)
//! }
//! ```

mod attack;
mod cell;
mod corrected;
mod door;
mod gather;
mod measure;
mod modelled;
mod p_table;
mod partition;
mod policy;
mod safe;
mod shipped;
mod table;

pub use cell::Cell;
pub use corrected::corrected;
pub use door::disclose;
pub use gather::{Headline, gather, pool};
pub use measure::{BeforeAfter, Measure, Released, Scale};
pub use modelled::Modelled;
pub use p_table::{P_TABLE_EXAMPLE, PTable};
pub use policy::{Policy, ZeroPolicy};
pub use safe::{Absence, SafeCell, SafeColumn, SafeRow, SafeTable};
pub use shipped::POLICIES;
pub use table::{Chart, ColumnId, Part, RowId, Table};

#[cfg(test)]
mod attack_tests;
#[cfg(test)]
mod measure_tests;
#[cfg(test)]
mod perturbed_tests;
#[cfg(test)]
mod tests;
