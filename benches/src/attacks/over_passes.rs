//! What is opened by whoever sees several passes at once: the union desk alone, then collusions.

use exchange::Role;
use linker::attack::{
    Attack, DeskView, OverPasses, Verdict, handle_tables, scored_pairs, scored_pairs_of_a_register, two_deliveries,
};
use linker::union::{delivered_views, desk_view};

use super::{Subject, rate};
use crate::Result;
use crate::document::{Table, percent};
use crate::exposure::CEILING;
use crate::population::SEED;

/// One row an attack, and whether those of a single party are within the ceiling. The two attacks are what
/// [`by_pass`](super::by_pass) found of the passes together, for which no ceiling is agreed.
pub fn over_passes(subject: &Subject, [register, known_rows]: &[Attack; 2]) -> Result<(String, bool)> {
    let mut table = Table::new(&["who", "knows", "attack", "opened %", "baseline %", "ceiling"]);
    let mut all_hold = true;
    let mut row = |who: &str, knows: &str, attack: &Attack, single: bool| {
        let holds = attack.verdict(CEILING) == Verdict::Within;
        all_hold &= holds || !single;
        let verdict = match (single, holds) {
            (false, _) => "reported",
            (true, true) => "holds",
            (true, false) => "**above**",
        };
        let cells = [who, knows].map(str::to_owned).into_iter();
        let baseline = percent(attack.baseline, 4);
        let cells: Vec<_> =
            cells.chain([attack.name.to_string(), rate(attack), baseline, verdict.to_owned()]).collect();
        table.row(&cells);
    };
    let [own, beside] = [desk(subject, 0)?, desk(subject, 1)?];
    row("union desk", "the file", &handle_tables(&own), true);
    let (pairs, imagined) = (subject.seen_pairs()?, subject.imagined_pairs()?);
    for rounds in [1, 2] {
        let entities = subject.persons[1].of_entity().len();
        let attack = scored_pairs_of_a_register(&own, entities, &pairs, &imagined, rounds);
        row("union desk", "the file", &attack, true);
    }
    for rounds in [1, 2] {
        row("union desk", "both files, who is in which", &scored_pairs(&own, &beside, &pairs, rounds), false);
    }
    row("linkage unit", "the file", register, false);
    row("linkage unit", "some people", known_rows, false);
    row("linkage unit", "two deliveries", &deliveries_joined(subject)?, false);
    for (who, attack) in joined(subject)? {
        row(who, "the file", &attack, false);
    }
    Ok((table.text().to_owned(), all_hold))
}

fn desk(subject: &Subject, which: usize) -> Result<DeskView> {
    let persons = &subject.persons[which];
    Ok(desk_view(&subject.delivery(which, Role::Union)?, persons.of_entity().to_vec(), persons.people())?)
}

/// Rows of one pass of two deliveries of the same people joined by structure, in the pass that shows most. A join names nobody.
fn deliveries_joined(subject: &Subject) -> Result<Attack> {
    let [first, second] = ["first", "second"].map(|label| subject.relabelled(label));
    let passes = subject.delivered_under(&first)?.zip(subject.delivered_under(&second)?);
    let attacks = passes.map(|(first, second)| -> Result<Attack> { Ok(two_deliveries(&first?, &second?)) });
    let attacks = attacks.collect::<Result<Vec<_>>>()?;
    attacks.into_iter().max_by(|a, b| a.rate.total_cmp(&b.rate)).ok_or_else(|| "a link has passes".into())
}

/// What the linkage unit alone reads across passes; then what it reads with the union desk.
fn joined(subject: &Subject) -> Result<Vec<(&'static str, Attack)>> {
    let (linkage, union) = (subject.delivery(0, Role::Linkage)?, subject.delivery(0, Role::Union)?);
    let views = || delivered_views(&subject.spec, 0, &linkage, &union);
    let persons = &subject.persons[0];
    let OverPasses { alone, together } =
        linker::attack::over_passes(views, persons.of_entity(), persons.people(), Some(SEED))?;
    let alone = alone.into_iter().map(|attack| ("linkage unit", attack));
    Ok(alone.chain(together.into_iter().map(|attack| (TOGETHER, attack))).collect())
}

const TOGETHER: &str = "linkage unit + union desk";
