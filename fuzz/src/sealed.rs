//! Sealed files: as they lie on disk, sealed by anybody, and what is inside, sealed to us by somebody who means harm.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use age::x25519;

use crate::with_file;

/// A key pair made of 32 bytes of value 1: it protects nothing.
const IDENTITY: &str = "AGE-SECRET-KEY-1QYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZ9K4CN";

static RECIPIENT: LazyLock<x25519::Recipient> =
    LazyLock::new(|| IDENTITY.parse::<x25519::Identity>().expect("an age identity").to_public());

/// Hands `read` the path of a file called `name` that is `bytes`, then of one that holds them sealed, and our identities.
pub fn opened_as_is_and_sealed(bytes: &[u8], name: &str, read: impl Fn(&Path, &[PathBuf])) {
    let sealed = age::encrypt(&*RECIPIENT, bytes).expect("bytes can be sealed");
    for file in [bytes, &sealed] {
        with_file("identity.txt", IDENTITY.as_bytes(), |identity| {
            with_file(name, file, |path| read(path, &[identity.to_owned()]));
        });
    }
}
