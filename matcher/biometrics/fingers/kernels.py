# mypy: disable-error-code="no-any-return, untyped-decorator, no-untyped-def"
# ruff: noqa: ANN001, ANN201, ANN202, PLR0913, PLR0917 - numba infers the types; a kernel takes plain arrays, not objects
"""Compiled inner loops of the cylinder matcher (numba): popcounts, relaxation, one print against a gallery.

Imported only when a comparison is asked for: numba takes half a second to load and the first call of each kernel is
compiled once per machine (kept in numba's cache). :mod:`matcher.biometrics.fingers.mcc` is the reference.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

_JIT: dict[str, Any] = {"cache": True, "nogil": True}
_M1, _M2, _M4 = np.uint64(0x5555555555555555), np.uint64(0x3333333333333333), np.uint64(0x0F0F0F0F0F0F0F0F)
_SUM = np.uint64(0x0101010101010101)
_W0, _W1, _W2, _W3, _W4 = np.uint64(0), np.uint64(1), np.uint64(2), np.uint64(3), np.uint64(4)
_S1, _S2, _S4, _S56 = np.uint64(1), np.uint64(2), np.uint64(4), np.uint64(56)


@njit(inline="always", **_JIT)
def popcount(word: np.uint64) -> Any:
    """Bits set in a word; the compiler turns this form into the processor's own instruction."""
    word = word - ((word >> _S1) & _M1)
    word = (word & _M2) + ((word >> _S2) & _M2)
    word = (word + (word >> _S4)) & _M4
    return (word * _SUM) >> _S56


@njit(**_JIT)
def counts(codes: NDArray[np.uint64]) -> NDArray[np.int32]:
    """Bits set in each row of codes."""
    out = np.zeros(codes.shape[0], np.int32)
    for i in range(codes.shape[0]):
        for w in range(codes.shape[1]):
            out[i] += np.int32(popcount(codes[i, w]))
    return out


@njit(**_JIT)
def wrap(angle: float) -> float:
    """Bring an angle into [-π, π)."""
    return (angle + math.pi) % (2 * math.pi) - math.pi


@njit(**_JIT)
def similarity(codes_a, masks_a, points_a, codes_b, masks_b, points_b, length, limits):
    """Masked similarity of all pairs of cylinders; ``limits`` = (least common share, largest turn in rad)."""
    out = np.zeros((codes_a.shape[0], codes_b.shape[0]))
    for i in range(codes_a.shape[0]):
        for j in range(codes_b.shape[0]):
            if abs(wrap(points_a[i, 2] - points_b[j, 2])) > limits[1]:
                continue
            common = norm_a = norm_b = apart = 0
            for w in range(codes_a.shape[1]):
                mask = masks_a[i, w] & masks_b[j, w]
                left, right = codes_a[i, w] & mask, codes_b[j, w] & mask
                common += popcount(mask)
                norm_a += popcount(left)
                norm_b += popcount(right)
                apart += popcount(left ^ right)
            if common >= limits[0] * length and norm_a + norm_b > 0:
                out[i, j] = 1 - math.sqrt(apart) / (math.sqrt(norm_a) + math.sqrt(norm_b))
    return out


@njit(**_JIT)
def assign(table: NDArray[np.float64]) -> NDArray[np.int64]:
    """Greedy one-to-one pairs, most similar first; (n, 2)."""
    rows, columns = table.shape
    order = np.argsort(-table.ravel(), kind="mergesort")
    free_row, free_column = np.ones(rows, np.bool_), np.ones(columns, np.bool_)
    found, n = np.zeros((min(rows, columns), 2), np.int64), 0
    for flat in order:
        i, j = flat // columns, flat % columns
        if table[i, j] <= 0:
            break
        if free_row[i] and free_column[j]:
            free_row[i] = free_column[j] = False
            found[n, 0], found[n, 1] = i, j
            n += 1
    return found[:n]


@njit(**_JIT)
def _kept(a, b, c, d, shape):
    """How well minutiae a, c of one print and b, d of the other keep distance, turn and bearing."""
    ax, ay, bx, by = c[0] - a[0], c[1] - a[1], d[0] - b[0], d[1] - b[1]
    apart = abs(math.hypot(ax, ay) - math.hypot(bx, by))
    turn = abs(wrap((a[2] - c[2]) - (b[2] - d[2])))
    bearing = abs(wrap((a[2] - math.atan2(ay, ax)) - (b[2] - math.atan2(by, bx))))
    value = 1.0
    for k, x in enumerate((apart, turn, bearing)):
        value /= 1 + math.exp(-shape[k, 1] * (x - shape[k, 0]))
    return value


@njit(**_JIT)
def _times(table, values):
    """Matrix times vector, in loops: for ``@`` numba fetches BLAS out of scipy at the first call.

    Two threads that do so at once find scipy half imported, and numba then aborts the process (seen).
    """
    out = np.zeros(table.shape[0])
    for t in range(table.shape[0]):
        for u in range(table.shape[1]):
            out[t] += table[t, u] * values[u]
    return out


@njit(**_JIT)
def relax(pairs, first, points_a, points_b, shape, keep, rounds):
    """Let paired minutiae support each other; returns the relaxed values of the pairs."""
    n = pairs.shape[0]
    kept = np.zeros((n, n))
    for t in range(n):
        for u in range(t + 1, n):
            a, b, c, d = points_a[pairs[t, 0]], points_b[pairs[t, 1]], points_a[pairs[u, 0]], points_b[pairs[u, 1]]
            kept[t, u], kept[u, t] = _kept(a, b, c, d, shape), _kept(c, d, a, b, shape)
    value = first
    for _ in range(rounds):
        value = keep * value + (1 - keep) * _times(kept, value) / (n - 1)
    return value


@njit(**_JIT)
def _window(turns, start, end, low):
    """First index in turns[start:end] (rising) that is at least ``low``."""
    while start < end:
        middle = (start + end) // 2
        if turns[middle] < low:
            start = middle + 1
        else:
            end = middle
    return start


@njit(**_JIT)
def _best(a, b, c, d, e, own, gallery, gallery_ones, root, start, end, best):
    """Largest similarity of one code to the gallery's codes start..end; a root is taken only where it rises.

    Written out for codes of five words (312 bits): they stay in registers, and no row of the gallery becomes an object.
    """
    distance = (np.float32(1) - best) ** 2
    for j in range(np.uint64(start), np.uint64(end)):
        apart = popcount(a ^ gallery[j, _W0]) + popcount(b ^ gallery[j, _W1]) + popcount(c ^ gallery[j, _W2])
        apart += popcount(d ^ gallery[j, _W3]) + popcount(e ^ gallery[j, _W4])
        total = own + root[np.uint64(gallery_ones[j])]
        if np.float32(apart) < distance * total * total:
            best = np.float32(1) - root[apart] / total
            distance = (np.float32(1) - best) ** 2
    return best


@njit(fastmath=False, **_JIT)
def quick(codes, turns, gallery, gallery_turns, gallery_ones, offsets, largest, counted, root):
    """One print against many: mean of the best rows' best similarities; gallery prints are sorted by turn.

    ``offsets`` (n + 1,) bound each print's cylinders, ``counted[k]`` is how many rows count when the smaller print has
    k cylinders, ``root`` a table of square roots.
    """
    ones = counts(codes)
    rows = codes.shape[0]
    out = np.zeros(offsets.shape[0] - 1, np.float32)
    best = np.zeros(rows, np.float32)
    for g in range(out.shape[0]):
        start, end = offsets[g], offsets[g + 1]
        if start == end or rows == 0:
            continue
        for i in range(rows):
            low, high = np.int64(turns[i]) - largest, np.int64(turns[i]) + largest
            a, b = _window(gallery_turns, start, end, low), _window(gallery_turns, start, end, high + 1)
            own, a0, a1, a2, a3, a4 = root[ones[i]], codes[i, 0], codes[i, 1], codes[i, 2], codes[i, 3], codes[i, 4]
            value = _best(a0, a1, a2, a3, a4, own, gallery, gallery_ones, root, a, b, np.float32(0))
            if low < 0:
                a = _window(gallery_turns, start, end, low + 256)
                value = _best(a0, a1, a2, a3, a4, own, gallery, gallery_ones, root, a, end, value)
            if high > 255:
                b = _window(gallery_turns, start, end, high - 255)
                value = _best(a0, a1, a2, a3, a4, own, gallery, gallery_ones, root, start, b, value)
            best[i] = value
        take = min(counted[min(rows, end - start)], rows)
        for _ in range(take):
            top = np.argmax(best)
            out[g] += best[top]
            best[top] = -1
        out[g] /= take
    return out
