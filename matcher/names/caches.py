"""Forgetting what was read from data files: needed only where the files change under a running process, in training and in tests."""

from __future__ import annotations

from matcher.names import comparison, distance, lexicon, pairs, roles, vocabulary


def forget() -> None:
    """Empty every cache that depends on the learned files."""
    for cached in (
        distance.costs,
        distance.stacked,
        lexicon.table,
        pairs.weights,
        roles.evidence,
        roles.marks,
        roles.fields,
        vocabulary.alternatives,
    ):
        cached.cache_clear()
    comparison.Shared.renew()
