//! A small invented world with planted effects, in memory: payload, the true links, and links with errors.

use exchange::substances::of_cell;
use exchange::{LinkClass, SpineRow};
use studies::day::Day;
use studies::inputs::{
    BenefitSpell, Certificate, Conviction, Death, DischargeReason, DrugGroup, Episode, IcdCode, Inputs, Offence,
    Payload, PayloadHandle, Sex, Spell, Spine,
};
use studies::stats::uniform;

/// What is planted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Planted {
    /// Offences after the index day over before.
    pub(crate) offending: f64,
    /// Death rate out of treatment over in treatment.
    pub(crate) death: f64,
    /// Share in work, completed less dropped out, percentage points.
    pub(crate) work: f64,
}

/// Something happens.
pub(crate) const EFFECT: Planted = Planted { offending: 0.65, death: 1.8, work: 15.0 };

/// 1 April 2006 and 1 January 2015.
const FIRST_TRIAGE: i32 = 13_239;
const DATA_END: i32 = 16_436;
const DEATHS_PER_DAY: f64 = 0.014 / 365.25;
const MISSED: f64 = 0.08;
const FALSE_LINKS: f64 = 0.03;

/// `people` treated people and as many others in each other source, linked truly and with errors.
pub(crate) fn world(people: u64, seed: u64, planted: Planted) -> Inputs {
    let mut world = World { seed, ..World::default() };
    for person in 0..people {
        world.person(person, planted);
    }
    let (truth, found) = (world.truth, world.found);
    let rows = |spine: &Rows| {
        let [a, b, c, d] = spine.0.clone().map(|mut rows| {
            rows.sort_by_key(|row| (row.payload_handle, row.rank));
            rows
        });
        Spine::from_rows(&a, [&b, &c, &d])
    };
    Inputs { payload: world.payload, spine: rows(&found), perfect: Some(rows(&truth)), ..Inputs::default() }
}

/// Rows of the spines of treatment, police, deaths and work.
#[derive(Clone, Default)]
pub(crate) struct Rows([Vec<SpineRow>; 4]);

#[derive(Default)]
struct World {
    seed: u64,
    drawn: u64,
    payload: Payload,
    truth: Rows,
    found: Rows,
}

impl World {
    fn chance(&mut self) -> f64 {
        self.drawn += 1;
        uniform(self.seed, 77, self.drawn)
    }

    fn wait(&mut self, per_day: f64) -> f64 {
        -(1.0 - self.chance()).ln() / per_day
    }

    fn person(&mut self, person: u64, planted: Planted) {
        let start = Day::from_epoch_days(FIRST_TRIAGE).plus((self.chance() * 1096.0) as i32);
        let planned = start.plus(self.wait(1.0 / 260.0) as i32 + 1);
        let reason = match self.chance() {
            c if c < 0.40 => DischargeReason::Completed,
            c if c < 0.85 => DischargeReason::DroppedOut,
            _ => DischargeReason::Transferred,
        };
        let inside = self.wait(DEATHS_PER_DAY);
        let length = f64::from(planned.since(start));
        let lived = if inside < length { inside } else { length + (inside - length) / planted.death };
        let died = start.plus(lived as i32);
        let died = (died < Day::from_epoch_days(DATA_END)).then_some(died);
        self.episodes(person, start, planned, reason, died);
        self.offences(person, start, died, planted);
        if let Some(died) = died {
            let cause = if self.chance() < 0.5 { "X42" } else { "I219" };
            self.payload.deaths.push(Death {
                deceased: handle(2, person),
                died,
                registered: Some(died.plus(40)),
                underlying: IcdCode::parse(cause),
                certificate: match of_cell("heroin alcohol") {
                    Some(named) if cause == "X42" => Certificate::Names(named),
                    _ => Certificate::Empty,
                },
            });
            self.link(2, person);
        }
        self.work(person, start, reason, planted);
    }

    fn episodes(&mut self, person: u64, start: Day, planned: Day, reason: DischargeReason, died: Option<Day>) {
        let dead_first = died.filter(|&died| died < planned);
        let (end, reason) = dead_first.map_or((planned, reason), |died| (died, DischargeReason::Died));
        let second = (self.chance() < 0.3).then(|| start.plus(end.since(start) / 2));
        let sex = if self.chance() < 0.72 { Sex::Male } else { Sex::Female };
        let birth_year = Some(1955 + (self.chance() * 33.0) as i16);
        let drug = if self.chance() < 0.75 { DrugGroup::Opiate } else { DrugGroup::Cannabis };
        let area = Some(["North", "Midlands", "South"][(self.chance() * 3.0) as usize].into());
        for (client, triaged) in [(0, Some(start)), (1, second)] {
            let Some(triaged) = triaged else { continue };
            let client = PayloadHandle(handle(0, person).0 + client);
            let episode = Episode {
                client,
                triaged,
                discharged: Some(end),
                reason: Some(reason),
                drug,
                birth_year,
                sex,
                area: area.clone(),
                ethnic: None,
            };
            self.payload.episodes.push(episode);
            let row = row(client, Some((person, 1.0)), LinkClass::Link);
            self.truth.0[0].push(row.clone());
            self.found.0[0].push(row);
        }
    }

    fn offences(&mut self, person: u64, start: Day, died: Option<Day>, planted: Planted) {
        if self.chance() < 0.3 {
            return;
        }
        // Exponential rates among offenders: events cluster in people.
        let per_day = self.wait(1.0 / 1.6) / 365.25;
        let end = died.unwrap_or(start.plus(1100));
        // What is left of a wait that crosses the index day runs at the new rate.
        let crossed = |from: f64, to: f64| if from < 0.0 && to > 0.0 { to / planted.offending } else { to };
        let mut day = crossed(-1100.0, -1100.0 + self.wait(per_day));
        while day < f64::from(end.since(start)) {
            let committed = start.plus(day.floor() as i32);
            let conviction = Conviction::On(committed.plus(60));
            self.payload.offences.push(Offence {
                offender: handle(1, person),
                committed,
                conviction,
                proven: Some(committed.plus(60)),
                class: Some(46),
            });
            let rate = per_day * if day < 0.0 { 1.0 } else { planted.offending };
            day = crossed(day, day + self.wait(rate));
        }
        self.link(1, person);
    }

    fn work(&mut self, person: u64, start: Day, reason: DischargeReason, planted: Planted) {
        let base = if reason == DischargeReason::Completed { 0.15 + planted.work / 100.0 } else { 0.15 };
        for (day, share) in [(183, base), (365, base)] {
            if self.chance() < share {
                let from = start.plus(day - 20);
                self.payload.employment.push(Spell {
                    person: handle(3, person),
                    start: from,
                    end: Some(from.plus(60)),
                });
            } else if self.chance() < 0.6 {
                let spell =
                    Spell { person: handle(3, person), start: start.plus(day - 50), end: Some(start.plus(day + 50)) };
                self.payload.benefits.push(BenefitSpell { spell, out_of_work: true });
            }
        }
        self.link(3, person);
    }

    /// The true link, and what a linkage would find: missed, found, or given to somebody else.
    fn link(&mut self, source: usize, person: u64) {
        let handle = handle(source as u64, person);
        self.truth.0[source].push(row(handle, Some((person, 1.0)), LinkClass::Link));
        let sure = 0.9 + 0.1 * self.chance();
        let fate = self.chance();
        let found = if fate < FALSE_LINKS {
            let other = (self.chance() * person.max(1) as f64) as u64;
            row(handle, Some((other, 0.91)), LinkClass::Link)
        } else if fate < FALSE_LINKS + MISSED {
            let unsure = 0.3 + 0.5 * self.chance();
            row(handle, Some((person, unsure)), LinkClass::Possible)
        } else {
            row(handle, Some((person, sure)), LinkClass::Link)
        };
        self.found.0[source].push(found);
    }
}

fn handle(source: u64, person: u64) -> PayloadHandle {
    PayloadHandle(source * 1_000_000_000 + person * 2)
}

fn row(handle: PayloadHandle, candidate: Option<(u64, f64)>, class: LinkClass) -> SpineRow {
    SpineRow {
        payload_handle: handle.0,
        study_pseudonym: candidate.map(|(person, _)| format!("p{person:07}")),
        match_probability: candidate.map(|(_, probability)| probability),
        leader_margin: None,
        class,
        rank: u32::from(candidate.is_some()),
        // Random to look at, and the same at every run.
        cell_key: (handle.0 as u32).wrapping_mul(2_654_435_761).rotate_left(16),
    }
}
