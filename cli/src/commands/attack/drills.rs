//! Drills on the key: is it one that anybody can make again, and what would it be worth to a thief?

use std::collections::BTreeSet;
use std::time::Instant;

use keys::Keyring;
use linker::attack::{Attack, AttackName};
use linker::encode::Dictionary;

use super::{ALL, Attacked, Target};
use crate::args::Common;
use crate::error::CliError;
use crate::printer::Printer;

/// Test seeds that are tried, from 0.
const SEEDS: u64 = 1_000;
/// Values of the dictionary that are tried and timed.
const TRIED: u64 = 200_000;

/// Both drills; prints a line for each. A key that anybody can make fails, unless it was asked for by `--test-seed`.
pub(super) fn run(target: &Target, common: &Common, printer: &Printer) -> Result<Vec<Attacked>, CliError> {
    let default = default_key(target, common)?;
    let within = default.successes == 0.0 || common.test_seed.is_some();
    printer.line(if default.successes == 0.0 {
        format!("key              none of the test seeds below {SEEDS} makes it")
    } else {
        "key              a test seed makes it: ANYBODY can open this delivery".to_owned()
    });
    let mut all = vec![Attacked::new(ALL, ALL, vec![default], within)];
    if let Some(leaked) = leaked_key(target, printer)? {
        all.push(Attacked::new(ALL, ALL, vec![leaked], true));
    }
    Ok(all)
}

/// Everybody, if the delivery's key is one of those that a test seed makes.
fn default_key(target: &Target, common: &Common) -> Result<Attack, CliError> {
    // A delivery is attacked under its own key alone.
    let mut found = common.test_seed.is_some();
    let mut untried = 0..SEEDS;
    while !found && let Some(seed) = untried.next() {
        let check = Keyring::from_test_seed(&target.spec.project, seed)?.check_value().to_string();
        found = target.delivered.linkage.manifest.key_check.as_deref() == Some(check.as_str());
    }
    let people = target.delivered.persons.people();
    let opened = if found { people as f64 } else { 0.0 };
    Ok(Attack::new(AttackName::DefaultKey, opened, people, 0.0).with("test seeds tried", untried.start as f64))
}

/// What the delivery's own key opens by trying out values, from a timed sample, in the first link that can be tried out.
fn leaked_key(target: &Target, printer: &Printer) -> Result<Option<Attack>, CliError> {
    for (link, declared) in target.spec.links_of(target.source) {
        let Some((pass, dictionary)) = Dictionary::of_link(&target.spec, link, &target.keyring)? else { continue };
        let view = target.views(link, &target.delivered)?.nth(pass).transpose()?;
        let delivered: BTreeSet<u64> = view.map(|(_, view)| view.block.into_iter().collect()).unwrap_or_default();
        let clock = Instant::now();
        let tokens = dictionary.tokens(TRIED);
        let a_second = tokens.len() as f64 / clock.elapsed().as_secs_f64();
        let hits = tokens.iter().filter(|token| delivered.contains(token)).count() as f64;
        let whole = dictionary.size() as f64;
        let opened = (hits * whole / tokens.len() as f64).min(delivered.len() as f64);
        printer.line(format!(
            "leaked key       {} {}: {whole:.0} values at {a_second:.0} a second on one core, {:.0} s for all of them; opens {opened:.0} of {} blocks",
            declared.name,
            declared.passes[pass].name,
            whole / a_second,
            delivered.len(),
        ));
        let attack = Attack::new(AttackName::LeakedKey, opened, delivered.len(), 0.0)
            .with("values of the dictionary", whole)
            .with("values tried a second on one core", a_second)
            .with("seconds for the whole dictionary on one core", whole / a_second);
        return Ok(Some(attack));
    }
    Ok(None)
}
