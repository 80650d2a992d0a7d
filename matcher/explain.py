"""The evidence for one pair, in words: the same numbers as the scorer's, with values, rules and reasons."""

from __future__ import annotations

import functools
import sys
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import repeat
from typing import Any

import numpy as np

from matcher.comparator import Comparator, notes_for
from matcher.features import Registry, registry
from matcher.scorer import GRADES, Prior, Scores, score
from matcher.weights.model import Model
from models.evidence import Evidence, Judgement
from models.person import Person

RELATIVES = "relatives"
"""Name of the piece of evidence that weighs two people of one family against one person."""

OTHER_IDENTITY = "other_identity"
"""Name of the piece of evidence that bounds differing data where pictures speak for one person."""

Reasons = Mapping[str, Any]
_SHOWN = 5e-3
"""Bits below which a bound has not bound anything."""


def explain(
    a: Person, b: Person, model: Model, prior: Prior | None = None, comparators: Registry | None = None
) -> Judgement:
    """Judge one pair and say why; ``comparators`` defaults to those of Art. 6."""
    rooms = comparators or registry()
    both = rooms.batch([rooms.normalise(a), rooms.normalise(b)])
    first, second = np.array([0], np.intp), np.array([1], np.intp)
    return explain_scored(a, [b], score(both.take(first), both.take(second), model, prior), [0], model)[0]


def explain_scored(
    a: Person, others: Sequence[Person], scores: Scores, at: Sequence[int], model: Model
) -> list[Judgement]:
    """Put pairs of a batch that is scored already into words: ``a`` with ``others[i]`` is pair ``at[i]``."""
    columns = [_pieces(comparator, a, others) for comparator in scores.registry.comparators]
    told = [[piece for column in columns for piece in column[i]] for i in range(len(others))]
    return [_judgement(pieces, scores, i, model) for pieces, i in zip(told, at, strict=True)]


@dataclass(frozen=True, slots=True)
class _Piece:
    """What a pair shows in one attribute, whatever the scorer said of it."""

    reasons: Mapping[str, Mapping[str, str]]
    levels: tuple[str, ...]
    values: tuple[str, str]
    notes: tuple[str, ...]


def _pieces(comparator: Comparator[Any], a: Person, others: Sequence[Person]) -> list[list[_Piece]]:
    """For each of ``others`` the pieces of one comparator, one an attribute."""
    room, levels, left = room_reasons(room_of(comparator)), comparator.levels, comparator.shown(a)
    reasons = [room[attribute] for attribute in comparator.attributes]
    return [
        [_Piece(*piece) for piece in zip(reasons, repeat(levels), zip(left, comparator.shown(b), strict=True), notes)]
        for b, notes in zip(others, notes_for(comparator, a, others), strict=True)
    ]


def _judgement(pieces: Sequence[_Piece], scores: Scores, at: int, model: Model) -> Judgement:
    relation = int(scores.relation[at])
    own = len(pieces)  # columns beside them are the pictures', which their comparison puts into words itself
    levels, weights = scores.levels[at, :own].tolist(), scores.bits[at, :own].tolist()
    rows = zip(scores.registry.attributes, pieces, levels, weights, strict=True)
    evidence = [
        Evidence(name, p.values, p.levels[level], bits, dict(p.reasons[p.levels[level]]), p.notes)
        for name, p, level, bits in rows
    ]
    return Judgement(
        bits=float(scores.total[at]),
        probability=float(scores.probability[at]),
        grade=GRADES[int(scores.grade[at])],
        evidence=(*evidence, *_other_identity(scores, at), *_relatives(scores, at, model)),
        relation=model.relations[relation].name if relation >= 0 else None,
    )


def _relatives(scores: Scores, at: int, model: Model) -> Sequence[Evidence]:
    bits, relation = float(scores.relatives[at]), int(scores.relation[at])
    if relation < 0:
        level = "unlikely"
        if bits == 0.0:
            return ()
    else:
        level = model.relations[relation].name
    reason = room_reasons("matcher.scorer")[RELATIVES][level]
    return (Evidence(RELATIVES, ("", ""), level, bits, dict(reason)),)


def _other_identity(scores: Scores, at: int) -> Sequence[Evidence]:
    bits = float(scores.other_identity[at])
    if bits < _SHOWN:
        return ()
    reason = room_reasons("matcher.scorer")[OTHER_IDENTITY]["possible"]
    return (Evidence(OTHER_IDENTITY, ("", ""), "possible", bits, dict(reason)),)


def room_of(comparator: Comparator[Any]) -> str:
    """The package whose ``reasons.toml`` speaks for a comparator."""
    named = getattr(comparator, "room", None)
    module = type(comparator).__module__
    is_package = hasattr(sys.modules[module], "__path__")
    return str(named) if named else module if is_package else module.rpartition(".")[0]


@functools.cache
def room_reasons(room: str) -> Reasons:
    """A room's sentences: ``[attribute][level][language]`` and ``["notes"][code][language]``."""
    return tomllib.loads(files(room).joinpath("reasons.toml").read_text("utf-8"))


def note_text(attribute: str, code: str, language: str, comparators: Registry | None = None) -> str:
    """The sentence of a note; raises KeyError for a code the attribute's room does not know."""
    for comparator in (comparators or registry()).comparators:
        if attribute in comparator.attributes:
            return str(room_reasons(room_of(comparator))["notes"][code][language])
    raise KeyError(attribute)
