"""Matching of cylinder codes, the reference: plain numpy, written to be read.

:func:`local_similarity` compares every cylinder with every other one; :func:`relaxed_score` keeps the pairs that
support each other geometrically (LSS with distortion-tolerant relaxation, TPAMI 2010, 4.3); :func:`quick_score` is the
cheap score of a one-to-many search. :mod:`matcher.biometrics.fingers.mcc_fast` computes the same numbers, compiled.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.biometrics.fingers.cylinders import Floats, length, points, wrapped
from matcher.biometrics.fingers.settings import settings
from matcher.biometrics.types import Codes, FingerTemplate

Turns = NDArray[np.uint8]
_TINY = 1e-12
DIGITS = 9
"""Digits by which relaxed values are ordered: the last ones depend on the order of a sum."""


@dataclass(frozen=True, slots=True)
class Relaxed:
    """Global score, and the pairs that made it: indices into the minutiae of both prints, best first."""

    score: float
    pairs: tuple[tuple[int, int], ...]


def bits(codes: Codes) -> Floats:
    """Unpack codes into 0.0 / 1.0; (k, words * 64)."""
    raw = np.ascontiguousarray(codes, dtype="<u8").view(np.uint8)
    return np.unpackbits(raw, axis=1, bitorder="little").astype(np.float64)


def owners(finger: FingerTemplate) -> Floats:
    """x, y (upward) and angle of the minutiae that own a cylinder; (k, 3)."""
    return points(finger.minutiae)[finger.holders]


def local_similarity(a: FingerTemplate, b: FingerTemplate) -> Floats:
    """Similarity 0..1 of every pair of cylinders, over the cells that both have seen; (ka, kb).

    Zero where fewer than ``least_common`` of the cells are common or directions differ by more than ``largest_turn``.
    """
    rule = settings()["similarity"]
    bits_a, bits_b, mask_a, mask_b = bits(a.codes), bits(b.codes), bits(a.masks), bits(b.masks)
    norm_a, norm_b = bits_a @ mask_b.T, mask_a @ bits_b.T
    distance = np.sqrt(np.maximum(norm_a + norm_b - 2 * bits_a @ bits_b.T, 0))
    total = np.sqrt(norm_a) + np.sqrt(norm_b)
    similarity = np.where(total > 0, 1 - distance / np.maximum(total, _TINY), 0)
    common = (mask_a @ mask_b.T) / length()
    turn = np.abs(wrapped(owners(a)[:, None, 2] - owners(b)[None, :, 2]))
    return np.where((common >= rule["least_common"]) & (turn <= rule["largest_turn"]), similarity, 0)


def pairs_counted(fewer: int) -> int:
    """How many pairs make the global score when the smaller print has ``fewer`` cylinders (equation 25)."""
    rule = settings()["relaxation"]
    grown = (rule["most_pairs"] - rule["fewest_pairs"]) / (
        1 + np.exp(-rule["pairs_slope"] * (fewer - rule["pairs_middle"]))
    )
    return int(rule["fewest_pairs"] + np.floor(grown + 0.5))


def assign(similarity: Floats) -> list[tuple[int, int]]:
    """Pair cylinders greedily, most similar first, each used once; pairs of similarity 0 are left out."""
    found: list[tuple[int, int]] = []
    rows, columns = np.ones(similarity.shape[0], bool), np.ones(similarity.shape[1], bool)
    for flat in np.argsort(-similarity, axis=None, kind="stable"):
        i, j = divmod(int(flat), similarity.shape[1])
        if similarity[i, j] <= 0:
            break
        if rows[i] and columns[j]:
            rows[i] = columns[j] = False
            found.append((i, j))
    return found


def _sigmoid(value: Floats, mu_tau: list[float]) -> Floats:
    return np.asarray(1 / (1 + np.exp(-mu_tau[1] * (value - mu_tau[0]))))


def support(a: Floats, b: Floats) -> Floats:
    """How well each pair of paired minutiae keeps distance, mutual direction and bearing; (n, n), zero diagonal.

    ``a`` and ``b`` are the paired owners (n, 3) in both prints.
    """
    rule = settings()["relaxation"]

    def relations(p: Floats) -> tuple[Floats, Floats, Floats]:
        across, up = (p[None, :, k] - p[:, None, k] for k in (0, 1))
        return np.hypot(across, up), p[:, None, 2] - p[None, :, 2], p[:, None, 2] - np.arctan2(up, across)

    (distance_a, turn_a, bearing_a), (distance_b, turn_b, bearing_b) = relations(a), relations(b)
    kept = _sigmoid(np.abs(distance_a - distance_b), rule["distance"])
    kept = kept * _sigmoid(np.abs(wrapped(turn_a - turn_b)), rule["turn"])
    kept = kept * _sigmoid(np.abs(wrapped(bearing_a - bearing_b)), rule["bearing"])
    np.fill_diagonal(kept, 0)
    return kept


def relaxed_score(a: FingerTemplate, b: FingerTemplate) -> Relaxed:
    """Compare two prints: 0 (nothing in common) to 1."""
    similarity = local_similarity(a, b)
    found = assign(similarity)
    if len(found) < 2:
        return Relaxed(0.0, ())
    rows, columns = (np.array(side) for side in zip(*found, strict=True))
    first = similarity[rows, columns]
    kept, rule, value = support(owners(a)[rows], owners(b)[columns]), settings()["relaxation"], first
    for _ in range(rule["rounds"]):
        value = rule["keep"] * value + (1 - rule["keep"]) * (kept @ value) / (len(found) - 1)
    count = min(pairs_counted(min(similarity.shape)), len(found))
    best = np.argsort(-np.round(value / first, DIGITS), kind="stable")[:count]
    pairs = tuple((int(a.holders[rows[k]]), int(b.holders[columns[k]])) for k in best)
    return Relaxed(float(value[best].mean()), pairs)


def quick_similarity(codes_a: Codes, turns_a: Turns, codes_b: Codes, turns_b: Turns) -> NDArray[np.float32]:
    """Similarity of cylinders without their validity, directions in 256ths of a turn: popcounts only; (ka, kb)."""
    bits_a, bits_b = bits(codes_a), bits(codes_b)
    distance = np.sqrt(np.maximum(bits_a.sum(1)[:, None] + bits_b.sum(1)[None] - 2 * bits_a @ bits_b.T, 0))
    total = np.sqrt(bits_a.sum(1))[:, None] + np.sqrt(bits_b.sum(1))[None]
    similarity = np.where(total > 0, 1 - distance / np.maximum(total, _TINY), 0)
    apart = (turns_a[:, None] - turns_b[None, :]).astype(np.int8).astype(np.int64)  # wraps around, as a turn does
    return np.where(np.abs(apart) <= largest_turn(), similarity, 0).astype(np.float32)


def largest_turn() -> int:
    """The limit on rotation between two prints in 256ths of a turn."""
    return int(settings()["similarity"]["largest_turn"] / (2 * np.pi) * 256)


def turns(finger: FingerTemplate) -> Turns:
    """Directions of the cylinders in 256ths of a turn; (k,)."""
    return np.round(finger.minutiae.angle[finger.holders] * (256 / (2 * np.pi))).astype(np.int64).astype(np.uint8)


def quick_score(codes_a: Codes, turns_a: Turns, codes_b: Codes, turns_b: Turns) -> float:
    """Cheap score of two prints: mean over the best rows of each row's best similarity."""
    if not len(codes_a) or not len(codes_b):
        return 0.0
    best = np.sort(quick_similarity(codes_a, turns_a, codes_b, turns_b).max(axis=1))[::-1]
    count = min(pairs_counted(min(len(codes_a), len(codes_b))), len(best))
    return float(best[:count].mean())
