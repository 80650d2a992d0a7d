"""The evidence for one pair, in words: the same numbers as the scorer's, with values, rules and reasons."""

from __future__ import annotations

import functools
import sys
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import numpy as np

from matcher.comparator import Comparator, Met, Notes, notes_for
from matcher.features import Features, Registry, registry
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
    pair = both.take(np.array([0], np.intp)), both.take(np.array([1], np.intp))
    return explain_scored(a, [b], Chosen(score(*pair, model, prior), [0], pair), model)[0]


@dataclass(frozen=True, slots=True)
class Chosen:
    """The pairs ``at`` of a batch that is scored; ``read`` are the features of both its sides, so that nothing that was
    read for the scorer is read again."""

    scores: Scores
    at: Sequence[int]
    read: tuple[Features, Features] | None = None


def explain_scored(a: Person, others: Sequence[Person], chosen: Chosen, model: Model) -> list[Judgement]:
    """Put chosen pairs into words: ``a`` with ``others[i]`` is the i-th of them."""
    scores, at, read = chosen.scores, chosen.at, chosen.read
    evidence: list[list[Evidence]] = [[] for _ in others]
    weighed = _Weighed(scores.levels[at].tolist(), scores.bits[at].tolist())
    for number, comparator in enumerate(scores.registry.comparators):
        met = read and Met(read[0].columns[number], read[1].columns[number], scores.details[number], at)
        _add_pieces(evidence, comparator, (a, others), notes_for(comparator, a, others, met), weighed)
    return [_judgement(pieces, scores, i, model) for pieces, i in zip(evidence, at, strict=True)]


@dataclass(frozen=True, slots=True)
class _Weighed:
    """What the scorer found of the pairs to explain: a row a pair, a column an attribute."""

    levels: list[list[int]]
    bits: list[list[float]]


def _add_pieces(
    evidence: list[list[Evidence]],
    comparator: Comparator[Any],
    pairs: tuple[Person, Sequence[Person]],
    notes: Sequence[Notes],
    weighed: _Weighed,
) -> None:
    """The pieces of one comparator, one an attribute, behind those that each pair has already.

    Columns of the scores beyond the comparators' are the pictures', which their comparison puts into words itself.
    """
    room, levels, (a, others) = room_reasons(room_of(comparator)), comparator.levels, pairs
    shown = [comparator.shown(b) for b in others]
    for k, (attribute, left) in enumerate(zip(comparator.attributes, comparator.shown(a), strict=True)):
        reasons, column = room[attribute], len(evidence[0]) if evidence else 0
        for i, pieces in enumerate(evidence):
            level = levels[weighed.levels[i][column]]
            bits, values = weighed.bits[i][column], (left, shown[i][k])
            pieces.append(Evidence(attribute, values, level, bits, dict(reasons[level]), notes[i][k]))


def _judgement(evidence: Sequence[Evidence], scores: Scores, at: int, model: Model) -> Judgement:
    relation = int(scores.relation[at])
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
