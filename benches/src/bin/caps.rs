//! How the caps were chosen: what the attacks open of each pass of a list, cap by cap, and the largest cap that holds.
//!
//! `cargo run --release -p benches --bin caps -- --spec SPEC [--profile guarded|open] [--people N] [--caps 1,2,3]`. A new
//! pass is tried by writing it into a copy of a spec.

use std::io::Write;
use std::path::{Path, PathBuf};

use benches::Result;
use benches::document::{Table, percent};
use benches::exposure::{Exposure, each_pass};
use benches::population::{People, in_person_format};
use exchange::spec::{Profile, Spec};

struct Arguments {
    spec: PathBuf,
    profile: Profile,
    people: usize,
    caps: Vec<usize>,
}

fn main() -> Result<()> {
    let arguments = arguments()?;
    let text = std::fs::read_to_string(&arguments.spec)?;
    let mut spec = Spec::parse_with_profile(&text, Path::new("the spec"), arguments.profile)?;
    let source = spec.links[0].left;
    spec.sources[source] = in_person_format(&spec.sources[source]);
    let drawn = People::draw(arguments.people, &spec.sources[source])?;
    let mut table =
        Table::new(&["pass", "chance", "cap", "emitted %", "A %", "B %", "C %", "Cg %", "C two files %", "holds"]);
    each_pass(&spec, source, 0, &drawn, |pass| {
        for cap in &arguments.caps {
            table.row(&cells(&pass.pass.name, pass.chance(), &pass.at(*cap), pass.of_two_files(*cap).named.rate));
        }
        Ok(())
    })?;
    Ok(std::io::stdout().write_all(table.text().as_bytes())?)
}

fn cells(name: &str, chance: f64, exposure: &Exposure, two_files: f64) -> Vec<String> {
    let register = &exposure.register;
    let attacks = [&exposure.counting, &exposure.known_rows, &register.named, &register.guessed];
    let mut cells = vec![name.to_owned(), format!("{chance:.1e}"), exposure.cap.to_string()];
    cells.push(percent(exposure.emitted, 1));
    cells.extend(attacks.iter().map(|attack| percent(attack.rate, 3)));
    cells.push(percent(two_files, 3));
    cells.push(if exposure.holds() { "yes" } else { "**no**" }.to_owned());
    cells
}

fn arguments() -> Result<Arguments> {
    let mut spec = None;
    let (mut profile, mut people, mut caps) = (Profile::Guarded, 200_000, vec![1, 2, 3, 5, 10, 20]);
    let mut given = std::env::args().skip(1);
    while let Some(name) = given.next() {
        let value = given.next().ok_or("give a value after each of --spec, --profile, --people and --caps")?;
        match (name.as_str(), value.as_str()) {
            ("--spec", path) => spec = Some(PathBuf::from(path)),
            ("--profile", name) => {
                let known = Profile::ALL.into_iter().find(|profile| profile.name() == name);
                profile = known.ok_or_else(|| format!("unknown profile {name}"))?;
            }
            ("--people", count) => people = count.parse()?,
            ("--caps", list) => caps = list.split(',').map(str::parse).collect::<std::result::Result<_, _>>()?,
            _ => return Err(format!("unknown argument {name} {value}").into()),
        }
    }
    Ok(Arguments { spec: spec.ok_or("give --spec SPEC")?, profile, people, caps })
}
