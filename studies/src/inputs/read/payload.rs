//! Payload tables to typed rows.

use super::Table;
use crate::Error;
use crate::inputs::{
    BenefitSpell, Conviction, CustodyStay, Death, DischargeReason, DrugGroup, Episode, IcdCode, Modality,
    ModalitySpell, Offence, Sex, Spell,
};

/// Episodes without a triage date never became treatment and are left out.
pub(super) fn episodes(table: &Table) -> Result<Vec<Episode>, Error> {
    let handles = table.handles()?;
    let (triaged, discharged) = (table.days("TRIAGED")?, table.days("DISD")?);
    let (reasons, drugs, sexes) = (table.codes("DISRSN")?, table.codes("DRUG1")?, table.codes("SEX")?);
    let (birth_years, areas, ethnic) =
        (table.years("birth_year")?, table.optional_codes("postcode_area")?, table.optional_codes("ETHNIC")?);
    let episode = |row: usize| {
        let reason = reasons[row].as_deref().map(DischargeReason::from_code);
        Some(Episode {
            client: handles[row],
            triaged: triaged[row]?,
            discharged: discharged[row],
            reason: discharged[row].and(reason),
            drug: drugs[row].as_deref().map_or(DrugGroup::NotKnown, DrugGroup::from_code),
            birth_year: birth_years[row],
            sex: sexes[row].as_deref().map_or(Sex::NotKnown, Sex::from_code),
            area: areas[row].clone(),
            ethnic: ethnic[row].clone(),
        })
    };
    Ok((0..handles.len()).filter_map(episode).collect())
}

/// Kinds of treatment that never started are left out.
pub(super) fn modalities(table: &Table) -> Result<Vec<ModalitySpell>, Error> {
    let handles = table.handles()?;
    let (starts, ends, codes) = (table.days("MODST")?, table.days("MODEND")?, table.codes("MODAL")?);
    let spell = |row: usize| {
        let modality = codes[row].as_deref().map_or(Modality::Other, Modality::from_code);
        Some(ModalitySpell { client: handles[row], modality, start: starts[row]?, end: ends[row] })
    };
    Ok((0..handles.len()).filter_map(spell).collect())
}

/// Stays without a day of reception are left out.
pub(super) fn custody(table: &Table) -> Result<Vec<CustodyStay>, Error> {
    let handles = table.handles()?;
    let (received, released) = (table.days("RECEPTION_DATE")?, table.days("RELEASE_DATE")?);
    let stay =
        |row: usize| Some(CustodyStay { offender: handles[row], received: received[row]?, released: released[row] });
    Ok((0..handles.len()).filter_map(stay).collect())
}

/// Offences without a date cannot be placed before or after anything and are left out.
pub(super) fn offences(table: &Table) -> Result<Vec<Offence>, Error> {
    let handles = table.handles()?;
    let (committed, convicted) = (table.days("OFFENCE_START_DATE")?, table.days("CONVICTION_DATE")?);
    let outcomes = table.codes("OUTCOME")?;
    let codes = table.optional_codes("HO_OFFENCE_CODE")?;
    let offence = |row: usize| {
        let conviction = match (outcomes[row].as_deref(), convicted[row]) {
            (Some("CONVICTION"), Some(day)) => Conviction::On(day),
            _ => Conviction::None,
        };
        Some(Offence {
            offender: handles[row],
            committed: committed[row]?,
            conviction,
            proven: outcomes[row].as_ref().and(convicted[row]),
            class: codes[row].as_deref().and_then(Offence::class_of_code),
        })
    };
    Ok((0..handles.len()).filter_map(offence).collect())
}

/// A date of death that could not be read falls back on the date of registration, as users of the real file do; a row with neither is
/// left out.
pub(super) fn deaths(table: &Table) -> Result<Vec<Death>, Error> {
    let handles = table.handles()?;
    let (died, registered) = (table.days("REG_DATE_OF_DEATH")?, table.days("REG_DATE")?);
    let causes = table.codes("S_UNDERLYING_COD_ICD10")?;
    let death = |row: usize| {
        Some(Death {
            deceased: handles[row],
            died: died[row].or(registered[row])?,
            registered: registered[row],
            underlying: causes[row].as_deref().and_then(IcdCode::parse),
        })
    };
    Ok((0..handles.len()).filter_map(death).collect())
}

pub(super) fn employment(table: &Table) -> Result<Vec<Spell>, Error> {
    let handles = table.handles()?;
    let (starts, ends) = (table.required_days("START")?, table.days("END")?);
    Ok((0..handles.len()).map(|row| Spell { person: handles[row], start: starts[row], end: ends[row] }).collect())
}

pub(super) fn benefits(table: &Table) -> Result<Vec<BenefitSpell>, Error> {
    let codes = table.codes("BENEFIT")?;
    let spells = employment(table)?.into_iter().zip(&codes);
    let benefit = |(spell, code): (Spell, &Option<String>)| {
        let out_of_work = code.as_deref().is_some_and(BenefitSpell::is_out_of_work);
        BenefitSpell { spell, out_of_work }
    };
    Ok(spells.map(benefit).collect())
}
