"""Names of clusters that outlive a run: a cluster keeps the name it had, as far as its records stayed together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray


def names(labels: NDArray[np.intp], identifiers: Sequence[str], previous: Mapping[str, str] | None = None) -> list[str]:
    """The name of each record's cluster.

    ``labels``: the number of the first record of each record's cluster. A cluster is named by its first record's
    identifier. With ``previous`` (identifier → name) an old name goes to the cluster that holds the most of its
    records, ties to the one with the earliest record; where several old clusters became one, the name with the most
    records stays. A cluster left without an old name is named by its first record whose identifier is no old name.
    """
    if not previous:
        return [identifiers[label] for label in labels.tolist()]
    taken = _kept(labels, identifiers, previous)
    reserved = set(previous.values())
    members: dict[int, list[int]] = {}
    for record, label in enumerate(labels.tolist()):
        members.setdefault(label, []).append(record)
    for label, records in members.items():
        if label not in taken:
            free = (identifiers[r] for r in records if identifiers[r] not in reserved)
            taken[label] = next(free, None) or _unused(identifiers[label], reserved)
            reserved.add(taken[label])
    return [taken[label] for label in labels.tolist()]


def _kept(labels: NDArray[np.intp], identifiers: Sequence[str], previous: Mapping[str, str]) -> dict[int, str]:
    """Label → old name, each name once: the largest overlap first."""
    shared: dict[tuple[str, int], int] = {}
    for record, label in enumerate(labels.tolist()):
        name = previous.get(identifiers[record])
        if name is not None:
            shared[name, label] = shared.get((name, label), 0) + 1
    found: dict[int, str] = {}
    given: set[str] = set()
    for (name, label), _ in sorted(shared.items(), key=lambda item: (-item[1], item[0][1], item[0][0])):
        if label not in found and name not in given:
            found[label] = name
            given.add(name)
    return found


def _unused(name: str, reserved: set[str]) -> str:
    """The name with the first free number behind it."""
    number = 2
    while f"{name}+{number}" in reserved:
        number += 1
    return f"{name}+{number}"
