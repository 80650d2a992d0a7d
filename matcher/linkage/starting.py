"""The model document a job starts from: what is known of the attributes of Art. 6, and a plain start for the others."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from math import log2
from typing import Any, Final

from matcher.features import Features
from matcher.generic import ColumnComparator
from matcher.generic.starts import starts
from matcher.weights import default_model

FAR_APART: Final = 1_000.0
"""Bits beyond which the identity calibration of a job ends."""


def starting_document(features: Features) -> dict[str, Any]:
    """A model document for the job's registry; u of declared columns is even until it is counted on random pairs."""
    base = dict(default_model().document)
    attributes: dict[str, Any] = {}
    declared = False
    for comparator, column in zip(features.registry.comparators, features.columns, strict=True):
        if isinstance(comparator, ColumnComparator):
            declared = True
            attributes[comparator.column] = _column(comparator, column)
        else:
            attributes.update({a: deepcopy(base["attributes"][a]) for a in comparator.attributes})
    document = {**deepcopy(base), "attributes": attributes}
    document["relations"] = _known(base["relations"], attributes)
    if declared:
        document["families"] = {name: [name] for name in attributes}
        document["grades"] = {**base["grades"], "rules": []}
        document["calibration"] = {"summed": [-FAR_APART, FAR_APART], "calibrated": [-FAR_APART, FAR_APART]}
        document["relations"]["kinds"] = {}
    return document


def _known(relations: Mapping[str, Any], attributes: Mapping[str, Any]) -> dict[str, Any]:
    kinds = {}
    for name, kind in relations["kinds"].items():
        offset = {a: v for a, v in kind["offset"].items() if a in attributes}
        kinds[name] = {**kind, "offset": offset, "shared": [a for a in kind["shared"] if a in attributes]}
    return {**relations, "kinds": kinds}


def _column(comparator: ColumnComparator, column: Any) -> dict[str, Any]:
    start, levels = starts()[comparator.kind], comparator.levels
    m = [1.0, *(start["m"][name] for name in levels[1:])]
    even = 1.0 / (len(levels) - 1)
    return {
        "type": comparator.kind,
        "levels": list(levels),
        "falling": [name for name in start["falling"] if name in levels],
        "rarer": start["rarer"],
        "m": m,
        "u": [1.0] + [even] * (len(levels) - 1),
        "floor": start["floor"],
        "ceiling": start["ceiling"],
        "frequency": {
            "damp": start["damp"],
            "limit": start["limit"],
            "reference": _reference(column.vocabulary.agreement, len(levels)),
        },
    }


def _reference(agreement: float, levels: int) -> list[float | None]:
    """An agreement on an average value is worth its level's bits: log2 of the chance that two strangers agree."""
    return [None, log2(max(agreement, 1e-12)), *[None] * (levels - 2)]
