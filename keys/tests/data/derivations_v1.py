"""Writes derivations_v1.txt from the byte layout documented in src/derive.rs, src/frame.rs and src/study.rs.

Independent of this crate: Python's standard library alone. Run: python3 derivations_v1.py > derivations_v1.txt
The file is frozen. A difference means that tokens, handles or pseudonyms made by another version no longer compare.
"""

import base64
import hashlib
import hmac


def hmac_sha256(key, message):
    return hmac.new(key, message, hashlib.sha256).digest()


def hkdf_sha256(salt, ikm, info, length):
    """RFC 5869."""
    prk = hmac_sha256(salt, ikm)
    okm, block = b"", b""
    while len(okm) < length:
        block = hmac_sha256(prk, block + info + bytes([len(okm) // 32 + 1]))
        okm += block
    return okm[:length]


def info(parts):
    return b"".join(len(part).to_bytes(2, "big") + part for part in parts)


def derive(ikm, *parts, length=32):
    return hkdf_sha256(b"dwlink/v1", ikm, info(part if isinstance(part, bytes) else part.encode() for part in parts), length)


def framed(parts):
    def prefix(part):
        return bytes([len(part)]) if len(part) <= 254 else b"\xff" + len(part).to_bytes(8, "big")

    return b"".join(prefix(part) + part for part in parts)


def answer(*parts, value):
    shown = (part.hex() if isinstance(part, bytes) else str(part) for part in parts)
    print("|".join(shown), "=>", value if isinstance(value, str) else value.hex())


def main():
    print("# Known answers of key derivation, version 1; written by derivations_v1.py. Seed 1 is worthless as a secret.")
    seed = (1).to_bytes(8, "big")
    root = derive(seed, "test root")
    answer("test root", value=root)
    answer("test stream", "nonce", value=derive(seed, "test stream", "nonce", length=16))
    for project in ("pilot", "Pilot_2.b-1"):
        answer("check value", project, value=derive(root, "check value", project, length=8))
        for delivery in ("2024-q1", ""):
            for link in ("ndtms-pnc", "a"):
                for label, scope in (("block", "dob2+s1"), ("value", "surname")):
                    parts = (label, project, link, scope, delivery)
                    answer(*parts, value=derive(root, *parts))
        for label in ("handle", "payload handle", "filler"):
            for source in ("ndtms", "décès"):
                answer(label, project, source, value=derive(root, label, project, source))
        row_keys = derive(root, "payload row", project, "ndtms", "00ff00ff00ff00ff")
        for handle in (0, 2**64 - 1):
            row_key = hmac_sha256(row_keys, handle.to_bytes(8, "big"))
            answer("payload row", project, "ndtms", "00ff00ff00ff00ff", handle, value=row_key)
        for run in (bytes(16), bytes(range(16))):
            answer("journal", project, "ndtms", run, value=derive(root, "journal", project, "ndtms", run))

    study_root = derive(seed, "test study root")
    answer("test study root", value=study_root)
    for study in ("deaths", "work-2"):
        answer("study check value", "pilot", study, value=derive(study_root, "study check value", "pilot", study, length=8))
        pseudonym_key = derive(study_root, "study pseudonym", "pilot", study)
        cell_key = derive(study_root, "study cell", "pilot", study)
        for handle in (0, 42, 2**64 - 1):
            message = handle.to_bytes(8, "big")
            pseudonym = base64.b32encode(hmac_sha256(pseudonym_key, message)[:16]).decode().rstrip("=")
            answer("study pseudonym", "pilot", study, handle, value=pseudonym)
            answer("study cell", "pilot", study, handle, value=hmac_sha256(cell_key, message)[:4])

    relay_root = derive(seed, "test relay root")
    answer("test relay root", value=relay_root)
    for project in ("pilot", "Pilot_2.b-1"):
        answer("relay check value", project, value=derive(relay_root, "relay check value", project, length=8))
        for delivery in ("2024-q1", ""):
            parts = ("relay block", project, "ndtms-pnc", "dob2+s1", delivery)
            answer(*parts, value=derive(relay_root, *parts))
        run = bytes(range(16))
        answer("relay journal", project, "ndtms", run, value=derive(relay_root, "relay journal", project, "ndtms", run))

    identity = "AGE-SECRET-KEY-1QYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZ9K4CN"
    answer("desk signature", identity, value=derive(identity.encode(), "desk signature"))

    key = derive(root, "value", "pilot", "ndtms-pnc", "surname", "2024-q1")
    for parts in ((), (b"",), (b"", b""), (b"SMITH",), (b"1980-02-29", b"J"), (b"x" * 254,), (b"x" * 255, b"y")):
        answer("mac", *parts, value=hmac_sha256(key, framed(parts)))


main()
