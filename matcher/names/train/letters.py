"""Letter costs learned from spellings of one name: how often a symbol of one script stands for a symbol of the other.

Hard expectation–maximisation (Ristad & Yianilos 1998): align every pair with the present costs, count what met what,
turn the counts into costs, and again. Phonetic classes and the official transliteration tables are the prior counts,
so that rare letters keep sane costs.
"""

from __future__ import annotations

from collections.abc import Sequence
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


def _trace(
    a: NDArray[np.intp],
    b: NDArray[np.intp],
    tables: Costs,
    weight: Doubles | None,
    counts: Counts | None,
) -> Doubles:
    """Cost of each pair; with counts given, also walks the cheapest alignment back and counts its steps."""
    sub, gap = tables.substitution, tables.gap
    (rows_, n), columns = a.shape, b.shape[0]
    script_a, script_b = (a[0] > WIDTH).astype(np.intp), (b[0] > WIDTH).astype(np.intp)
    after_a, after_b = _after(a), _after(b)
    skip_a, skip_b = gap[script_b, a, after_a], gap[script_a, b, after_b]
    table = np.full((rows_ + 1, columns + 1, n), 1e6, dtype=np.float32)
    table[0, 0] = 0
    for i in range(rows_ + 1):
        for j in range(columns + 1):
            if i and j:
                np.minimum(table[i, j], table[i - 1, j - 1] + sub[a[i - 1], b[j - 1]], out=table[i, j])
            if i:
                np.minimum(table[i, j], table[i - 1, j] + skip_a[i - 1], out=table[i, j])
            if j:
                np.minimum(table[i, j], table[i, j - 1] + skip_b[j - 1], out=table[i, j])
    if counts is not None and weight is not None:
        _walk(table, a, b, (skip_a, skip_b), sub, weight, counts)
    return table[rows_, columns].astype(np.float64)


def _walk(
    table: Floats,
    a: NDArray[np.intp],
    b: NDArray[np.intp],
    skips: tuple[Floats, Floats],
    sub: Floats,
    weight: Doubles,
    counts: Counts,
) -> None:
    n = a.shape[1]
    pick = np.arange(n)
    i, j = np.full(n, a.shape[0]), np.full(n, b.shape[0])
    script_a, script_b = (a[0] > WIDTH).astype(np.intp), (b[0] > WIDTH).astype(np.intp)
    after_a, after_b = _after(a), _after(b)
    for codes, after, other in ((a, after_a, script_b), (b, after_b, script_a)):
        place = np.broadcast_to(other, codes.shape), codes, after
        np.add.at(counts.seen, place, np.broadcast_to(weight, codes.shape))
    while (i + j).any():
        x, y = a[np.maximum(i - 1, 0), pick], b[np.maximum(j - 1, 0), pick]
        here = table[i, j, pick]
        diagonal = (
            (i > 0)
            & (j > 0)
            & np.isclose(here, table[np.maximum(i - 1, 0), np.maximum(j - 1, 0), pick] + sub[x, y], atol=1e-3)
        )
        up = (
            ~diagonal
            & (i > 0)
            & np.isclose(here, table[np.maximum(i - 1, 0), j, pick] + skips[0][np.maximum(i - 1, 0), pick], atol=1e-3)
        )
        left = ~diagonal & ~up & (j > 0)
        real = diagonal & (x > 0) & (y > 0)
        np.add.at(counts.met, (x[real], y[real]), weight[real])
        np.add.at(counts.met, (y[real], x[real]), weight[real])
        drop = up & (x > 0)
        np.add.at(counts.skipped, (script_b[drop], x[drop], after_a[np.maximum(i - 1, 0), pick][drop]), weight[drop])
        drop = left & (y > 0)
        np.add.at(counts.skipped, (script_a[drop], y[drop], after_b[np.maximum(j - 1, 0), pick][drop]), weight[drop])
        stuck = ~(diagonal | up | left)
        i = np.where(diagonal | up | stuck, np.maximum(i - 1, 0), i)
        j = np.where(diagonal | left | stuck, np.maximum(j - 1, 0), j)


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
