//! Death rates of the general population, as the analyst supplies them.

use super::Sex;
use crate::Error;

/// Deaths per person-year by sex and age.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReferenceRates {
    /// Sex, first year of age of the band, rate; in the order of the file.
    rows: Vec<(Sex, i16, f64)>,
}

impl ReferenceRates {
    /// Reads `sex,age_from,deaths_per_1000`, headed so: sex as 1 or 2, or M or F; a band reaches to the next one of its sex.
    ///
    /// # Errors
    /// [`Error::Value`] with row and column, from 1.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let fault = |row, column, rule| Error::Value { table: "population".into(), row, column, rule };
        let mut lines = text.lines().filter(|line| !line.trim().is_empty());
        if lines.next().map(str::trim) != Some("sex,age_from,deaths_per_1000") {
            return Err(fault(0, "sex", "must stand first in the head sex,age_from,deaths_per_1000"));
        }
        let mut rows = Vec::new();
        for (line, row) in lines.zip(1..) {
            let mut fields = line.split(',').map(str::trim);
            let sex = Sex::from_code(fields.next().unwrap_or_default());
            if sex == Sex::NotKnown {
                return Err(fault(row, "sex", "must be 1, 2, M or F"));
            }
            let age = fields.next().and_then(|age| age.parse().ok()).filter(|age| (0..=120).contains(age));
            let age = age.ok_or_else(|| fault(row, "age_from", "must be whole years from 0 to 120"))?;
            let rate =
                fields.next().and_then(|rate| rate.parse::<f64>().ok()).filter(|rate| (0.0..=1000.0).contains(rate));
            let rate = rate.ok_or_else(|| fault(row, "deaths_per_1000", "must be a number from 0 to 1000"))?;
            rows.push((sex, age, rate / 1000.0));
        }
        Ok(Self { rows })
    }

    /// Deaths per person-year at `age`; `None` below the first band or for a sex without bands.
    #[must_use]
    pub fn rate(&self, sex: Sex, age: i16) -> Option<f64> {
        let bands = self.rows.iter().filter(|(own, from, _)| *own == sex && *from <= age);
        bands.max_by_key(|(_, from, _)| *from).map(|(_, _, rate)| *rate)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_band_reaches_to_the_next_of_its_sex() {
        let rates = ReferenceRates::parse("sex,age_from,deaths_per_1000\n1,15,0.5\n1,35,1.5\nF,15,0.25\n").unwrap();
        let found = [(Sex::Male, 14), (Sex::Male, 34), (Sex::Male, 90), (Sex::Female, 40), (Sex::NotKnown, 40)];
        let found = found.map(|(sex, age)| rates.rate(sex, age));
        assert_eq!(found, [None, Some(0.0005), Some(0.0015), Some(0.000_25), None]);
    }

    #[test]
    fn a_bad_row_is_placed_but_not_repeated() {
        let error = ReferenceRates::parse("sex,age_from,deaths_per_1000\n1,old,1\n").unwrap_err();
        assert_eq!(error.to_string(), "population, row 1, column age_from: must be whole years from 0 to 120");
    }
}
