"""Merkle tree hashes of RFC 6962, section 2.1: leaves and inner nodes are hashed apart, lest one pass for the other."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Final

EMPTY: Final = hashlib.sha256().digest()


def leaf_hash(data: bytes) -> bytes:
    """The hash of one entry."""
    return hashlib.sha256(b"\x00" + data).digest()


def root(leaves: Iterable[bytes]) -> bytes:
    """The tree hash over leaf hashes; keeps only one hash for each level of the tree."""
    peaks: list[tuple[int, bytes]] = []
    for leaf in leaves:
        height, node = 0, leaf
        while peaks and peaks[-1][0] == height:
            node = _node(peaks.pop()[1], node)
            height += 1
        peaks.append((height, node))
    if not peaks:
        return EMPTY
    result = peaks.pop()[1]
    while peaks:
        result = _node(peaks.pop()[1], result)
    return result


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()
