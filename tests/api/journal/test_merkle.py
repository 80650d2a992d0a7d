"""Tree hashes as RFC 6962 defines them."""

from __future__ import annotations

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from api.merkle import EMPTY, leaf_hash, root


def by_definition(leaves):
    """Section 2.1, word for word."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return hashlib.sha256(b"\x01" + by_definition(leaves[:k]) + by_definition(leaves[k:])).digest()


@given(st.lists(st.binary(max_size=8), max_size=40))
def test_the_root_is_that_of_the_definition(entries):
    leaves = [leaf_hash(entry) for entry in entries]
    assert root(leaves) == by_definition(leaves)


def test_the_root_of_nothing_is_the_hash_of_nothing():
    assert root([]) == EMPTY == bytes.fromhex("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
