"""Forgetting what was read from data files: needed only where the files change under a running process, in training
and in tests."""

from __future__ import annotations

from matcher.names import batches, distance, lexicon, role_evidence, roles, vocabulary, weighing


def forget() -> None:
    """Empty every cache that depends on the learned files."""
    for cached in (
        distance.costs,
        distance.stacked,
        lexicon.tables,
        lexicon.entry,
        lexicon.look_up,
        lexicon.look_up_father,
        weighing.weights,
        role_evidence.evidence,
        roles.marks,
        roles.fields,
        vocabulary.coded,
    ):
        cached.cache_clear()
    batches.Shared.renew()
