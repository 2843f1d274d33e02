//! The key hierarchy of a linkage project: derivation, sealed keyring files, tokens' primitives. No records.
