//! The program as its users meet it: one test binary.
//!
//! - `attack`: whom an owner's attack on its own delivery counts.
//! - `cases`: what each command says and leaves behind, case by case as data (`cases/*.toml`).
//! - `certificates`: what leaves of the text of a death certificate.
//! - `gate`: what `pseudonymise` refuses to write.
//! - `custody`: keys split, combined, recorded and destroyed.
//! - `disk`, `interrupt`: a full disk and Ctrl-C.
//! - `hostile`: files in which everybody is alike.
//! - `hsm`: a root inside a hardware token (feature `hsm`).
//! - `round`: a whole study by separate hats.
//! - `determinism`: same inputs, same bytes.
//! - `leak`: planted identities are in no file that leaves an owner or that a killed run leaves; two projects share nothing.
//! - `kinds`: error rates by kind of person.
//! - `quality`: the page about the models.
//! - `relay`: the custodian's own key between owners and linkage unit.
//! - `reuse`: a model given back.
//! - `resume`: killed runs that are gone on with.
//! - `review`: clerical review by reviewers who know the truth.
//! - `sealed`: payload whose rows open one person at a time.
//! - `signed`: folders that are signed, and refused when they are not.
//! - `small`: few rows, or few people in both files.
//! - `accuracy`: bars on public evaluation data (`DWLINK_EVAL_DATA`).

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails where it stands")]
#![expect(clippy::print_stdout, reason = "skipped tests say so")]

mod accuracy;
mod attack;
mod cases;
mod certificates;
mod custody;
mod determinism;
mod disk;
mod folders;
mod gate;
mod hostile;
#[cfg(feature = "hsm")]
mod hsm;
mod interrupt;
mod kinds;
mod leak;
mod people;
mod program;
mod quality;
mod relay;
mod resume;
mod reuse;
mod review;
mod round;
mod sealed;
mod signed;
mod small;
mod steps;
mod world;
