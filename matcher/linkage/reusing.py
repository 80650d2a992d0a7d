"""A job with the weights of an earlier one: the model file is all that is kept, whatever engine made it.

What belongs to the register and not to the weights is found anew: how common each value is, and the prior, which is
the share of matching pairs among all. Values that go together stand in the file as texts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from matcher.features import Features, Registry
from matcher.generic import NONE, Coded, ColumnComparator, Vocabulary
from matcher.generic.comparators import pair_codes
from matcher.weights.model import Model
from models.errors import BadFile

ASSOCIATIONS: Final = "associations"
"""Entry of a model document: column → pairs of values that go together."""


def fitting(features: Features, model: Model) -> Features:
    """The features as the model compares them; raises BadFile('model_misfit') naming the attribute."""
    registry = features.registry
    known = ", ".join(f"{name} ({_type(weights)})" for name, weights in model.document["attributes"].items())
    for name, levels in zip(registry.attributes, registry.levels, strict=True):
        weights = model.attributes.get(name)
        if weights is None or (weights.levels != levels and weights.own is None):
            raise BadFile("model_misfit", name, known=known)
    pairs: Mapping[str, Sequence[Sequence[str]]] = model.document.get(ASSOCIATIONS, {})
    comparators = [
        replace(c, associated=_codes(pairs.get(c.column, ()), v.vocabulary))
        if isinstance(c, ColumnComparator) and isinstance(v, Coded)
        else c
        for c, v in zip(registry.comparators, features.columns, strict=True)
    ]
    return Features(Registry(tuple(comparators)), features.columns, features.size)


def absent(features: Features, model: Model) -> tuple[str, ...]:
    """Warnings of attributes that the model weighs and the job does not have."""
    return tuple(f"not_in_data:{name}" for name in model.attributes if name not in features.registry.attributes)


def associated_texts(features: Features) -> dict[str, list[list[str]]]:
    """The values that go together, by column, as texts for a model document."""
    found = {}
    for comparator, column in zip(features.registry.comparators, features.columns, strict=True):
        if isinstance(comparator, ColumnComparator) and isinstance(column, Coded) and len(comparator.associated):
            size, words = len(column.vocabulary), column.vocabulary.words
            sides = [words.take(pa.array(side)) for side in np.divmod(comparator.associated, size)]
            found[comparator.column] = [list(pair) for pair in zip(*(s.to_pylist() for s in sides), strict=True)]
    return found


def _codes(pairs: Sequence[Sequence[str]], vocabulary: Vocabulary) -> NDArray[np.int64]:
    """Sorted pair codes of the pairs whose values both occur."""
    if not pairs or not len(vocabulary):
        return np.empty(0, np.int64)
    one, other = (
        np.asarray(pc.fill_null(pc.index_in(pa.array(side, pa.string()), value_set=vocabulary.words), NONE), np.int32)
        for side in zip(*pairs, strict=True)
    )
    both = (one != NONE) & (other != NONE)
    return np.unique(pair_codes(one[both], other[both], len(vocabulary)))


def _type(weights: Mapping[str, Any]) -> str:
    return str(weights.get("type", "Art. 6"))
