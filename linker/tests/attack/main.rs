//! The attack suite on made-up people: the positive controls must succeed, and the cap must end them.

#![expect(clippy::print_stdout, reason = "the figures are half the point: cargo test -- --nocapture shows them")]

mod control;
mod population;
mod reference;
mod register;
