"""Weighted edit distance between symbol strings, in bits, worked out for many pairs at once.

The costs are conditional surprises learned from aligned spellings of one name (see `train`): −log2 of the share with
which one symbol stands where the other does, and of the share with which a symbol is left out before another. Zero is
what every scribe would write; ten is a letter nobody writes for another.

Needleman & Wunsch (1970) over anti-diagonals, so that numpy works on all pairs of a bucket in one step.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matcher.names.forms import Forms
from matcher.names.judgement import assumed

CODES = 128
_FAR = np.float32(60.0)
_NEVER = np.float32(1e6)
"""Stands in cells that no reading has reached yet."""
_BUCKET = 1500
_TOGETHER = 3000
"""Columns of one step when several habits are tried at once: so many stay in the processor's cache."""
_SETTLED: float = assumed("distance")["settled"]
_HOPELESS: float = assumed("distance")["hopeless"]
_EXCHANGED = np.float32(assumed("distance")["exchanged"])
"""Bits of a typing slip that exchanges two neighbouring letters."""
_DATA = Path(__file__).parent / "data" / "letter_costs.npz"

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

HABITS = (
    "russian",
    "ukrainian",
    "belarusian",
    "kazakh_kyrgyz",
    "tajik_uzbek",
    "through_russian",
    "persianised",
    "marks_lost",
)
"""Spelling habits, each with costs of its own: a token is read wholly by one habit, the cheapest."""


class Costs(NamedTuple):
    """Costs of one habit: substitution (128, 128), gaps by the other side's script, symbol and next symbol (2, 128,
    128), and what it costs to assume the habit, all in bits."""

    substitution: Floats
    gap: Floats
    assume: float


@cache
def costs() -> tuple[Costs, ...]:
    """The shipped costs of each habit, in the order of `HABITS`."""
    with np.load(_DATA) as data:
        tables = zip(data["substitution"], data["gap"], data["assume"], strict=True)
        return tuple(prepare_costs(sub, gap, float(assume)) for sub, gap, assume in tables)


@cache
def stacked() -> Stacked:
    """The shipped costs, stacked."""
    return stack(costs())


def prepare_costs(substitution: Floats, gap: Floats, assume: float = 0.0) -> Costs:
    """The tables with the padding code made free against itself and impossible against a symbol."""
    sub, skip = substitution.astype(np.float32), gap.astype(np.float32)
    sub[0, :], sub[:, 0], skip[:, 0, :] = _FAR, _FAR, 0.0
    sub[0, 0] = 0.0
    return Costs(sub, skip, assume)


def distances(left: Sequence[bytes], right: Sequence[bytes], tables: tuple[Costs, ...] | None = None) -> Floats:
    """Cost in bits of reading left[i] as right[i] by the habit that explains it best; float32 (n,)."""
    forms = Forms()
    one, other = (np.fromiter(map(forms.number, side), np.int64, count=len(side)) for side in (left, right))
    return between(forms, one, other, tables)


class Loops:
    """The compiled loop, in processes that live long enough for it (see `compiled`)."""

    cheapest: Callable[..., None] | None = None


def compiled() -> None:
    """Align by a compiled loop from now on. It gives the same costs; loading the compiler takes half a second, the
    very first time on a machine some seconds more, so a single question does without."""
    from matcher.names.aligning import cheapest  # noqa: PLC0415 - the compiler

    forms = Forms()
    made, none = np.empty(1, np.float32), np.zeros(1, np.int64)
    cheapest((forms.codes.values, forms.sizes.values), (none, none), stacked(), (_SETTLED, _HOPELESS), made)
    Loops.cheapest = cheapest


def between(forms: Forms, left: Ints, right: Ints, tables: tuple[Costs, ...] | None = None) -> Floats:
    """The same for strings given by their numbers."""
    used = stacked() if tables is None else stack(tables)
    found = np.empty(len(left), dtype=np.float32)
    codes, sizes = forms.codes.values, forms.sizes.values
    if Loops.cheapest is not None:
        Loops.cheapest((codes, sizes), (left, right), used, (_SETTLED, _HOPELESS), found)
    else:
        _by_buckets(codes, sizes, (left, right), used, found)
    slipped = np.flatnonzero((found > _EXCHANGED) & (found < _HOPELESS) & (sizes[left] == sizes[right]))
    if len(slipped):
        one, other = (_columns(codes, sizes, side[slipped]) for side in (left, right))
        found[slipped] = np.minimum(found[slipped], _exchanged(one, other, used.substitution))
    return found


def _by_buckets(codes: NDArray[np.uint8], sizes: Ints, pairs: tuple[Ints, Ints], used: Stacked, found: Floats) -> None:
    """Fill ``found`` from aligned pairs of about one length at a time."""
    left, right = pairs
    order = np.argsort(np.maximum(sizes[left], sizes[right]), kind="stable")
    for start in range(0, len(order), _BUCKET):
        rows = order[start : start + _BUCKET]
        found[rows] = _cheapest(_columns(codes, sizes, left[rows]), _columns(codes, sizes, right[rows]), used)


def _exchanged(a: NDArray[np.intp], b: NDArray[np.intp], substitution: Floats) -> Floats:
    """Cost of reading each column of ``a`` as that of ``b``, of one length, by the first habit with two neighbouring
    symbols exchanged where that costs least."""
    if len(a) < 2:
        return np.full(a.shape[1], _FAR, np.float32)
    straight = substitution.take(a * CODES + b)
    turned = substitution.take(a[:-1] * CODES + b[1:]) + substitution.take(a[1:] * CODES + b[:-1])
    gain = (straight[:-1] + straight[1:] - turned).max(axis=0)
    return np.asarray(straight.sum(axis=0) - gain + _EXCHANGED, np.float32)


def _columns(codes: NDArray[np.uint8], sizes: Ints, ids: Ints) -> NDArray[np.intp]:
    """Codes of some strings as a matrix (longest, n), so that one position of all pairs lies together."""
    width = max(1, int(sizes[ids].max()))
    return np.ascontiguousarray(codes[ids, :width].T).astype(np.intp)


class Stacked(NamedTuple):
    """The costs of all habits behind each other in flat arrays, so that one step works on several habits."""

    substitution: Floats
    gap: Floats
    assume: Floats


def stack(tables: Sequence[Costs]) -> Stacked:
    """The tables of some habits as one."""
    return Stacked(
        np.concatenate([t.substitution.ravel() for t in tables]),
        np.concatenate([t.gap.ravel() for t in tables]),
        np.array([t.assume for t in tables], np.float32),
    )


def _cheapest(a: NDArray[np.intp], b: NDArray[np.intp], tables: Stacked) -> Floats:
    """The lowest cost over the habits; those after the first count only where they could change the matter."""
    pairs, habits = a.shape[1], len(tables.assume)
    if pairs * habits <= _BUCKET:  # a step costs the same for ten pairs as for a thousand: all habits at once
        every = _by_habits(a, b, tables, np.arange(habits))
        best: Floats = every[0]
        found: Floats = np.where((best > _SETTLED) & (best < _HOPELESS), every.min(axis=0), best)
        return found
    best = _by_habits(a, b, tables, np.arange(1))[0]
    open_ = np.flatnonzero((best > _SETTLED) & (best < _HOPELESS))
    step = max(1, _TOGETHER // max(1, habits - 1))
    for start in range(0, len(open_) if habits > 1 else 0, step):
        at = open_[start : start + step]
        others = _by_habits(a[:, at], b[:, at], tables, np.arange(1, habits))
        best[at] = np.minimum(best[at], others.min(axis=0))
    return best


def _by_habits(a: NDArray[np.intp], b: NDArray[np.intp], tables: Stacked, habits: NDArray[np.intp]) -> Floats:
    """Costs of all pairs by each of some habits; float32 (habits, n)."""
    pairs, count = a.shape[1], len(habits)
    found = _align(np.tile(a, count), np.tile(b, count), tables, np.repeat(habits, pairs))
    found += np.repeat(tables.assume[habits], pairs)
    return found.reshape(count, pairs)


def pad(strings: Sequence[bytes]) -> NDArray[np.intp]:
    """Codes as a matrix (longest, n), padded with zeros, so that one position of all pairs lies together."""
    width = max(1, *(len(s) for s in strings)) if strings else 1
    flat = np.frombuffer(b"".join(s.ljust(width, b"\0") for s in strings), dtype=np.uint8)
    return np.ascontiguousarray(flat.reshape(len(strings), width).T).astype(np.intp)


def _skips(codes: NDArray[np.intp], other: NDArray[np.intp], gap: Floats, habit: NDArray[np.intp]) -> Floats:
    """Cost of leaving out each symbol, by the symbol after it and the script it is left out in."""
    after = np.zeros_like(codes)
    after[:-1] = codes[1:]
    table = (other[0] > CODES // 2) * (CODES * CODES) + habit * (2 * CODES * CODES)
    skips: Floats = gap.take(codes * CODES + after + table)
    return skips


def _align(a: NDArray[np.intp], b: NDArray[np.intp], tables: Stacked, habit: NDArray[np.intp]) -> Floats:
    """Cost of reading each column of ``a`` as that of ``b`` by its habit."""
    (rows, n), columns = a.shape, b.shape[0]
    skip_a, skip_b = _skips(a, b, tables.gap, habit), _skips(b, a, tables.gap, habit)[::-1]
    across, base = b[::-1], a * CODES + habit * (CODES * CODES)
    older, old, new = (np.full((rows + 1, n), _NEVER, dtype=np.float32) for _ in range(3))
    old[0] = 0.0
    for k in range(1, rows + columns + 1):
        low, high = max(0, k - columns), min(k, rows)
        top, first = min(high, k - 1), max(low, 1)
        new.fill(_NEVER)
        if low <= top:
            at = columns - k + low
            np.add(old[low : top + 1], skip_b[at : at + top + 1 - low], out=new[low : top + 1])
        if first <= high:
            part = new[first : high + 1]
            np.minimum(part, old[first - 1 : high] + skip_a[first - 1 : high], out=part)
        if first <= top:
            at, part = columns - k + first, new[first : top + 1]
            met = tables.substitution.take(base[first - 1 : top] + across[at : at + top + 1 - first])
            met += older[first - 1 : top]
            np.minimum(part, met, out=part)
        older, old, new = old, new, older
    return old[rows]
