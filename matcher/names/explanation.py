"""The comparison of names in words: the same levels and bits as `compare` gives, with the values and rules behind
them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from matcher.names.batches import NameBatch, Shared, batch, moved
from matcher.names.comparison import SWAPPED, WOMAN, NameComparison, compare
from matcher.names.crossing import ORDERS
from matcher.names.model import LEVELS, ROLES, SURNAME, NameInput, Part
from matcher.names.reading import normalise
from matcher.names.roles import read_words
from matcher.names.tokens import LONGEST, left_aside
from matcher.names.weighing import relations

Repairs = dict[str, tuple[str, ...]]
"""The repairs of each word of a record's names."""


def explain(a: NameInput, b: NameInput) -> list[Part]:
    """The parts of two records' names, each with both values, level, bits and rules; their bits sum to the score.

    Rules are what linked or parted the two (`reform`, `father` …) and the repairs that made the values what they are
    (`homoglyph`, `legacy_font`, `glued` …).
    """
    return explain_many(a, [b])[0]


Compared = tuple[NameBatch, NameBatch, NameComparison]
"""The names of pairs' first and second records, aligned, and how they compare."""


def explain_many(a: NameInput, others: Sequence[NameInput], known: Compared | None = None) -> list[list[Part]]:
    """The same for one record against each of several, worked out together; ``known`` is for whom has compared them
    already."""
    left, right, made = known or _compared(a, others)
    with Shared.lock:
        vocabulary = Shared.current()
        left, right = moved(left, vocabulary), moved(right, vocabulary)
        ids_a = left.readings[left.starts[:-1] + made.picked[:, 0]]
        ids_b = right.readings[right.starts[:-1] + made.picked[:, 1]]
        met = np.take_along_axis(ids_b, np.array(ORDERS)[made.order], axis=1)
        rules = Shared.pairs.compare(vocabulary, ids_a.ravel().astype(np.int64), met.ravel().astype(np.int64)).rule
    readings = np.stack([ids_a, met, rules.reshape(-1, 3)], axis=1).tolist()
    mended, aside = _written(a)
    explained = []
    for i, (found, other) in enumerate(zip(readings, others, strict=True)):
        its, left_out = _written(other)
        explained.append(_parts(left, made, i, found, (mended, its)) + _rest(made, i, (*aside, *left_out)))
    return explained


def _compared(a: NameInput, others: Sequence[NameInput]) -> Compared:
    left = batch([normalise(a)]).take(np.zeros(len(others), np.intp))
    right = batch([normalise(b) for b in others])
    return left, right, compare(left, right)


def _parts(
    names: NameBatch, made: NameComparison, at: int, found: list[list[int]], mended: tuple[Repairs, Repairs]
) -> list[Part]:
    """The parts of pair ``at``: readings of both sides and the rule between them, for each role."""
    keys, rule_names, parts = names.vocabulary.keys, relations()[1], []
    for role, (one, other, rule) in enumerate(zip(*found, strict=True)):
        texts = keys[one][1], keys[other][1]
        if any(texts):
            level = LEVELS[made.levels[at, role]]
            linked = (rule_names[rule],) if level not in {"missing", "identical"} else ()
            woman = ("married",) if role == SURNAME and made.flags[at] & WOMAN else ()
            shown = (*linked, *woman, *_mended(texts, mended))
            parts.append(Part(ROLES[role], *texts, level, float(made.bits[at, role]), shown))
    return parts


def _rest(made: NameComparison, at: int, aside: tuple[str, ...]) -> list[Part]:
    """What belongs to no part: matching across roles, and words that were left aside."""
    swapped = bool(made.flags[at] & SWAPPED)
    crossed = ("roles_crossed" if swapped else "parts_left_over",) if made.cross[at] or swapped else ()
    rules = (*crossed, *dict.fromkeys(aside))
    return [Part("order", "", "", "swapped" if crossed else "missing", float(made.cross[at]), rules)] if rules else []


def _written(name: NameInput) -> tuple[Repairs, list[str]]:
    """The repairs of each word of a record's names, and what of them was left aside."""
    repairs: Repairs = {}
    aside: list[str] = []
    for spelling in name:
        for text in (spelling.whole, spelling.surname, spelling.given, spelling.patronymic):
            if text:
                mended, left_out = _read(text) if len(text) <= LONGEST else _read.__wrapped__(text)
                repairs.update(mended)
                aside += left_out
    return repairs, aside


@lru_cache(maxsize=1 << 14)
def _read(text: str) -> tuple[Repairs, tuple[str, ...]]:
    """The repairs of each word of a text, and what of it was left aside; registers repeat texts."""
    return {p: word.repairs for word in read_words(text) for p in word.text.split("-")}, left_aside(text)


def _mended(texts: tuple[str, str], mended: tuple[Repairs, Repairs]) -> tuple[str, ...]:
    """The repairs behind both values of a part; `case` where a word was brought to the nominative."""
    found: dict[str, None] = {}
    for text, repairs in zip(texts, mended, strict=True):
        for word in text.split():
            known = repairs.get(word)
            joined = any(word.startswith(piece) and len(piece) > 1 for piece in repairs)
            found.update(dict.fromkeys(known if known is not None else () if joined else ("case",)))
    return tuple(found)
