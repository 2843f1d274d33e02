//! Payload tables to typed rows.

use std::collections::BTreeSet;
use std::sync::Arc;

use exchange::payload::PAYLOAD_HANDLE;

use super::table::{Kept, Layout, Table};
use super::wanted::Finder;
use crate::Error;
use crate::day::Day;
use crate::inputs::{
    BenefitSpell, Certificate, Conviction, CustodyStay, Death, DischargeReason, DrugGroup, Episode, IcdCode, Modality,
    ModalitySpell, Offence, Sex, Spell,
};

/// Episodes without a triage date never became treatment and are left out.
pub(super) const EPISODES: Layout<Episode> = Layout {
    name: "episode",
    columns: &[PAYLOAD_HANDLE, "TRIAGED", "DISD", "DISRSN", "DRUG1", "SEX", "birth_year", "postcode_area", "ETHNIC"],
    reach: &[],
    parse: episodes,
};

fn episodes(table: &Table, finder: &mut Finder<'_>, kept: &mut Kept<Episode>) -> Result<(), Error> {
    let (triaged, discharged) = (table.days("TRIAGED")?, table.days("DISD")?);
    let (reasons, drugs, sexes) = (table.codes("DISRSN")?, table.codes("DRUG1")?, table.codes("SEX")?);
    let birth_years = table.optional_codes("birth_year")?;
    let (areas, ethnic) = (table.optional_codes("postcode_area")?, table.optional_codes("ETHNIC")?);
    let mut names = Names::default();
    for (row, client) in table.handles()?.enumerate() {
        let discharged = discharged.get(row)?;
        let birth_year = table.year(birth_years.get(row).as_deref(), row, "birth_year")?;
        let Some(triaged) = triaged.get(row)? else { continue };
        kept.add(finder.wants(client), None, || Episode {
            client,
            triaged,
            discharged,
            reason: discharged.and(reasons.get(row).as_deref().map(DischargeReason::from_code)),
            drug: drugs.get(row).as_deref().map_or(DrugGroup::NotKnown, DrugGroup::from_code),
            birth_year,
            sex: sexes.get(row).as_deref().map_or(Sex::NotKnown, Sex::from_code),
            area: areas.get(row).map(|name| names.shared(&name)),
            ethnic: ethnic.get(row).map(|name| names.shared(&name)),
        });
    }
    Ok(())
}

/// Names of few areas and groups, each held once for all rows that have it.
#[derive(Default)]
struct Names(BTreeSet<Arc<str>>);

impl Names {
    fn shared(&mut self, name: &str) -> Arc<str> {
        if let Some(known) = self.0.get(name) {
            return Arc::clone(known);
        }
        let new: Arc<str> = name.into();
        self.0.insert(Arc::clone(&new));
        new
    }
}

/// Kinds of treatment that never started are left out.
pub(super) const MODALITIES: Layout<ModalitySpell> =
    Layout { name: "modality", columns: &[PAYLOAD_HANDLE, "MODST", "MODEND", "MODAL"], reach: &[], parse: modalities };

fn modalities(table: &Table, finder: &mut Finder<'_>, kept: &mut Kept<ModalitySpell>) -> Result<(), Error> {
    let (starts, ends, codes) = (table.days("MODST")?, table.days("MODEND")?, table.codes("MODAL")?);
    for (row, client) in table.handles()?.enumerate() {
        let (start, end) = (starts.get(row)?, ends.get(row)?);
        let Some(start) = start else { continue };
        let modality = || codes.get(row).as_deref().map_or(Modality::Other, Modality::from_code);
        kept.add(finder.wants(client), None, || ModalitySpell { client, modality: modality(), start, end });
    }
    Ok(())
}

/// Stays without a day of reception are left out.
pub(super) const CUSTODY: Layout<CustodyStay> = Layout {
    name: "custody",
    columns: &[PAYLOAD_HANDLE, "RECEPTION_DATE", "RELEASE_DATE"],
    reach: &[],
    parse: custody,
};

fn custody(table: &Table, finder: &mut Finder<'_>, kept: &mut Kept<CustodyStay>) -> Result<(), Error> {
    let (received, released) = (table.days("RECEPTION_DATE")?, table.days("RELEASE_DATE")?);
    for (row, offender) in table.handles()?.enumerate() {
        let (received, released) = (received.get(row)?, released.get(row)?);
        let Some(received) = received else { continue };
        kept.add(finder.wants(offender), None, || CustodyStay { offender, received, released });
    }
    Ok(())
}

/// Offences without a date cannot be placed before or after anything and are left out.
pub(super) const OFFENCES: Layout<Offence> = Layout {
    name: "offence",
    columns: &[PAYLOAD_HANDLE, "OFFENCE_START_DATE", "CONVICTION_DATE", "OUTCOME", "HO_OFFENCE_CODE"],
    reach: &["CONVICTION_DATE"],
    parse: offences,
};

fn offences(table: &Table, finder: &mut Finder<'_>, kept: &mut Kept<Offence>) -> Result<(), Error> {
    let (committed, convicted) = (table.days("OFFENCE_START_DATE")?, table.days("CONVICTION_DATE")?);
    let (outcomes, codes) = (table.codes("OUTCOME")?, table.optional_codes("HO_OFFENCE_CODE")?);
    for (row, offender) in table.handles()?.enumerate() {
        let (committed, convicted) = (committed.get(row)?, convicted.get(row)?);
        let Some(committed) = committed else { continue };
        let proven = convicted.filter(|_| outcomes.is_given(row));
        kept.add(finder.wants(offender), proven, || Offence {
            offender,
            committed,
            conviction: match (outcomes.get(row).as_deref(), convicted) {
                (Some("CONVICTION"), Some(day)) => Conviction::On(day),
                _ => Conviction::None,
            },
            proven,
            class: codes.get(row).as_deref().and_then(Offence::class_of_code),
        });
    }
    Ok(())
}

/// A date of death that could not be read falls back on the date of registration, as users of the real file do; a row with neither is
/// left out. An owner may keep back what the certificate names.
pub(super) const DEATHS: Layout<Death> = Layout {
    name: "death",
    columns: &[PAYLOAD_HANDLE, "REG_DATE_OF_DEATH", "REG_DATE", "S_UNDERLYING_COD_ICD10", "SUBSTANCES"],
    reach: &["REG_DATE"],
    parse: deaths,
};

fn deaths(table: &Table, finder: &mut Finder<'_>, kept: &mut Kept<Death>) -> Result<(), Error> {
    let (died, registered) = (table.days("REG_DATE_OF_DEATH")?, table.days("REG_DATE")?);
    let (causes, substances) = (table.codes("S_UNDERLYING_COD_ICD10")?, table.optional_codes("SUBSTANCES")?);
    for (row, deceased) in table.handles()?.enumerate() {
        let (died, registered) = (died.get(row)?, registered.get(row)?);
        let Some(died) = died.or(registered) else { continue };
        let is_wanted = finder.wants(deceased);
        let certificate = || table.certificate(&substances, row, "SUBSTANCES");
        let certificate = if is_wanted { certificate()? } else { Certificate::NotSent };
        let underlying = || causes.get(row).as_deref().and_then(IcdCode::parse);
        kept.add(is_wanted, registered, || Death { deceased, died, registered, underlying: underlying(), certificate });
    }
    Ok(())
}

/// Spells of work.
pub(super) const EMPLOYMENT: Layout<Spell> = Layout {
    name: "employment_spell",
    columns: &[PAYLOAD_HANDLE, "START", "END"],
    reach: &["START", "END"],
    parse: employment,
};

fn employment(table: &Table, finder: &mut Finder<'_>, kept: &mut Kept<Spell>) -> Result<(), Error> {
    spells(table, finder, kept, |_, spell| spell)
}

/// Spells on benefits.
pub(super) const BENEFITS: Layout<BenefitSpell> = Layout {
    name: "benefit_spell",
    columns: &[PAYLOAD_HANDLE, "START", "END", "BENEFIT"],
    reach: &["START", "END"],
    parse: benefits,
};

fn benefits(table: &Table, finder: &mut Finder<'_>, kept: &mut Kept<BenefitSpell>) -> Result<(), Error> {
    let codes = table.codes("BENEFIT")?;
    spells(table, finder, kept, |row, spell| {
        let out_of_work = codes.get(row).as_deref().is_some_and(BenefitSpell::is_out_of_work);
        BenefitSpell { spell, out_of_work }
    })
}

fn spells<T>(
    table: &Table,
    finder: &mut Finder<'_>,
    kept: &mut Kept<T>,
    make: impl Fn(usize, Spell) -> T,
) -> Result<(), Error> {
    let (starts, ends) = (table.days("START")?, table.days("END")?);
    for (row, person) in table.handles()?.enumerate() {
        let (start, end): (Day, Option<Day>) = (starts.required(row)?, ends.get(row)?);
        let spell = Spell { person, start, end };
        kept.add(finder.wants(person), Some(spell.last_day()), || make(row, spell));
    }
    Ok(())
}
