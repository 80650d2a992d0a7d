"""Cards made of single fingers: the fingers of a database stand for the fingers of one person.

A card is one impression of each finger of a database. Genuine: the same fingers, another impression each. Impostor: at
every position another finger. The fingers of a database share their sensor, not their owner: an upper bound.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from benchmarks.biometrics.rates import rates

Indices = NDArray[np.int64]
Names = tuple[str, ...]
_CARDS, _IMPOSTORS = 200, 4000
_SIZES = (1, 2, 4, 10)
_SEED = 11


def _table(names: Names, pairs: tuple[Indices, Indices], score: NDArray[np.float64]) -> dict[Names, float]:
    """Score by the names of both prints, in both orders."""
    found: dict[Names, float] = {}
    for i, j, value in zip(pairs[0].tolist(), pairs[1].tolist(), score.tolist(), strict=True):
        found[names[i], names[j]] = found[names[j], names[i]] = value
    return found


def _fingers(names: Names) -> dict[str, dict[str, list[str]]]:
    """Prints by database and finger."""
    found: dict[str, dict[str, list[str]]] = {}
    for name in names:
        database, rest = name.split("/", 1)
        found.setdefault(database, {}).setdefault(rest.rsplit("_", 1)[0], []).append(name)
    return found


def _drawn(names: list[str], count: int, rng: np.random.Generator) -> tuple[str, ...]:
    """Some different prints of one finger."""
    return tuple(names[k] for k in rng.permutation(len(names))[:count])


def _sums(
    prints: dict[str, list[str]], table: dict[Names, float], count: int, rng: np.random.Generator
) -> tuple[list[float], list[float]]:
    """Summed scores of genuine and impostor cards with ``count`` fingers."""
    groups, genuine, impostor = [prints[o] for o in sorted(prints)], [], []
    count = min(count, len(groups))
    for _ in range(_CARDS):
        chosen = rng.permutation(len(groups))[:count]
        genuine.append(sum(table[_drawn(groups[k], 2, rng)] for k in chosen))
    for _ in range(_IMPOSTORS):
        order = rng.permutation(len(groups))
        others = np.roll(order, int(rng.integers(1, len(groups))))[:count]
        pairs = zip(order[:count], others, strict=True)
        impostor.append(sum(table[_drawn(groups[a], 1, rng) + _drawn(groups[b], 1, rng)] for a, b in pairs))
    return genuine, impostor


def card_lines(names: Names, pairs: tuple[Indices, Indices], score: NDArray[np.float64]) -> list[str]:
    """Error rates of cards with one, two, four (six missing) and ten fingers, pooled over the databases."""
    table, rng, lines = _table(names, pairs, score), np.random.default_rng(_SEED), []
    for count in _SIZES:
        parts = [_sums(prints, table, count, rng) for prints in _fingers(names).values()]
        genuine, impostor = (np.concatenate([p[side] for p in parts]) for side in (0, 1))
        found = rates(genuine, impostor)
        verdict = "complete separation" if genuine.min() > impostor.max() else "overlap"
        lines.append(
            f"cards of {count:>2} fingers  EER {100 * found.eer:.2f} %"
            f"  FNMR at FMR 1e-3: {100 * found.points[1].fnmr:.2f} %"
            f"   {verdict}: least genuine {genuine.min():.1f}, greatest impostor {impostor.max():.1f}"
        )
    return lines
