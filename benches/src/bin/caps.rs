//! Searches the largest cap that each pass of the shipped guarded lists may have, and measures the passes' chances.
use std::io::Write;
use benches::exposure::{each_pass, Exposure};
use benches::population::{People, in_person_format};
use exchange::spec::*;
fn main() -> benches::Result<()> {
    let args: Vec<String> = std::env::args().collect();
    let which = args[1].as_str();
    let people: usize = args[2].parse()?;
    let caps: Vec<usize> = args[3].split(',').map(|c| c.parse().unwrap()).collect();
    let text = match which { "dep" => FOUR_DEPARTMENTS, _ => PERSON };
    let profile = if which == "open" { Profile::Open } else { Profile::Guarded };
    let mut spec = Spec::parse_with_profile(text, std::path::Path::new("spec.toml"), profile)?;
    if let Some(extra) = args.get(4) {
        let path = std::path::Path::new(extra);
        let more = std::fs::read_to_string(path)?;
        let passes = more.lines().filter(|l| !l.trim().is_empty()).map(|l| {
            let key = l.split_whitespace().map(|p| p.split('/').map(|d| Derived::from_name(d).expect(d)).collect()).collect();
            Pass { name: l.to_owned(), key, cap: 1, chance: 0.0 }
        }).collect();
        spec.links[0].passes = passes;
    }
    spec.sources[0] = in_person_format(&spec.sources[0]);
    let drawn = People::draw(people, &spec.sources[0])?;
    let mut out = std::io::stdout();
    each_pass(&spec, 0, 0, &drawn, |pass| {
        writeln!(out, "{} (cap {}, chance {:.2e}): measured chance {:.2e}", pass.pass.name, pass.pass.cap, pass.pass.chance, pass.chance())?;
        for cap in &caps {
            let e: Exposure = pass.at(*cap);
            let two = pass.of_two_files(*cap);
            let p = |x: f64| 100.0 * x;
            writeln!(out, "   cap {cap:>3}{} emitted {:.4} A {:.4} B {:.4} C {:.4} [{:.3},{:.3}] Cg {:.4} two {:.4} twog {:.3}", if e.holds() {' '} else {'!'}, e.emitted, p(e.counting.rate), p(e.known_rows.rate), p(e.register.named.rate), p(e.register.named.interval_95.0), p(e.register.named.interval_95.1), p(e.register.guessed.rate), p(two.named.rate), p(two.guessed.rate))?;
        }
        Ok(())
    })
}
