//! `fixtures generate`: invented people with known truth.

use exchange::RunReport;
use fixtures::{WorldSpec, write_departments, write_population};

use crate::args::{self, Common};
use crate::error::{CliError, ExitStatus};
use crate::printer::Printer;
use crate::unfinished;

/// Below this population the shipped four-department spec finds too many people unique on sex, year of birth and area.
const FEWEST_PEOPLE: usize = 200_000;

/// A register is for attacks; one of a country would take longer to write than its extracts.
const LARGEST_REGISTER: usize = 1_000_000;

pub(super) fn run(args: &args::Fixtures, common: &Common, printer: &Printer) -> Result<ExitStatus, CliError> {
    let args::Fixtures::Generate { people, profile, seed, out } = args;
    let spec = match profile {
        args::World::Demo => WorldSpec::for_people(*people, *seed),
        args::World::National => WorldSpec::national(*people, *seed),
    };
    let folder = unfinished::begun(out, None::<&std::path::Path>, common, printer)?;
    write_departments(&spec, folder.path(), &|_| ())?;
    write_population((*people).min(LARGEST_REGISTER), *seed, 1, &folder.folder("population")?)?;
    RunReport::new("fixtures generate", rayon::current_num_threads(), env!("CARGO_PKG_VERSION"))
        .write(folder.path())?;
    folder.commit()?;
    printer.line(format!("{}: ndtms, pnc, deaths, dwp, population, truth", out.display()));
    printer.note("All people are invented. Only the evaluation reads truth/.");
    if *people < FEWEST_PEOPLE {
        printer.note(
            "So few people stand out: the shipped spec refuses their payload above its uniques_ceiling. Raise it to try.",
        );
    }
    Ok(ExitStatus::Done)
}
