//! Relay mode: what the linkage unit finds is what it finds without, and no one party's key opens what it holds.

mod dictionary;
mod memory;
mod patterns;
