"""Recomputes the known answers of token format v1 and compares them with a data file.

Independent of the Rust code: Python's standard library alone, from the byte layouts that are documented in
keys/src/derive.rs (keys), keys/src/frame.rs (framing) and linker/src/encode/token_v1.rs (tokens). AES is written out
from FIPS 197 and checked against its appendix B before it is used.

Run: python3 scripts/token_v1.py [linker/tests/data/token_v1.json]
Prints every difference; the exit status is 1 when there is one, 2 when the file holds nothing to compare.
"""

import hashlib
import hmac
import json
import pathlib
import sys

SHIPPED = pathlib.Path(__file__).parent.parent / "linker/tests/data/token_v1.json"


def main(path, recompute):
    """Prints how the answers in a file differ from what `recompute` yields for each case; gives the exit status."""
    with open(path, encoding="utf-8") as file:
        answers = json.load(file)
    check_aes()
    compared, differences = 0, []
    for number, case in enumerate(answers["cases"]):
        for what, expected, found in recompute(answers, case):
            compared += 1
            if expected != found:
                differences.append(f"case {number}, {what}: the file has {expected}, this script finds {found}")
    print("\n".join(differences + [f"{compared} answers compared, {len(differences)} differ"]))
    if not compared:
        return 2
    return 1 if differences else 0


def recomputed(answers, case):
    """Yields what, expected, found."""
    root = derive(answers["seed"].to_bytes(8, "big"), "test root")
    scope = (answers["project"], case["link"])
    block_prf = derive(root, "block", *scope, case["pass"], case["delivery"])
    block = hmac_sha256(block_prf, framed(case["block_values"]))
    yield "block token", case["block_token"], block[:8].hex()
    for token in case["tokens"]:
        value_prf = derive(root, "value", *scope, token["domain"], case["delivery"])
        value = hmac_sha256(value_prf, framed([token["value"]]))[:16]
        yield f"token of domain {token['domain']}", token["token"], aes_128(block[16:], value)[:4].hex()


def hmac_sha256(key, message):
    return hmac.new(key, message, hashlib.sha256).digest()


def derive(key, *parts):
    """HKDF-SHA-256 (RFC 5869) of 32 bytes: one block of expansion."""
    info = b"".join(len(part.encode()).to_bytes(2, "big") + part.encode() for part in parts)
    return hmac_sha256(hmac_sha256(b"dwlink/v1", key), info + b"\x01")


def framed(values):
    """Each value after its length: one byte up to 254, else 255 and eight bytes."""

    def length(value):
        return bytes([len(value)]) if len(value) <= 254 else b"\xff" + len(value).to_bytes(8, "big")

    return b"".join(length(value.encode()) + value.encode() for value in values)


def double(byte):
    """Multiplication by x in GF(2^8) (FIPS 197, section 4.2)."""
    return (byte << 1 ^ (0x11B if byte & 0x80 else 0)) & 0xFF


def s_box():
    """Inverse in GF(2^8), then the affine map (FIPS 197, section 5.1.1), walking powers of the generator 3."""
    box, power, inverse = [0x63] * 256, 1, 1
    while True:
        rotated = [(inverse << turn | inverse >> (8 - turn)) & 0xFF for turn in range(5)]
        box[power] = 0x63 ^ rotated[0] ^ rotated[1] ^ rotated[2] ^ rotated[3] ^ rotated[4]
        power ^= double(power)
        for shift in (1, 2, 4):
            inverse ^= inverse << shift & 0xFF
        inverse ^= 0x09 if inverse & 0x80 else 0
        if power == 1:
            return box


S_BOX = s_box()


def round_keys(key):
    words, constant = [list(key[i : i + 4]) for i in range(0, 16, 4)], 1
    while len(words) < 44:
        word = words[-1]
        if len(words) % 4 == 0:
            word = [S_BOX[byte] for byte in word[1:] + word[:1]]
            word[0] ^= constant
            constant = double(constant)
        words.append([a ^ b for a, b in zip(words[-4], word)])
    return [sum(words[i : i + 4], []) for i in range(0, 44, 4)]


def aes_128(key, block):
    keys = round_keys(key)
    state = [a ^ b for a, b in zip(block, keys[0])]
    for number in range(1, 11):
        state = [S_BOX[state[(i + 4 * (i % 4)) % 16]] for i in range(16)]
        if number < 10:
            state = [byte for column in range(0, 16, 4) for byte in mixed(state[column : column + 4])]
        state = [a ^ b for a, b in zip(state, keys[number])]
    return bytes(state)


def mixed(column):
    everything = column[0] ^ column[1] ^ column[2] ^ column[3]
    return [column[i] ^ everything ^ double(column[i] ^ column[(i + 1) % 4]) for i in range(4)]


def check_aes():
    """FIPS 197, appendix B."""
    key = bytes.fromhex("2b7e151628aed2a6abf7158809cf4f3c")
    plain = bytes.fromhex("3243f6a8885a308d313198a2e0370734")
    if aes_128(key, plain).hex() != "3925841d02dc09fbdc118597196a0b32":
        raise SystemExit("this script's AES-128 is wrong")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else SHIPPED, recomputed))
