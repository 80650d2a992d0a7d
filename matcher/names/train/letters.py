"""Letter costs learned from spellings of one name: how often a symbol of one script stands for a symbol of the other.

Hard expectation–maximisation (Ristad & Yianilos 1998): align every pair with the present costs, count what met what,
turn the counts into costs, and again. Phonetic classes and the official transliteration tables are the prior counts,
so that rare letters keep sane costs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matcher.names.distance import CODES, Costs, Floats, pad, prepare_costs
from matcher.names.phonemes import SYMBOLS, VOWELS, WIDTH
from matcher.names.tables import rows

_CHUNK = 4000
_LONGEST = 22
Doubles = NDArray[np.float64]


class Aligned(NamedTuple):
    """Two spellings of one token as symbol codes, and how much the pair counts."""

    left: bytes
    right: bytes
    weight: float


class Counts(NamedTuple):
    """What met what: (128, 128) substitutions; (2, 128, 128) gaps by the other side's script, symbol and next symbol;
    and how often that symbol stood before that next one at all."""

    met: Doubles
    skipped: Doubles
    seen: Doubles


def phonetic_prior() -> tuple[Doubles, Doubles]:
    """Costs in bits from phonetic classes alone (`classes.tsv`): substitution by symbols, gap by symbol."""
    size = len(SYMBOLS)
    vowel = np.array([s in VOWELS for s in SYMBOLS])
    cost = np.where(vowel[:, None] & vowel[None, :], 5.0, np.where(vowel[:, None] ^ vowel[None, :], 10.0, 9.0))
    gap = np.where(vowel, 5.0, 7.5)
    for kind, members, bits in rows("classes"):
        if kind == "initial":
            continue
        at = [SYMBOLS.index(s) for s in members]
        if kind == "gap":
            gap[at] = float(bits)
        else:
            cost[np.ix_(at, at)] = np.minimum(cost[np.ix_(at, at)], float(bits))
    cost[np.arange(size), np.arange(size)] = 0.0
    return cost, gap


def learn(pairs: Sequence[Aligned], prior: Counts | None = None, rounds: int = 4) -> Counts:
    """What met what in weighted pairs, by the costs that these counts themselves give; see `to_costs`."""
    before = prior or phonetic_counts()
    usable = [p for p in pairs if 0 < len(p.left) <= _LONGEST and 0 < len(p.right) <= _LONGEST]
    usable.sort(key=lambda p: max(len(p.left), len(p.right)))
    counts = before
    for _ in range(rounds):
        tables = prepare_costs(*to_costs(counts))
        counts = Counts(before.met.copy(), before.skipped.copy(), before.seen.copy())
        for start in range(0, len(usable), _CHUNK):
            _count(usable[start : start + _CHUNK], tables, counts)
    return counts


def scaled(counts: Counts, mass: float) -> Counts:
    """Counts as a prior for a special habit: each symbol's row brought down to `mass` sightings at most."""
    rows_ = counts.met.sum(axis=1) + 1e-9
    factor = np.minimum(1.0, mass / rows_)
    return Counts(
        counts.met * np.sqrt(factor[:, None] * factor[None, :]),
        counts.skipped * factor[None, :, None],
        counts.seen * factor[None, :, None],
    )


def phonetic_counts(strength: float = 8.0) -> Counts:
    """Phonetic classes as prior counts."""
    cost, gap = phonetic_prior()
    share, lost = np.exp2(-cost), np.exp2(-gap)
    size = len(SYMBOLS)
    met, skipped = np.zeros((CODES, CODES)), np.zeros((2, CODES, CODES))
    for a in (1, 1 + WIDTH):
        for b in (1, 1 + WIDTH):
            met[a : a + size, b : b + size] = strength * share
        skipped[:, a : a + size, :] = strength * lost[None, :, None] / CODES
    return Counts(met, skipped, np.zeros((2, CODES, CODES)))


def _count(pairs: Sequence[Aligned], tables: Costs, counts: Counts) -> None:
    """Add what the cheapest alignments of these pairs say to the counts, in both directions."""
    a, b = pad([p.left for p in pairs]), pad([p.right for p in pairs])
    weight = np.array([p.weight for p in pairs])
    worth = 2.0 ** (-np.maximum(0.0, _trace(a, b, tables, None, None) - 1.6 * _lengths(a, b)) / 2)
    _trace(a, b, tables, weight * worth, counts)


def _lengths(a: NDArray[np.intp], b: NDArray[np.intp]) -> Doubles:
    return np.asarray(np.maximum((a > 0).sum(axis=0), (b > 0).sum(axis=0)), dtype=np.float64)


class _Sides(NamedTuple):
    """Both strings of each pair, the symbol after each symbol, and the script of the other string."""

    codes: tuple[NDArray[np.intp], NDArray[np.intp]]
    after: tuple[NDArray[np.intp], NDArray[np.intp]]
    other: tuple[NDArray[np.intp], NDArray[np.intp]]


def _sides(a: NDArray[np.intp], b: NDArray[np.intp]) -> _Sides:
    scripts = (b[0] > WIDTH).astype(np.intp), (a[0] > WIDTH).astype(np.intp)
    return _Sides((a, b), (_after(a), _after(b)), scripts)


def _trace(
    a: NDArray[np.intp], b: NDArray[np.intp], tables: Costs, weight: Doubles | None, counts: Counts | None
) -> Doubles:
    """Cost of each pair; with counts given, also walks the cheapest alignment back and counts its steps."""
    sides = _sides(a, b)
    skips = [tables.gap[sides.other[k], sides.codes[k], sides.after[k]] for k in (0, 1)]
    met = tables.substitution[a[:, None, :], b[None, :, :]]
    (rows_, n), columns = a.shape, b.shape[0]
    table = np.full((rows_ + 1, columns + 1, n), 1e6, dtype=np.float32)
    table[0, 0] = 0
    for i in range(rows_ + 1):
        for j in range(columns + 1):
            if i and j:
                np.minimum(table[i, j], table[i - 1, j - 1] + met[i - 1, j - 1], out=table[i, j])
            if i:
                np.minimum(table[i, j], table[i - 1, j] + skips[0][i - 1], out=table[i, j])
            if j:
                np.minimum(table[i, j], table[i, j - 1] + skips[1][j - 1], out=table[i, j])
    if counts is not None and weight is not None:
        _seen(sides, weight, counts)
        for step in _steps(table, met, skips[0]):
            _counted(sides, step, weight, counts)
    return table[rows_, columns].astype(np.float64)


class _Step(NamedTuple):
    """One step back on the way of each pair: the symbols it may take (by place), and whether both met or which was
    left out."""

    at: tuple[NDArray[np.intp], NDArray[np.intp]]
    met: NDArray[np.bool_]
    skipped: tuple[NDArray[np.bool_], NDArray[np.bool_]]


def _steps(table: Floats, met: Floats, skip: Floats) -> Iterator[_Step]:
    """The cheapest alignments from their ends to their beginnings."""
    pick = np.arange(table.shape[2])
    i, j = (np.full(len(pick), size - 1) for size in table.shape[:2])
    while (i + j).any():
        x, y, here = np.maximum(i - 1, 0), np.maximum(j - 1, 0), table[i, j, pick]
        both = (i > 0) & (j > 0) & np.isclose(here, table[x, y, pick] + met[x, y, pick], atol=1e-3)
        up = ~both & (i > 0) & np.isclose(here, table[x, j, pick] + skip[x, pick], atol=1e-3)
        left = ~both & ~up & (j > 0)
        yield _Step((x, y), both, (up, left))
        stuck = ~(both | up | left)
        i, j = np.where(both | up | stuck, x, i), np.where(both | left | stuck, y, j)


def _seen(sides: _Sides, weight: Doubles, counts: Counts) -> None:
    """Count each symbol with the one after it, whatever becomes of it."""
    for codes, after, other in zip(*sides, strict=True):
        np.add.at(
            counts.seen, (np.broadcast_to(other, codes.shape), codes, after), np.broadcast_to(weight, codes.shape)
        )


def _counted(sides: _Sides, step: _Step, weight: Doubles, counts: Counts) -> None:
    """Count what met and what was left out in one step."""
    pick = np.arange(len(weight))
    x, y = (codes[at, pick] for codes, at in zip(sides.codes, step.at, strict=True))
    real = step.met & (x > 0) & (y > 0)
    np.add.at(counts.met, (x[real], y[real]), weight[real])
    np.add.at(counts.met, (y[real], x[real]), weight[real])
    for side, symbol in enumerate((x, y)):
        gone = step.skipped[side] & (symbol > 0)
        after = sides.after[side][step.at[side], pick]
        np.add.at(counts.skipped, (sides.other[side][gone], symbol[gone], after[gone]), weight[gone])


def _after(codes: NDArray[np.intp]) -> NDArray[np.intp]:
    after = np.zeros_like(codes)
    after[:-1] = codes[1:]
    return after


def to_costs(counts: Counts, back_off: float = 12.0) -> tuple[Floats, Floats]:
    """Counts to costs: mean conditional surprise of both directions, less that of the commonest partner.

    A gap's share is by the symbol after it where that was seen often, else by the symbol alone.
    """
    met = counts.met
    cost = np.full((CODES, CODES), 60.0)
    gap = np.full((2, CODES, CODES), 60.0)
    blocks = [slice(1, WIDTH), slice(1 + WIDTH, CODES)]
    for x in blocks:
        for other, y in enumerate(blocks):
            lost = counts.skipped[other, x].sum(axis=1)
            total = met[x, y].sum(axis=1) + lost + 1e-9
            ahead = -np.log2((met[x, y] + 1e-9) / total[:, None])
            ahead -= ahead.min(axis=1, keepdims=True)
            cost[x, y] = ahead
            gap[other, x] = _by_next(counts, other, x, lost / total, back_off)
    both = np.minimum((cost + cost.T) / 2, 30.0)
    return both.astype(np.float32), np.minimum(gap, 30.0).astype(np.float32)


def _by_next(counts: Counts, other: int, x: slice, share: Doubles, back_off: float) -> Doubles:
    """Gap costs by the next symbol, backing off to the symbol's own share where it was seldom seen."""
    mixed = (counts.skipped[other, x] + back_off * share[:, None]) / (counts.seen[other, x] + back_off)
    return np.asarray(-np.log2(np.clip(mixed, 1e-9, 0.9999)))
