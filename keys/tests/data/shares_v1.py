"""Writes shares_v1.txt: shares of a secret over GF(2^8), from Shamir's paper and the field's definition.

Independent of this crate and of the crate it uses: Python's standard library alone. Run: python3 shares_v1.py > shares_v1.txt
"""

import hashlib
import itertools


def times(a, b):
    """The product in GF(2^8) modulo x^8 + x^4 + x^3 + x + 1."""
    product = 0
    while b:
        product ^= a if b & 1 else 0
        a = a << 1 ^ (0x11B if a & 0x80 else 0)
        b >>= 1
    return product


def value_at(place, coefficients):
    value = 0
    for coefficient in reversed(coefficients):
        value = times(value, place) ^ coefficient
    return value


def shares(secret, threshold, holders):
    stream = hashlib.shake_256(b"coefficients" + secret).digest(len(secret) * (threshold - 1))
    polynomials = [[byte, *stream[at * (threshold - 1) : (at + 1) * (threshold - 1)]] for at, byte in enumerate(secret)]
    return {place: bytes(value_at(place, polynomial) for polynomial in polynomials) for place in holders}


def main():
    print("# Known answers of sharing, version 1; written by shares_v1.py. PLACE:VALUE ... => SECRET")
    for secret, threshold, holders in ((b"\x00\x01\xfe\xff", 2, (1, 2, 3)), (b"a secret of some length", 3, (1, 2, 200, 255))):
        made = shares(secret, threshold, holders)
        for chosen in itertools.chain(itertools.combinations(holders, threshold), [holders]):
            print(*(f"{place}:{made[place].hex()}" for place in chosen), "=>", secret.hex())


main()
