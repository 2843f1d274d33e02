//! Cell-key perturbation: noise that depends on who is in a cell, so that the same people give the same noise in every table.
//!
//! Each person carries a random record key of the study. A cell's key is the sum of its people's keys modulo 256, and a p-table says by
//! how much a count with that key changes. Subtracting two tables that differ in one person leaves noise, not the person.
//!
//! Source: Fraser B, Wooton J (2005), "A proposed method for confidentialising tabular output to protect against differencing", UNECE
//! work session on statistical data confidentiality; the Office for National Statistics uses 256 keys for Census 2021 tables.

use std::fmt;

use crate::Error;

/// How many cell keys there are.
const KEYS: usize = 256;

/// The shipped example: public, so for trying out alone.
pub const P_TABLE_EXAMPLE: &str = include_str!("../../policies/p-table-example.csv");

/// By how much a count changes, by its size and its cell key. Without bias, and never below nobody.
#[derive(Clone, PartialEq)]
pub struct PTable {
    /// Changes by key, for counts of 1, 2 and so on; the last stands for every larger count.
    changes: Vec<[i8; KEYS]>,
}

impl PTable {
    /// Reads `count,key_from,key_to,change`: counts from 1 up without a gap, keys from 0 to 255 once for each count. Lines that start with
    /// `#` are left out.
    ///
    /// # Errors
    /// [`Error::PTable`] with the fault: a line that is no rule, a key without a change or with two, a count whose changes do not cancel
    /// out, or one that would fall below nobody.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let fault = |fault: String| Error::PTable { fault };
        let mut rules: Vec<[Option<i8>; KEYS]> = Vec::new();
        let lines = text.lines().enumerate().filter(|(_, line)| !line.starts_with('#') && !line.trim().is_empty());
        for (number, line) in lines.skip(1) {
            let bad = || fault(format!("line {}: four whole numbers are needed, keys from 0 to 255", number + 1));
            let (count, keys, change) = rule(line).ok_or_else(bad)?;
            if rules.len() < count {
                rules.push([None; KEYS]);
            }
            let row = rules.len().checked_sub(1).filter(|row| row + 1 == count);
            let row =
                row.ok_or_else(|| fault(format!("line {}: counts must rise from 1 without a gap", number + 1)))?;
            for key in keys {
                if rules[row][key].replace(change).is_some() {
                    return Err(fault(format!("line {}: key {key} of count {count} has two changes", number + 1)));
                }
            }
        }
        let whole = |row: [Option<i8>; KEYS]| -> Option<[i8; KEYS]> {
            let keys: Vec<i8> = row.into_iter().collect::<Option<_>>()?;
            keys.try_into().ok()
        };
        let changes = rules.into_iter().map(whole).collect::<Option<Vec<_>>>();
        let table = Self { changes: changes.ok_or_else(|| fault("every count needs a change for every key".into()))? };
        table.check()?;
        Ok(table)
    }

    /// `count` people with the sum of their record keys, as it is shown. Nobody stays nobody.
    pub(super) fn perturbed(&self, count: u64, cell_key: u8) -> u64 {
        let Some(row) = self.row(count) else { return 0 };
        count.saturating_add_signed(i64::from(self.changes[row][usize::from(cell_key)]))
    }

    /// Variance of the change of a count, all cell keys equally likely.
    #[must_use]
    pub fn variance(&self, count: u64) -> f64 {
        let squares = |row: usize| self.changes[row].iter().map(|change| f64::from(*change).powi(2)).sum::<f64>();
        self.row(count).map_or(0.0, |row| squares(row) / KEYS as f64)
    }

    /// The largest change down and the largest change up, both as positive numbers.
    #[must_use]
    pub fn reach(&self) -> (u8, u8) {
        let all = || self.changes.iter().flatten().copied();
        (all().min().unwrap_or(0).min(0).unsigned_abs(), all().max().unwrap_or(0).max(0).unsigned_abs())
    }

    fn row(&self, count: u64) -> Option<usize> {
        let last = self.changes.len() - 1;
        count.checked_sub(1).map(|row| usize::try_from(row).unwrap_or(last).min(last))
    }

    fn check(&self) -> Result<(), Error> {
        let fault = |fault: String| Err(Error::PTable { fault });
        if self.changes.is_empty() {
            return fault("no count has a rule".into());
        }
        for (row, changes) in self.changes.iter().enumerate() {
            let count = row + 1;
            if changes.iter().map(|change| i64::from(*change)).sum::<i64>() != 0 {
                return fault(format!("the changes of count {count} do not cancel out: shown counts would be biased"));
            }
            if changes.iter().any(|change| usize::from(change.min(&0).unsigned_abs()) > count) {
                return fault(format!("a change takes count {count} below nobody"));
            }
        }
        Ok(())
    }
}

/// Whoever knows the table can take the noise out again.
impl fmt::Debug for PTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PTable([redacted])")
    }
}

fn rule(line: &str) -> Option<(usize, std::ops::RangeInclusive<usize>, i8)> {
    let cells: Vec<&str> = line.split(',').map(str::trim).collect();
    let [count, from, to, change] = cells[..] else { return None };
    let (from, to) = (from.parse().ok()?, to.parse().ok()?);
    let count = count.parse().ok().filter(|count| *count > 0)?;
    (from <= to && to < KEYS).then_some((count, from..=to, change.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_is_unbiased_of_the_variance_it_says_and_leaves_nobody_alone() {
        let table = PTable::parse(P_TABLE_EXAMPLE).unwrap();
        assert_eq!(table.reach(), (2, 2));
        for count in [0, 1, 2, 3, 50, 1_000_000] {
            let shown: Vec<i64> = (0..=255).map(|key| table.perturbed(count, key).cast_signed()).collect();
            assert_eq!(shown.iter().sum::<i64>(), 256 * count.cast_signed(), "{count}: no bias");
            let squares = shown.iter().map(|shown| (shown - count.cast_signed()).pow(2)).sum::<i64>();
            assert!((squares as f64 / 256.0 - table.variance(count)).abs() < 1e-12);
            let said = [0.0, 0.6875, 0.9375][count.min(2) as usize];
            assert!((table.variance(count) - said).abs() < 1e-12, "{count}");
        }
        assert!((0..=255).all(|key| table.perturbed(0, key) == 0), "nobody is nobody");
    }

    #[test]
    fn a_table_that_would_mislead_is_refused() {
        let of = |rules: &str| PTable::parse(&format!("count,key_from,key_to,change\n{rules}"));
        assert!(of("1,0,127,-1\n1,128,255,1").is_ok());
        for (rules, said) in [
            ("", "no count"),
            ("1,0,255,1", "biased"),
            ("1,0,127,-2\n1,128,255,2", "below nobody"),
            ("1,0,127,-1\n1,129,255,1", "every key"),
            ("1,0,128,-1\n1,128,255,1", "two changes"),
            ("2,0,127,-1\n2,128,255,1", "without a gap"),
            ("1,0,256,0", "keys from 0 to 255"),
        ] {
            let fault = of(rules).unwrap_err().to_string();
            assert!(fault.contains(said), "{fault}");
        }
    }

    #[test]
    fn a_p_table_does_not_show_itself() {
        assert_eq!(format!("{:?}", PTable::parse(P_TABLE_EXAMPLE).unwrap()), "PTable([redacted])");
    }
}
