//! Searches caps and keys.
use benches::accuracy::*;
use benches::exposure::{Exposure, each_pass};
use benches::population::{People, in_person_format};
use exchange::spec::*;
use linker::attack::*;
use std::io::Write;
use std::path::Path;
fn passes(file: &str) -> Vec<Pass> {
    std::fs::read_to_string(file)
        .unwrap()
        .lines()
        .filter(|l| !l.trim().is_empty() && !l.starts_with('#'))
        .map(|l| {
            let mut words: Vec<&str> = l.split_whitespace().collect();
            let cap = words[0].parse().ok();
            if cap.is_some() {
                words.remove(0);
            }
            let key = words.iter().map(|p| p.split('/').map(|d| Derived::from_name(d).expect(d)).collect()).collect();
            Pass { name: words.join("+").replace('/', "_or_"), key, cap: cap.unwrap_or(2), chance: 1e-6 }
        })
        .collect()
}
fn main() -> benches::Result<()> {
    let args: Vec<String> = std::env::args().collect();
    let mut out = std::io::stdout();
    let mut spec = Spec::parse_with_profile(
        PERSON,
        Path::new("spec.toml"),
        if args[2] == "open" { Profile::Open } else { Profile::Guarded },
    )?;
    if args[2] == "dep" {
        spec = Spec::parse(FOUR_DEPARTMENTS, Path::new("spec.toml"))?;
    }
    if args[2].contains('.') {
        spec.links[0].passes = passes(&args[2]);
    }
    if args[1] == "trial" {
        for set in linked_sets(Path::new(&std::env::var("DWLINK_EVAL_DATA")?))? {
            let t = trial(&spec, &set)?;
            let e = t.evaluation;
            writeln!(
                out,
                "{:<28} reach {:.4} best {:.4} 1:1 {:.4} declared {:.4}",
                set.file_name().unwrap().to_string_lossy(),
                e.candidate_recall,
                e.best.accuracy.f1,
                e.one_to_one.f1,
                e.default.f1
            )?;
        }
        return Ok(());
    }
    spec.sources[0] = in_person_format(&spec.sources[0]);
    let drawn = People::draw(args[3].parse()?, &spec.sources[0])?;
    let p = |x: f64| 100.0 * x;
    let caps: Vec<usize> = args[4].split(',').map(|c| c.parse().unwrap()).collect();
    each_pass(&spec, 0, 0, &drawn, |pass| {
        writeln!(
            out,
            "{} (cap {}, chance {:.2e}): measured chance {:.2e}",
            pass.pass.name,
            pass.pass.cap,
            pass.pass.chance,
            pass.chance()
        )?;
        for cap in &caps {
            if args[1] == "attack" {
                let e: Exposure = pass.at(*cap);
                writeln!(
                    out,
                    "   cap {cap:>3}{} emitted {:.4} A {:.4} B {:.4} C {:.4} Cg {:.4}",
                    if e.holds() { ' ' } else { '!' },
                    e.emitted,
                    p(e.counting.rate),
                    p(e.known_rows.rate),
                    p(e.register.named.rate),
                    p(e.register.guessed.rate)
                )?;
            } else {
                let view = pass.view(*cap);
                let c = |v: &PassView, e| p(register_by(v, e).named.rate);
                writeln!(
                    out,
                    "   cap {cap}: counts {:.4} intersects {:.4}",
                    c(&view, Evidence::SharedTokens),
                    c(&view, Evidence::Intersects)
                )?;
                let without = |names: &[&str]| {
                    let mut v = view.clone();
                    for (bit, g) in v.groups.iter().enumerate() {
                        if names.contains(&g.name.as_str()) {
                            for n in &mut v.nulls {
                                *n |= 1 << bit;
                            }
                        }
                    }
                    c(&v, Evidence::SharedTokens)
                };
                for g in &view.groups {
                    writeln!(out, "      without {:<20} {:.4}", g.name, without(&[&g.name]))?;
                }
                let sets: [&[&str]; 6] = [
                    &["forename_initial", "surname_initial"],
                    &["forename_deletion", "surname_deletion"],
                    &["forename_class", "surname_part"],
                    &["forename_deletion", "surname_deletion", "forename_class", "surname_part"],
                    &["postcode_unit", "postcode_sector", "postcode_district"],
                    &["sex", "middle_initial"],
                ];
                for s in sets {
                    writeln!(out, "      without {s:?} {:.4}", without(s))?;
                }
                let mut v = view.clone();
                for (i, g) in v.groups.iter_mut().enumerate() {
                    g.domain = i as u16;
                }
                writeln!(out, "      every group its own domain: {:.4}", c(&v, Evidence::SharedTokens))?;
                let split = |names: &[&str]| {
                    let mut v = view.clone();
                    for (i, g) in v.groups.iter_mut().enumerate() {
                        if names.contains(&g.name.as_str()) {
                            g.domain = 100 + i as u16;
                        }
                    }
                    c(&v, Evidence::SharedTokens)
                };
                writeln!(
                    out,
                    "      initials split {:.4}; days split {:.4}; deletions split {:.4}",
                    split(&["forename_initial", "surname_initial"]),
                    split(&["birth_day"]),
                    split(&["forename_deletion"])
                )?;
                let mut v = view.clone();
                for n in &mut v.nulls {
                    *n = 0;
                }
                writeln!(out, "      nulls hidden: {:.4}", c(&v, Evidence::SharedTokens))?;
            }
        }
        Ok(())
    })
}
