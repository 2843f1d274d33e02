//! TOML text to [`StudyFile`].

use serde::Deserialize;
use toml::value::Datetime;

use super::definition::{Deaths, Definition, Employment, LinkageSettings, Period, Reoffending, StudyFile};
use crate::Error;
use crate::day::Day;
use crate::disclose::Policy;

impl StudyFile {
    /// Reads a study file.
    ///
    /// # Errors
    /// Names the key at fault; [`Error::FollowUpBeyondData`] if the data end before the follow-up that the definition needs.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let raw: Raw = toml::from_str(text).map_err(|error| Error::StudyFile { reason: error.to_string() })?;
        let study = Self {
            cohort: period(raw.cohort.from, raw.cohort.until)?,
            data_cut: day("data_cut", raw.data_cut)?,
            definition: definition(raw.measure)?,
            linkage: linkage(raw.linkage)?,
            policy: raw.policy,
            name: raw.name,
        };
        study.policy.check()?;
        study.check_follow_up()?;
        Ok(study)
    }

    fn check_follow_up(&self) -> Result<(), Error> {
        let last_index = self.cohort.until.plus(-1);
        let (needed, last_day) = match self.definition {
            Definition::Reoffending(r) => {
                ("the follow-up with its wait for convictions", last_index.plus(r.window_days + r.conviction_wait_days))
            }
            Definition::Deaths(d) => {
                if d.until <= self.cohort.until {
                    return Err(Error::EmptyPeriod { what: "deaths follow-up" });
                }
                ("the follow-up with its wait for registrations", d.until.plus(d.registration_wait_days - 1))
            }
            Definition::Employment(e) => ("the follow-up", last_index.plus(e.points[1])),
        };
        if last_day > self.data_cut {
            return Err(Error::FollowUpBeyondData { needed, last_day, data_cut: self.data_cut });
        }
        Ok(())
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    name: String,
    data_cut: Datetime,
    cohort: RawPeriod,
    measure: RawMeasure,
    #[serde(default)]
    linkage: RawLinkage,
    #[serde(default)]
    policy: Policy,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPeriod {
    from: Datetime,
    until: Datetime,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase", deny_unknown_fields)]
enum RawMeasure {
    Reoffending {
        window_days: i32,
        conviction_wait_days: i32,
    },
    Deaths {
        until: Datetime,
        registration_wait_days: i32,
        #[serde(default)]
        misuse_includes_f18: bool,
    },
    Employment {
        points_days: [i32; 2],
    },
}

#[derive(Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct RawLinkage {
    strict_probability: f64,
    loose_probability: f64,
    draws: u32,
    seed: u64,
}

impl Default for RawLinkage {
    fn default() -> Self {
        Self { strict_probability: 0.99, loose_probability: 0.5, draws: 20, seed: 1 }
    }
}

fn definition(raw: RawMeasure) -> Result<Definition, Error> {
    match raw {
        RawMeasure::Reoffending { window_days, conviction_wait_days } => {
            at_least("measure.window_days", "must be 28 or more", window_days, 28)?;
            at_least("measure.conviction_wait_days", "must be 0 or more", conviction_wait_days, 0)?;
            Ok(Definition::Reoffending(Reoffending { window_days, conviction_wait_days }))
        }
        RawMeasure::Deaths { until, registration_wait_days, misuse_includes_f18 } => {
            at_least("measure.registration_wait_days", "must be 0 or more", registration_wait_days, 0)?;
            Ok(Definition::Deaths(Deaths {
                until: day("measure.until", until)?,
                registration_wait_days,
                misuse_includes_f18,
            }))
        }
        RawMeasure::Employment { points_days: points } => {
            at_least("measure.points_days", "must be positive and rising", points[0], 1)?;
            at_least("measure.points_days", "must be positive and rising", points[1], points[0] + 1)?;
            Ok(Definition::Employment(Employment { points }))
        }
    }
}

fn linkage(raw: RawLinkage) -> Result<LinkageSettings, Error> {
    if !(0.5..=1.0).contains(&raw.strict_probability) {
        return Err(Error::Setting { key: "linkage.strict_probability", rule: "must be between 0.5 and 1" });
    }
    if !(0.0..=1.0).contains(&raw.loose_probability) {
        return Err(Error::Setting { key: "linkage.loose_probability", rule: "must be between 0 and 1" });
    }
    if !(2..=1000).contains(&raw.draws) {
        return Err(Error::Setting { key: "linkage.draws", rule: "must be between 2 and 1000" });
    }
    Ok(LinkageSettings {
        strict_probability: raw.strict_probability,
        loose_probability: raw.loose_probability,
        draws: raw.draws,
        seed: raw.seed,
    })
}

fn period(from: Datetime, until: Datetime) -> Result<Period, Error> {
    let period = Period { from: day("cohort.from", from)?, until: day("cohort.until", until)? };
    if period.from < period.until { Ok(period) } else { Err(Error::EmptyPeriod { what: "cohort" }) }
}

fn day(key: &'static str, value: Datetime) -> Result<Day, Error> {
    let date = value.date.filter(|_| value.time.is_none());
    date.and_then(|d| {
        Day::from_ymd(i16::try_from(d.year).ok()?, i8::try_from(d.month).ok()?, i8::try_from(d.day).ok()?)
    })
    .ok_or(Error::Setting { key, rule: "must be a date such as 2006-04-01, without quotes" })
}

fn at_least(key: &'static str, rule: &'static str, value: i32, least: i32) -> Result<(), Error> {
    // 100 years keeps every sum of days far from overflow.
    if (least..=36_525).contains(&value) { Ok(()) } else { Err(Error::Setting { key, rule }) }
}

#[cfg(test)]
mod tests {
    use super::super::EXAMPLES;
    use super::*;

    #[test]
    fn every_shipped_example_parses_as_the_kind_in_its_name() {
        for (file, text) in EXAMPLES {
            let study = StudyFile::parse(text).unwrap();
            assert_eq!(format!("{}.toml", study.kind().name()), file);
            assert_eq!(study.policy, Policy::default());
        }
    }

    #[test]
    fn refuses_a_follow_up_beyond_the_data() {
        for (file, text) in EXAMPLES {
            let early = text.replace("data_cut = 2014-12-31", "data_cut = 2009-06-30");
            assert_ne!(early, text);
            let error = StudyFile::parse(&early).unwrap_err();
            assert!(matches!(error, Error::FollowUpBeyondData { .. }), "{file}: {error}");
        }
    }

    #[test]
    fn says_which_key_is_wrong() {
        let text = EXAMPLES[0].1;
        let cases = [
            ("window_days = 730", "window_days = 7", "measure.window_days must be 28 or more"),
            ("from = 2006-04-01", "from = 2009-04-01", "cohort must start before it ends"),
            ("from = 2006-04-01", "from = 10:30:00", "cohort.from must be a date"),
            ("draws = 20", "draws = 1", "linkage.draws must be between 2 and 1000"),
            ("threshold = 10", "treshold = 10", "unknown field `treshold`"),
            ("threshold = 10", "threshold = 1", "threshold must be from 3 to 1,000,000"),
        ];
        for (good, bad, message) in cases {
            let broken = text.replace(good, bad);
            assert_ne!(broken, text, "{good} is not in the example");
            let error = StudyFile::parse(&broken).unwrap_err().to_string();
            assert!(error.contains(message), "{error}");
        }
    }
}
