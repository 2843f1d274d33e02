//! Two deliveries of one source: how far people can be followed from one into the other, which no handle or token should allow.

use std::collections::HashMap;

use linker::attack::{AttackName, people_joined, two_deliveries};
use linker::payload::{KnownPayload, payloads_joined};

use super::{ABOVE, ALL, Attacked, Delivered, REPORTED, Target};
use crate::args::Common;
use crate::crosswalk::Crosswalk;
use crate::error::CliError;
use crate::printer::Printer;

/// Handles in both, then the linkage unit's joins by structure in every pass, then the analysis unit's by what payload shows; prints a
/// line for each. Handles that return are held to the ceiling, unless a test seed was to repeat them; the joins are reported.
pub(super) fn attack(target: &Target, common: &Common, printer: &Printer) -> Result<Vec<Attacked>, CliError> {
    let Some(other) = &target.other else { return Ok(Vec::new()) };
    let first = Numbered::first(&target.delivered)?;
    let second = Numbered::after(&first, other)?;
    let (handles, others) = (first.people.clone(), second.people.clone());
    let repeated = people_joined(AttackName::RepeatedHandles, handles, others, first.count);
    let within = common.test_seed.is_some() || target.is_within(&repeated);
    let mut all = vec![Attacked::new(ALL, ALL, vec![repeated], within)];
    let reported = |link: &str, pass: &str, attack| Attacked::new(link, pass, vec![attack], true);
    let (of_first, of_second) = (first.of_entity(), second.of_entity());
    for (link, declared) in target.spec.links_of(target.source) {
        for (one, another) in target.views(link, &target.delivered)?.zip(target.views(link, other)?) {
            let ((pass, one), (_, another)) = (one?, another?);
            let attack =
                two_deliveries(&one.regrouped(&of_first, first.count), &another.regrouped(&of_second, second.count));
            all.push(reported(&declared.name, &declared.passes[pass].name, attack));
        }
    }
    let payloads = [
        KnownPayload { payload: target.payload(&target.delivered)?, people: &first.people },
        KnownPayload { payload: target.payload(other)?, people: &second.people },
    ];
    for (table, attack) in payloads_joined(&target.spec.sources[target.source], &payloads, first.count)? {
        all.push(reported("analysis", &table, attack));
    }
    for Attacked { link, pass, attacks, within, .. } in &all {
        let (name, rate) = (attacks[0].name.to_string(), 100.0 * attacks[0].rate);
        let verdict = match (within, attacks[0].name) {
            (false, _) => ABOVE,
            (true, AttackName::RepeatedHandles) => "",
            (true, _) => REPORTED,
        };
        printer.line(format!("{link:<16} {pass:<18} {name:<32} {rate:>9.3}{verdict}"));
    }
    Ok(all)
}

/// The entities of a delivery in order of payload handle, and whose they are: one number for a person in both deliveries.
struct Numbered {
    /// Entity key of each.
    keys: Vec<String>,
    /// Payload handle and person of each.
    people: Vec<(u64, u32)>,
    /// People are numbered below it.
    count: usize,
}

impl Numbered {
    fn first(delivered: &Delivered) -> Result<Self, CliError> {
        let mut entries = Crosswalk::of(&delivered.owner)?.entries;
        entries.sort_unstable();
        let (handles, keys): (Vec<_>, Vec<_>) = entries.into_iter().unzip();
        let people = handles.into_iter().zip(delivered.persons.of_entity().iter().copied()).collect();
        Ok(Self { keys, people, count: delivered.persons.people() })
    }

    /// People of the first delivery, known by the key of any of their entities, keep its numbers; the others follow.
    fn after(first: &Self, delivered: &Delivered) -> Result<Self, CliError> {
        let mut numbered = Self::first(delivered)?;
        let known: HashMap<&str, u32> =
            first.keys.iter().zip(&first.people).map(|(key, (_, person))| (key.as_str(), *person)).collect();
        let mut number = vec![None; numbered.count];
        for (key, (_, own)) in numbered.keys.iter().zip(&numbered.people) {
            let number = &mut number[*own as usize];
            *number = number.or_else(|| known.get(key.as_str()).copied());
        }
        let mut next = first.count as u32;
        let number: Vec<u32> = number
            .into_iter()
            .map(|number| {
                number.unwrap_or_else(|| {
                    next += 1;
                    next - 1
                })
            })
            .collect();
        numbered.people.iter_mut().for_each(|(_, person)| *person = number[*person as usize]);
        numbered.count = next as usize;
        Ok(numbered)
    }

    /// The person of each entity.
    fn of_entity(&self) -> Vec<u32> {
        self.people.iter().map(|(_, person)| *person).collect()
    }
}
