//! The Offender Group Reconviction Scale, version 3: the chance of a proven re-offence from what is on record.

use crate::inputs::Sex;

/// What the scale asks about an adult.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OffenderRecord {
    /// Sex; the scale knows two.
    pub sex: Sex,
    /// Whole years of age at the start of follow-up.
    pub age: u32,
    /// Whole years of age at the current conviction.
    pub age_at_conviction: u32,
    /// Whole years of age at the first sanction.
    pub age_at_first_sanction: u32,
    /// Sanctions so far, the current one included.
    pub sanctions: u32,
    /// What the current conviction is for.
    pub offence: OffenceGroup,
}

/// Chances of a proven re-offence.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Risk {
    /// Within one year.
    pub one_year: f64,
    /// Within two years.
    pub two_years: f64,
}

/// The scale's groups of offences.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the scale's own name of an offence")]
pub enum OffenceGroup {
    Violence,
    Robbery,
    PublicOrder,
    SexualAdult,
    SexualChild,
    Soliciting,
    BurglaryDomestic,
    BurglaryOther,
    Theft,
    Handling,
    Fraud,
    Absconding,
    TakingVehicle,
    TheftFromVehicle,
    OtherMotoring,
    DrinkDriving,
    CriminalDamage,
    DrugSupplyAbroad,
    Drugs,
    Other,
}

/// The risk of this record; `None` if the sex is not known, the age is under 18, or the ages run backwards.
///
/// Source: Howard P, Francis B, Soothill K, Humphreys L (2009), OGRS 3: the revised Offender Group Reconviction Scale, Ministry of
/// Justice Research Summary 7/09; coefficients as in the Ministry's own `hmpps-arns-risk-actuarial-api`.
#[must_use]
pub fn ogrs3(record: &OffenderRecord) -> Option<Risk> {
    let age_and_sex = age_and_sex(record.sex, record.age)?;
    let career = record.age_at_conviction.checked_sub(record.age_at_first_sanction)?;
    let status = if record.sanctions <= 1 { 0.126_14 } else { 0.463_06 };
    let rate = f64::from(record.sanctions.max(1)) / f64::from(10 + career);
    // The published algorithm rounds the Copas rate to five decimals.
    let copas = (rate.ln() * 1e5).round() / 1e5;
    let score = age_and_sex + status + 1.251_12 * copas + record.offence.weight();
    let chance = |intercept: f64| 1.0 / (1.0 + (-(intercept + score)).exp());
    Some(Risk { one_year: chance(1.402_56), two_years: chance(2.121_7) })
}

fn age_and_sex(sex: Sex, age: u32) -> Option<f64> {
    let band = match age {
        0..18 => return None,
        18..=20 => 0,
        21..=24 => 1,
        25..=29 => 2,
        30..=34 => 3,
        35..=39 => 4,
        40..=49 => 5,
        50.. => 6,
    };
    match sex {
        Sex::Male => Some([-0.6251, -1.0515, -1.1667, -1.326, -1.368, -1.4997, -2.0253][band]),
        Sex::Female => Some([-0.8975, -1.0285, -1.0528, -1.1291, -1.4219, -1.5247, -2.4498][band]),
        Sex::NotKnown => None,
    }
}

impl OffenceGroup {
    /// Every group, with its name in data files.
    pub const ALL: [(Self, &str); 20] = [
        (Self::Violence, "violence"),
        (Self::Robbery, "robbery"),
        (Self::PublicOrder, "public-order"),
        (Self::SexualAdult, "sexual-adult"),
        (Self::SexualChild, "sexual-child"),
        (Self::Soliciting, "soliciting"),
        (Self::BurglaryDomestic, "burglary-domestic"),
        (Self::BurglaryOther, "burglary-other"),
        (Self::Theft, "theft"),
        (Self::Handling, "handling"),
        (Self::Fraud, "fraud"),
        (Self::Absconding, "absconding"),
        (Self::TakingVehicle, "taking-vehicle"),
        (Self::TheftFromVehicle, "theft-from-vehicle"),
        (Self::OtherMotoring, "other-motoring"),
        (Self::DrinkDriving, "drink-driving"),
        (Self::CriminalDamage, "criminal-damage"),
        (Self::DrugSupplyAbroad, "drug-import"),
        (Self::Drugs, "drugs"),
        (Self::Other, "other"),
    ];

    fn weight(self) -> f64 {
        match self {
            Self::Violence => 0.0,
            Self::Robbery => -0.6348,
            Self::PublicOrder => 0.1819,
            Self::SexualAdult => 0.0328,
            Self::SexualChild => -0.6534,
            Self::Soliciting => 0.7606,
            Self::BurglaryDomestic => -0.1239,
            Self::BurglaryOther => 0.2406,
            Self::Theft => 0.6612,
            Self::Handling => 0.3519,
            Self::Fraud => 0.1599,
            Self::Absconding => 0.7334,
            Self::TakingVehicle => 0.3801,
            Self::TheftFromVehicle => 0.4272,
            Self::OtherMotoring => 0.2622,
            Self::DrinkDriving => -0.1214,
            Self::CriminalDamage => 0.205,
            Self::DrugSupplyAbroad => -0.7956,
            Self::Drugs => 0.0772,
            Self::Other => -0.0607,
        }
    }
}
