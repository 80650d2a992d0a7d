# mypy: disable-error-code="no-any-return, untyped-decorator, no-untyped-def"
# ruff: noqa: ANN001, ANN201, PLR0913, PLR0917 - numba infers the types; a kernel takes plain arrays, not objects
"""Compiled loops of :mod:`matcher.biometrics.fingers.overlay` (numba).

A *move* is (turn, x, y): it turns a point counter-clockwise about the origin, then shifts it. Points are (n, 3): x, y
upward, angle. A field is (2, rows, columns) bytes: direction in 256ths of a half turn, certainty in 255ths.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numba import njit

from matcher.biometrics.fingers.kernels import wrap

_JIT: dict[str, Any] = {"cache": True, "nogil": True}
_HALF_TURN = math.pi / 256


@njit(**_JIT)
def moved(move, x, y):
    """A point after a move."""
    cosine, sine = math.cos(move[0]), math.sin(move[0])
    return cosine * x - sine * y + move[1], sine * x + cosine * y + move[2]


@njit(**_JIT)
def all_moved(move, points):
    """Minutiae after a move, angles too; (n, 3)."""
    cosine, sine, out = math.cos(move[0]), math.sin(move[0]), np.empty_like(points)
    for k in range(len(points)):
        out[k, 0] = cosine * points[k, 0] - sine * points[k, 1] + move[1]
        out[k, 1] = sine * points[k, 0] + cosine * points[k, 1] + move[2]
        out[k, 2] = points[k, 2] + move[0]
    return out


@njit(**_JIT)
def backward(move):
    """The move that undoes a move."""
    x, y = moved((-move[0], 0.0, 0.0), move[1], move[2])
    return -move[0], -x, -y


@njit(**_JIT)
def fit(a, b, weight, arm):
    """The move that brings paired points a on b in least squares; each direction counts as a point ``arm`` px away."""
    total = weight.sum()
    ax, ay = (a[:, 0] * weight).sum() / total, (a[:, 1] * weight).sum() / total
    bx, by = (b[:, 0] * weight).sum() / total, (b[:, 1] * weight).sum() / total
    along = across = 0.0
    for k in range(len(weight)):
        x, y, u, v = a[k, 0] - ax, a[k, 1] - ay, b[k, 0] - bx, b[k, 1] - by
        turn = b[k, 2] - a[k, 2]
        along += weight[k] * (x * u + y * v + arm * arm * math.cos(turn))
        across += weight[k] * (x * v - y * u + arm * arm * math.sin(turn))
    turn = math.atan2(across, along)
    x, y = moved((turn, 0.0, 0.0), ax, ay)
    return turn, bx - x, by - y


@njit(**_JIT)
def pair_up(move, a, b, reach, bend):
    """Pairs of minutiae that fall on each other, nearest first, each used once: rows and gaps.

    A gap is the squared distance plus the squared turn, in units of the tolerances ``reach`` (px) and ``bend`` (rad).
    """
    here = all_moved(move, a)
    gaps, flat, count = np.empty(len(a) * len(b)), np.empty(len(a) * len(b), np.int64), 0
    for i in range(len(a)):
        for j in range(len(b)):
            across, up = b[j, 0] - here[i, 0], b[j, 1] - here[i, 1]
            square = across * across + up * up
            if square <= reach * reach:
                turn = wrap(b[j, 2] - here[i, 2])
                if abs(turn) <= bend:
                    gaps[count], flat[count] = square / (reach * reach) + (turn / bend) ** 2, i * len(b) + j
                    count += 1
    free_a, free_b = np.ones(len(a), np.bool_), np.ones(len(b), np.bool_)
    found, cost, n = np.empty((min(len(a), len(b)), 2), np.int64), np.empty(min(len(a), len(b))), 0
    for k in np.argsort(gaps[:count], kind="mergesort"):
        i, j = flat[k] // len(b), flat[k] % len(b)
        if free_a[i] and free_b[j]:
            free_a[i] = free_b[j] = False
            found[n, 0], found[n, 1], cost[n] = i, j, gaps[k]
            n += 1
    return found[:n], cost[:n]


@njit(**_JIT)
def closeness(found, cost, quality_a, quality_b):
    """How much each pair counts: near ones of good quality most; (n,)."""
    out = np.empty(len(cost))
    for k in range(len(cost)):
        out[k] = math.exp(-cost[k]) * math.sqrt(quality_a[found[k, 0]] * quality_b[found[k, 1]])
    return out


@njit(**_JIT)
def visible(move, points, quality, field, step, least):
    """Summed quality of the minutiae that fall, after a move, where the other print was seen."""
    total, there = 0.0, all_moved(move, points)
    for k in range(len(points)):
        row, column = math.floor(-there[k, 1] / step), math.floor(there[k, 0] / step)
        if 0 <= row < field.shape[1] and 0 <= column < field.shape[2] and field[1, row, column] > least:
            total += quality[k]
    return total


@njit(**_JIT)
def ridges(move, field_a, field_b, step):
    """Agreement of ridge directions where both prints were seen: mean cosine of twice the angle, and cells."""
    agreed = total = 0.0
    cells, cosine, sine = 0, math.cos(move[0]), math.sin(move[0])
    for r in range(field_a.shape[1]):
        for c in range(field_a.shape[2]):
            if field_a[1, r, c] < 13:  # a twentieth: hardly seen
                continue
            right, up = (c + 0.5) * step, -(r + 0.5) * step
            x, y = cosine * right - sine * up + move[1], sine * right + cosine * up + move[2]
            row, column = math.floor(-y / step), math.floor(x / step)
            if not (0 <= row < field_b.shape[1] and 0 <= column < field_b.shape[2]):
                continue
            weight = (field_a[1, r, c] / 255.0) * (field_b[1, row, column] / 255.0)
            if weight <= 0.02:
                continue
            apart = (np.int64(field_a[0, r, c]) - np.int64(field_b[0, row, column])) * _HALF_TURN + move[0]
            agreed += weight * math.cos(2 * apart)
            total += weight
            cells += 1
    return (agreed / total if total > 0 else 0.0), cells


@njit(**_JIT)
def robust(a, b, arm, reach, bend):
    """The move that most of the paired points agree on: least squares, outliers losing weight in four rounds."""
    weight, move = np.ones(len(a)), (0.0, 0.0, 0.0)
    for _ in range(4):
        move = fit(a, b, weight, arm)
        here = all_moved(move, a)
        for k in range(len(a)):
            apart = ((b[k, 0] - here[k, 0]) ** 2 + (b[k, 1] - here[k, 1]) ** 2) / (reach * reach)
            turn = wrap(b[k, 2] - here[k, 2]) / bend
            weight[k] = 1 / (1 + 2.25 * apart + 4 * turn * turn) + 1e-6
    return move


@njit(**_JIT)
def measured(move, a, b, quality_a, quality_b, field_a, field_b, rule):
    """Tighten a move by the minutiae it brings together; the move, summed closeness, and its share of what was seen.

    ``rule``: reach, bend, arm, step, least certainty, rounds, widening of the first round, counts added to both sides
    of the share.
    """
    reach, bend, arm, step, least, rounds, wide, above, below = rule
    for turn in range(int(rounds)):
        found, cost = pair_up(move, a, b, reach * (wide if turn == 0 else 1.0), bend)
        if len(found) < 2:
            break
        move = fit(a[found[:, 0]], b[found[:, 1]], closeness(found, cost, quality_a, quality_b) + 1e-9, arm)
    found, cost = pair_up(move, a, b, reach, bend)
    paired = closeness(found, cost, quality_a, quality_b).sum()
    there = visible(move, a, quality_a, field_b, step, least)
    there = math.sqrt(there * visible(backward(move), b, quality_b, field_a, step, least))
    return move, paired, math.log((paired + above) / (there + below))


@njit(**_JIT)
def best_move(a, b, quality_a, quality_b, field_a, field_b, seed_a, seed_b, singles, preference, rule):
    """Try all seeds together, then each of the first ``singles``; keep the move under which the prints agree best."""
    best, value, top = (0.0, 0.0, 0.0), (0.0, -math.inf), -math.inf
    for start in range(-1, min(len(seed_a), singles)):
        if start < 0:
            move = robust(seed_a, seed_b, rule[2], rule[0], rule[1])
        else:
            one = slice(start, start + 1)
            move = fit(seed_a[one], seed_b[one], np.ones(1), rule[2])
        move, paired, share = measured(move, a, b, quality_a, quality_b, field_a, field_b, rule)
        worth = share + preference * math.log1p(paired)
        if worth > top:
            best, value, top = move, (paired, share), worth
    return best, value
