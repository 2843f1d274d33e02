//! What the three studies cost on a share of the country: seconds and peak memory, each study in a process of its own.
//!
//! `cargo run --release -p benches --bin national_studies [-- PARTS]`: one part in PARTS (default 10) of 1.5 million treated people, 60
//! million offences, 11 million deaths and 60 million spells.

use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use benches::Result;
use benches::national::{Size, deliver};
use exchange::run::peak_rss_mib;
use exchange::{Desk, Received, Role, receive};
use studies::inputs::{Delivery, read};
use studies::study_file::EXAMPLES;
use studies::{StudyFile, run};

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["make", parts, folder] => deliver(Size::of_country(parts.parse()?), Path::new(folder)),
        ["study", name, folder] => study(name, Path::new(folder)),
        [] => all("10"),
        [parts] => all(parts),
        _ => Err("the only argument is the number of parts".into()),
    }
}

fn all(parts: &str) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("country");
    let folder = path.to_str().ok_or("the temporary folder has no name in UTF-8")?;
    let step = |arguments: &[&str]| -> Result<()> {
        let done = Command::new(std::env::current_exe()?).args(arguments).status()?;
        if done.success() { Ok(()) } else { Err(format!("{} failed", arguments[0]).into()) }
    };
    writeln!(std::io::stdout(), "one part in {parts} of the country: {:?}", Size::of_country(parts.parse()?))?;
    std::fs::create_dir(&path)?;
    step(&["make", parts, folder])?;
    for (name, _) in EXAMPLES {
        step(&["study", name, folder])?;
    }
    Ok(())
}

/// Reads a whole delivery, as the command does, and runs one study on it.
fn study(name: &str, folder: &Path) -> Result<()> {
    let (_, text) = EXAMPLES.into_iter().find(|(example, _)| *example == name).ok_or("there is no such study")?;
    let clock = Instant::now();
    let of = |name: &str, role| -> Result<Received> { Ok(receive(&folder.join(name), role, Desk::OneHat)?) };
    let payload = |name| of(name, Role::Analysis);
    let (spine, treatment) = (of("spine", Role::Spine)?, payload("ndtms")?);
    let (police, deaths, work) = (payload("pnc")?, payload("deaths")?, payload("dwp")?);
    let inputs = read(&Delivery {
        spine: &spine,
        treatment: &treatment,
        police: Some(&police),
        deaths: Some(&deaths),
        work: Some(&work),
    })?;
    let (reading, read_peak) = (clock.elapsed().as_secs_f64(), peak_rss_mib().unwrap_or_default());
    let result = run(&StudyFile::parse(text)?, &inputs)?;
    let running = clock.elapsed().as_secs_f64() - reading;
    let peak = peak_rss_mib().unwrap_or_default();
    let kind = result.study.kind().name();
    writeln!(
        std::io::stdout(),
        "{kind:<12} read {reading:6.1} s ({read_peak:.0} MiB), study {running:6.1} s; peak {peak:.0} MiB"
    )?;
    Ok(())
}
