//! How long the HMACs of a run take by themselves on this machine: what `benches/national` and `benches/bars` set beside their runs.
//!
//! `cargo run --release -p benches --example hmac_floor -- COUNT` makes `COUNT` HMAC-SHA-256 on all threads (`RAYON_NUM_THREADS`) and prints
//! the seconds. An example, since `cargo test` builds those: a clean clone then has it without building the libraries a second time.
#![expect(clippy::print_stdout, reason = "a command that prints its one figure")]

use benches::Result;
use benches::cost::seconds_of_hmacs;
use keys::Keyring;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [count] = arguments.as_slice() else { return Err("give the number of HMACs".into()) };
    let seconds = seconds_of_hmacs(&Keyring::from_test_seed("floor", 1)?, count.parse()?)?;
    println!("{seconds:.3}");
    Ok(())
}
