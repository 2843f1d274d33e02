//! A spec file as written, before any of it is believed. Unknown keys are errors: a misspelt setting must not pass.

use serde::Deserialize;
use toml::Spanned;

pub(super) type Text = Spanned<String>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawSpec {
    pub(super) format: Text,
    pub(super) project: Text,
    pub(super) profile: Text,
    #[serde(default)]
    pub(super) delivery: String,
    #[serde(default)]
    pub(super) incremental: bool,
    #[serde(default)]
    pub(super) relay: bool,
    #[serde(default)]
    pub(super) sealed: bool,
    pub(super) dummies: Option<Spanned<f64>>,
    pub(super) anchor: Option<Text>,
    pub(super) source: Vec<RawSource>,
    #[serde(default)]
    pub(super) link: Vec<RawLink>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawSource {
    pub(super) name: Text,
    pub(super) entity_key: Spanned<Vec<String>>,
    #[serde(default)]
    pub(super) null_markers: Vec<String>,
    pub(super) consent: Option<RawConsent>,
    pub(super) withdrawals: Option<String>,
    pub(super) latest: Option<String>,
    #[serde(default)]
    pub(super) same_person: Vec<Text>,
    pub(super) uniques_ceiling: Option<Spanned<f64>>,
    pub(super) table: Vec<RawTable>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawConsent {
    pub(super) column: String,
    pub(super) refused: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawTable {
    pub(super) name: Text,
    pub(super) file: String,
    pub(super) kind: Text,
    #[serde(default)]
    pub(super) identity: RawIdentity,
    #[serde(default)]
    pub(super) optional_columns: bool,
    #[serde(default)]
    pub(super) payload: Vec<RawPayload>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawIdentity {
    pub(super) forename: Option<String>,
    pub(super) forenames: Option<String>,
    pub(super) middle: Option<String>,
    pub(super) surname: Option<String>,
    pub(super) birth_date: Option<RawDate>,
    pub(super) birth_parts: Option<[String; 3]>,
    pub(super) sex: Option<RawCoded>,
    pub(super) postcode: Option<RawPostcode>,
    pub(super) address: Option<String>,
    pub(super) town: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawDate {
    pub(super) column: String,
    pub(super) formats: Vec<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCoded {
    pub(super) column: String,
    pub(super) codes: Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawPostcode {
    pub(super) column: String,
    pub(super) shape: Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawPayload {
    pub(super) column: String,
    #[serde(rename = "as")]
    pub(super) name: Option<String>,
    pub(super) kind: Text,
    #[serde(default)]
    pub(super) formats: Vec<Text>,
    #[serde(default)]
    pub(super) codes: Vec<String>,
    pub(super) cause: Option<String>,
    #[serde(default)]
    pub(super) quasi_identifier: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawLink {
    pub(super) name: Text,
    pub(super) left: Text,
    pub(super) right: Text,
    pub(super) cardinality: Text,
    pub(super) false_link_costs: Spanned<f64>,
    #[serde(default = "best")]
    pub(super) combine: Text,
    #[serde(default)]
    pub(super) home: Vec<Text>,
    pub(super) comparison: Vec<RawComparison>,
    pub(super) pass: Vec<RawPass>,
}

fn best() -> Text {
    Spanned::new(0..0, "best".to_owned())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawComparison {
    pub(super) kind: Text,
    pub(super) m: Spanned<Vec<f64>>,
    pub(super) u: Spanned<Vec<f64>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawPass {
    pub(super) profile: Option<Text>,
    pub(super) name: Text,
    pub(super) key: Spanned<Vec<String>>,
    pub(super) cap: Spanned<usize>,
    pub(super) joint_cap: Option<Spanned<usize>>,
    pub(super) chance: Spanned<f64>,
}
