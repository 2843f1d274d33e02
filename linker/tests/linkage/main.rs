//! Stages of the linkage against oracles outside this crate: EM against exact data of a known model,
//! the comparison of tokens against the comparison of clear text, and tokens of two keys against chance.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails where it stands")]

mod clear_text;
mod deliveries;
mod dummies;
mod em;
mod journal;
mod pairs;
mod relayed;
mod tokens_say_what_clear_text_says;
mod two_projects;
mod world;
