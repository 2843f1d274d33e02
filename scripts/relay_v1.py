"""Recomputes the known answers of relayed tokens, version 1, and compares them with a data file.

Independent of the Rust code: Python's standard library and scripts/token_v1.py, from the byte layouts that are documented in
keys/src/derive.rs (keys), linker/src/encode/token_v1.rs (what an owner sends) and linker/src/relay/relay_v1.rs (what a relay
makes of it).

Run: python3 scripts/relay_v1.py [linker/tests/data/relay_v1.json]
Prints every difference; the exit status is 1 when there is one, 2 when the file holds nothing to compare.
"""

import pathlib
import sys

from token_v1 import aes_128, derive, framed, hmac_sha256, main

SHIPPED = pathlib.Path(__file__).parent.parent / "linker/tests/data/relay_v1.json"


def recomputed(answers, case):
    """Yields what, expected, found."""
    seed, scope = answers["seed"].to_bytes(8, "big"), (answers["project"], case["link"])
    owners, relays = derive(seed, "test root"), derive(seed, "test relay root")
    of_pass = (*scope, case["pass"], case["delivery"])
    block = hmac_sha256(derive(owners, "block", *of_pass), framed(case["block_values"]))
    relayed = hmac_sha256(derive(relays, "relay block", *of_pass), block[:8])
    yield "owner's block token", case["block_token"], block[:8].hex()
    yield "relayed block token", case["relayed_block"], relayed[:8].hex()
    for token in case["tokens"]:
        value = derive(owners, "value", *scope, token["domain"], case["delivery"])
        own = aes_128(block[16:], hmac_sha256(value, framed([token["value"]]))[:16])[:8]
        yield f"owner's token of domain {token['domain']}", token["token"], own.hex()
        yield f"relayed token of domain {token['domain']}", token["relayed"], aes_128(relayed[16:], own + bytes(8))[:4].hex()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else SHIPPED, recomputed))
