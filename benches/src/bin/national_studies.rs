//! What the three studies cost on a share of the country: seconds and peak memory, each study in a process of its own.
//!
//! `cargo run --release -p benches --bin national_studies [-- PARTS] [--write PAGE]`: one part in PARTS (default 10; 1 is the country) of
//! 1.5 million treated people, 60 million offences, 11 million deaths and 60 million spells.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Instant;

use benches::Result;
use benches::document::{Table, replace};
use benches::national::{Size, deliver};
use benches::own_process::in_own_process;
use exchange::run::peak_rss_mib;
use exchange::{Desk, Received, Role, receive};
use studies::inputs::{Delivery, read_needed};
use studies::study_file::EXAMPLES;
use studies::{StudyFile, run};

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["make", parts, folder] => deliver(Size::of_country(parts.parse()?), Path::new(folder)),
        ["study", name, folder] => study(name, Path::new(folder)),
        [] => all("10", None),
        [parts] => all(parts, None),
        ["--write", page] => all("10", Some(page.into())),
        [parts, "--write", page] => all(parts, Some(page.into())),
        _ => Err("the arguments are the number of parts and --write PAGE".into()),
    }
}

/// Makes the delivery and runs each study on it, every step in a process of its own.
fn all(parts: &str, page: Option<PathBuf>) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("country");
    let folder = path.to_str().ok_or("the temporary folder has no name in UTF-8")?;
    let size = Size::of_country(parts.parse()?);
    std::fs::create_dir(&path)?;
    in_own_process(&["make", parts, folder])?;
    let mut table =
        Table::new(&["study", "seconds", "of which reading", "CPU seconds", "peak MiB", "bar: seconds", "bar: MiB"]);
    for (name, _) in EXAMPLES {
        let found = in_own_process(&["study", name, folder])?;
        let mut cells: Vec<String> = found.split_whitespace().map(str::to_owned).collect();
        cells.extend(["60".to_owned(), "4096".to_owned()]);
        table.row(&cells);
    }
    let text = format!(
        "One part in {parts} of the country: {} people treated, {} offences of {} offenders, {} deaths, {} spells of {} people; {} threads, \
         load {} when it ended.\n\n{}",
        size.treated,
        size.offences,
        size.offenders,
        size.deaths,
        size.spells,
        size.claimants,
        rayon::current_num_threads(),
        load(),
        table.text()
    );
    write!(std::io::stdout(), "{text}")?;
    page.map_or(Ok(()), |page| replace(&page, "national-studies", &text))
}

/// What else the machine had to do: figures of a busy one are too large.
fn load() -> String {
    let all = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    all.split_whitespace().next().unwrap_or("unknown").to_owned()
}

/// Checks and reads what one study needs of the delivery, as the command does, and runs it; prints name, seconds, seconds of reading, CPU
/// seconds and peak memory.
fn study(name: &str, folder: &Path) -> Result<()> {
    let (_, text) = EXAMPLES.into_iter().find(|(example, _)| *example == name).ok_or("there is no such study")?;
    let study = StudyFile::parse(text)?;
    let clock = Instant::now();
    let of = |name: &str, role| -> Result<Received> { Ok(receive(&folder.join(name), role, Desk::OneHat)?) };
    let payload = |name| of(name, Role::Analysis);
    let (spine, treatment) = (of("spine", Role::Spine)?, payload("ndtms")?);
    let (police, deaths, work) = (payload("pnc")?, payload("deaths")?, payload("dwp")?);
    let delivery = Delivery {
        spine: &spine,
        treatment: &treatment,
        police: Some(&police),
        deaths: Some(&deaths),
        work: Some(&work),
    };
    let inputs = read_needed(&delivery, study.kind().needed())?;
    let reading = clock.elapsed().as_secs_f64();
    let result = run(&study, &inputs)?;
    let seconds = clock.elapsed().as_secs_f64();
    let (cpu, peak) = (cpu_seconds().unwrap_or_default(), peak_rss_mib().unwrap_or_default());
    let kind = result.study.kind().name();
    writeln!(std::io::stdout(), "{kind} {seconds:.1} {reading:.1} {cpu:.1} {peak:.0}")?;
    Ok(())
}

/// Seconds that the processors spent on this process, in it and for it, as Linux counts them: in hundredths.
fn cpu_seconds() -> Option<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    // The name of the program comes before and may hold spaces; then fields 3 to the end.
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = fields.get(11)?.parse::<f64>().ok()? + fields.get(12)?.parse::<f64>().ok()?;
    Some(ticks / 100.0)
}
