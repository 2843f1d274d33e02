//! What dummies cost and hide: attack C on each pass of the person spec by a register's holder who does not know them, and the links of
//! two generated files, without dummies and with two shares of them.
//!
//! `cargo run --release -p benches --bin dummies [-- --people N] [--write SECURITY.md]`

use std::io::Write;
use std::path::Path;

use benches::Result;
use benches::accuracy::trial;
use benches::document::{Table, people_and_page, percent, replace};
use benches::population::{People, SEED, in_person_format, keyring};
use exchange::spec::{PERSON, Spec};
use fixtures::{PairSpec, write_linked_pair};
use linker::attack::register_with_gaps;
use linker::encode::{Delivery, pass_views};

/// Shares of dummies beside none.
const SHARES: [f64; 2] = [0.1, 0.25];
const PEOPLE: usize = 200_000;
/// Records of either generated file, half of them of people in both.
const RECORDS: usize = 20_000;

fn main() -> Result<()> {
    let (people, page) = people_and_page(PEOPLE)?;
    let text = format!("{}\n{}", exposure(people)?, links()?);
    std::io::stdout().write_all(text.as_bytes())?;
    page.map_or(Ok(()), |page| replace(&page, "dummies", &text))
}

/// Attack C by pass.
fn exposure(people: usize) -> Result<String> {
    let mut spec = Spec::parse(PERSON, Path::new("person.toml"))?;
    let source = spec.links[0].left;
    spec.sources[source] = in_person_format(&spec.sources[source]);
    let keyring = keyring(&spec)?;
    let with = |share: f64| -> Result<_> {
        let mut extract = People::draw(people, &spec.sources[source])?.file;
        extract.add_dummies_for_views(share, &spec.sources[source], &keyring)?;
        Ok(extract)
    };
    let [plain, tenth, quarter] = [with(0.0)?, with(SHARES[0])?, with(SHARES[1])?];
    let views = |extract| pass_views(&spec, source, 0, extract, &keyring);
    let mut table =
        Table::new(&["pass", "C %", "among 10 % dummies", "wrongly named %", "among 25 %", "wrongly named %"]);
    for ((plain, tenth), quarter) in views(&plain)?.zip(views(&tenth)?).zip(views(&quarter)?) {
        let ((pass, plain), (_, tenth), (_, quarter)) = (plain?, tenth?, quarter?);
        let of_people = |count: f64| percent(count / plain.persons as f64, 3);
        let mut cells = vec![spec.links[0].passes[pass].name.clone()];
        cells.push(of_people(register_with_gaps(&plain, &plain).successes));
        for delivered in [tenth, quarter] {
            let attack = register_with_gaps(&delivered, &plain);
            cells.push(of_people(attack.successes));
            cells.push(of_people(attack.detail[0].value * delivered.persons as f64));
        }
        table.row(&cells);
    }
    Ok(table.text().to_owned())
}

/// Accuracy of the declared links.
fn links() -> Result<String> {
    let set = tempfile::tempdir()?;
    let pair = PairSpec { left: RECORDS, right: RECORDS, overlap: RECORDS / 2, seed: SEED };
    write_linked_pair(&pair, set.path())?;
    let mut table = Table::new(&["dummies %", "precision", "recall", "F1", "best F1", "token bytes an identity"]);
    for share in [0.0].into_iter().chain(SHARES) {
        let text = PERSON.replacen("project =", &format!("dummies = {share:?}\nproject ="), 1);
        let found = trial(&Spec::parse(&text, Path::new("person.toml"))?, set.path())?;
        let (declared, best) = (&found.evaluation.default, &found.evaluation.best);
        let bytes: u64 = found.deliveries.iter().map(Delivery::token_bytes).sum();
        let identities: u64 = found.deliveries.iter().map(|delivery| delivery.variants).sum();
        table.row(&[
            percent(share, 0),
            format!("{:.4}", declared.precision),
            format!("{:.4}", declared.recall),
            format!("{:.4}", declared.f1),
            format!("{:.4}", best.accuracy.f1),
            (bytes / identities.max(1)).to_string(),
        ]);
    }
    Ok(table.text().to_owned())
}
