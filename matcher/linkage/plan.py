"""A blocking plan made from the data: which combinations of columns find most pairs of one person at a bearable price.

A rule's price is the number of pairs it makes, counted on the coded values. What it finds is worked out on imagined
pairs of one person, in which each column is whole, slightly wrong, wholly wrong or missing, as often as
``matcher/generic/start.toml`` and the column's own gaps say. Rules are taken greedily, most found for the price first:
the weighted cover problem, for which greedy is the best that is known to be fast (Michelson and Knoblock 2006).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from matcher.generic.coded import NONE, Coded
from matcher.generic.starts import starts
from matcher.kernels import compiled
from matcher.linkage.blocking import CAP, NEIGHBOURHOOD, part_codes
from matcher.linkage.hashing import mixed
from matcher.linkage.spec import KeyPart, Rule

_PIECES: Final[Mapping[str, tuple[dict[str, Any], ...]]] = {
    "text": ({"end": 4}, {"skeleton": True}),
    "code": ({"end": 4},),
    "date": ({"end": 4},),
}
"""Pieces of a value that make parts of keys, by comparator type."""
SAMPLE: Final = 30_000
"""Records on which the rules of a large register are priced."""
MOST_PARTS: Final = 3
IMAGINED: Final = 20_000
"""Imagined pairs of one person on which rules are judged."""
LEAST_GAIN: Final = 0.00005
"""Share of the imagined pairs that a further rule must find."""
POOR: Final = 0.25
"""Share of imagined pairs in which a record was poorly kept: its columns are wrong together."""
POOR_SAME: Final = 0.6
"""How likely a column of such a pair still agrees, as a share of what it would be else."""
FEES: Final = 20
"""A rule costs its pairs, and the budget's part in so many for being one rule more."""
TIMES: Final = 2
"""Rules by which a pair should be found, as far as the budget goes."""
MOST_RULES: Final = 32
"""More rules than this cost more in the join than they find."""
CHEAP: Final = 0.002
"""Share of the budget below which a rule is as good as free: a further part would only make it find less."""


@dataclass(frozen=True, slots=True)
class Priced:
    """A rule with the pairs it makes."""

    rule: Rule
    pairs: float


def budget(records: int) -> float:
    """Pairs a job may compare: 120 a record in small registers, fewer in large ones, where work must stay linear."""
    return records * float(np.clip(120 * (50_000 / max(records, 1)) ** 0.5, 12, 120))


def plan(columns: Mapping[str, Coded], kinds: Mapping[str, str], allowed: float | None = None) -> tuple[Rule, ...]:
    """Rules for the columns of a job; ``kinds`` tells each column's comparator type. Within ``allowed`` pairs."""
    records = max((len(c) for c in columns.values()), default=0)
    spend = budget(records) if allowed is None else allowed
    chosen = sample(records)
    scale = records / max(len(chosen), 1)
    seen = {name: column.take(chosen) for name, column in columns.items()}
    priced = [p for p in _priced(_parts(seen, kinds), scale, CHEAP * spend) if p.pairs <= spend]
    if not priced:
        return ()
    agree = {part: packed_bits(found) for part, found in imagined(seen, kinds).items()}
    hits = np.stack([np.bitwise_and.reduce([agree[part] for part in p.rule]) for p in priced])
    return tuple(priced[i].rule for i in _greedy(np.array([p.pairs for p in priced]), hits, spend))


def _greedy(prices: NDArray[np.float64], hits: NDArray[np.uint64], spend: float) -> list[int]:
    """Rules in the order in which they were taken: until every pair is found that can be, then once more.

    Imagined pairs are kinder than true ones: what one rule alone would find is what a register's own habits lose.
    """
    taken: list[int] = []
    fee = spend / FEES
    times = np.zeros(IMAGINED, np.int8)
    for wanted in range(1, TIMES + 1):
        while len(taken) < MOST_RULES:
            gain = np.bitwise_count(hits & packed_bits(times < wanted)).sum(axis=1, dtype=np.int64) * (prices <= spend)
            gain[taken] = 0
            best = int(np.argmax(gain / (prices + fee)))
            if gain[best] < LEAST_GAIN * IMAGINED:
                break
            taken.append(best)
            times += np.unpackbits(hits[best].view(np.uint8), count=IMAGINED)
            spend -= prices[best]
    return taken


def packed_bits(flags: NDArray[np.bool_]) -> NDArray[np.uint64]:
    """Flags as bits of words: what is asked of many thousands at once is asked of 64 at a time."""
    octets = np.packbits(flags)
    return np.append(octets, np.zeros(-len(octets) % 8, np.uint8)).view(np.uint64)


def imagined(columns: Mapping[str, Coded], kinds: Mapping[str, str]) -> dict[KeyPart, NDArray[np.bool_]]:
    """For IMAGINED pairs of one person, whether each part of a key agrees."""
    generator = np.random.default_rng(0)
    care = np.where(generator.random(IMAGINED) < POOR, POOR_SAME, 1.0)
    agree: dict[KeyPart, NDArray[np.bool_]] = {}
    for name, column in columns.items():
        start = starts()[kinds[name]]
        filled = float(np.mean(column.codes != NONE)) if len(column) else 0.0
        given = generator.random(IMAGINED) < filled**2
        same = given & (generator.random(IMAGINED) < start["m"]["same"] * care)
        agree[KeyPart(name)] = same
        for piece in _PIECES.get(kinds[name], ()):
            kept = generator.random(IMAGINED) < start["piece_survives"]
            agree[KeyPart(name, **piece)] = same | (given & kept)
    return agree


def sample(records: int) -> NDArray[np.intp]:
    """Records on which rules are priced: all of a small register, every so-many-th of a large one."""
    return np.arange(0, records, max(1, records // SAMPLE), dtype=np.intp)


def _parts(columns: Mapping[str, Coded], kinds: Mapping[str, str]) -> dict[KeyPart, NDArray[np.int32]]:
    found: dict[KeyPart, NDArray[np.int32]] = {}
    for name, column in columns.items():
        for part in (KeyPart(name), *(KeyPart(name, **piece) for piece in _PIECES.get(kinds[name], ()))):
            found[part] = part_codes(part, column)
    return found


def _priced(parts: Mapping[KeyPart, NDArray[np.int32]], scale: float, cheap: float) -> list[Priced]:
    """Rules of up to MOST_PARTS parts of different columns, with their price; ``scale`` as in ``pairs_of``.

    What is cheap already is not made narrower.
    """
    found: list[Priced] = []
    growing: list[Rule] = [()]
    order = {part: i for i, part in enumerate(parts)}
    for _ in range(MOST_PARTS):
        wider = [(*r, part) for r in growing for part in parts if not r or _extends(r, part, order)]
        made = [Priced(rule, pairs_of([parts[part] for part in rule], scale)) for rule in wider]
        found += made
        growing = [p.rule for p in made if p.pairs > cheap]
    return found


def _extends(rule: Rule, part: KeyPart, order: Mapping[KeyPart, int]) -> bool:
    """Whether a part comes after all parts of a rule and is of another column, so that each rule is made once."""
    return order[part] > order[rule[-1]] and part.column not in {p.column for p in rule}


def pairs_of(codes: Sequence[NDArray[np.int32]], scale: float = 1.0) -> float:
    """Pairs that a rule of these parts makes in a register ``scale`` times as large as the sample.

    Missing values agree with nothing; in a block that is too common each record meets its neighbourhoods only.
    """
    few, crowded = shared(np.sort(mixed(codes)), scale)
    return scale**2 * few + scale * crowded * NEIGHBOURHOOD


@compiled
def shared(joined: NDArray[np.int64], scale: float) -> tuple[int, int]:
    """Pairs in blocks that are not too common, and records in those that are; ``joined``: sorted, NONE left out."""
    few, crowded, first = 0, 0, int(np.searchsorted(joined, 0))
    for i in range(first, len(joined)):
        if i + 1 == len(joined) or joined[i + 1] != joined[i]:
            count = i + 1 - first
            if scale * count > CAP:
                crowded += count
            else:
                few += count * (count - 1) // 2
            first = i + 1
    return few, crowded
