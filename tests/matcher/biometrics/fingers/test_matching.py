"""Cylinder codes: the compiled matcher gives the reference's numbers, prints of one finger agree, others do not."""

from __future__ import annotations

import ast
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.biometrics import simulated
from matcher.biometrics.fingers import mcc, mcc_fast
from matcher.biometrics.fingers.compare import bits, compare, compare_many, curve
from matcher.biometrics.fingers.cylinders import build, length, words
from matcher.biometrics.fingers.leader import strongest
from matcher.biometrics.types import FingerTemplate, Minutiae
from matcher.biometrics.worker import Worker
from models.errors import BadValue

Templates = dict[tuple[int, int], FingerTemplate]


@given(st.integers(0, 10_000), st.integers(0, 10_000), st.integers(0, 3))
@settings(max_examples=30, deadline=None)
def test_the_compiled_matcher_equals_the_reference(a: int, b: int, taking: int) -> None:
    """Scores within 1e-6, the same pairs, for mates and strangers."""
    left, right = simulated.finger(a, 2, 0), simulated.finger(a if taking else b, 2, taking)
    slow, fast = mcc.relaxed_score(left, right), mcc_fast.relaxed_score(left, right)
    assert fast.score == pytest.approx(slow.score, abs=1e-6)
    assert fast.pairs == slow.pairs
    gallery = mcc_fast.gallery([mcc_fast.sorted_codes(right)])
    quick = mcc.quick_score(left.codes, mcc.turns(left), right.codes, mcc.turns(right))
    assert mcc_fast.quick_scores(left.codes, mcc.turns(left), gallery)[0] == pytest.approx(quick, abs=1e-6)


def test_a_print_is_most_like_itself_and_its_mate() -> None:
    """Order of the scores."""
    own, mate, other = simulated.finger(1, 2, 0), simulated.finger(1, 2, 1), simulated.finger(5, 2, 0)
    scores = [mcc_fast.relaxed_score(own, x).score for x in (own, mate, other)]
    assert scores[0] > scores[1] > 3 * scores[2]


@given(st.floats(-0.9, 0.9), st.integers(-30, 30), st.integers(-30, 30))
@settings(max_examples=20, deadline=None)
def test_turning_and_shifting_a_print_changes_nothing(turn: float, right: int, down: int) -> None:
    """Cylinders stand on minutiae and turn with them."""
    own = simulated.finger(3, 2, 0)
    m = own.minutiae
    x, y = m.x - 150, m.y - 200
    moved = replace(
        m,
        x=(np.cos(turn) * x + np.sin(turn) * y + 150 + right).astype(np.float32),
        y=(-np.sin(turn) * x + np.cos(turn) * y + 200 + down).astype(np.float32),
        angle=np.mod(m.angle + turn, 2 * np.pi).astype(np.float32),
    )
    cylinders = build(moved)
    turned = replace(own, minutiae=moved, holders=cylinders.holders, codes=cylinders.codes, masks=cylinders.masks)
    assert mcc_fast.relaxed_score(own, turned).score > 0.9 * mcc_fast.relaxed_score(own, own).score


def test_empty_and_tiny_prints_score_nothing() -> None:
    """No minutiae, no cylinders, no crash."""
    own = simulated.finger(1, 2, 0)
    nothing = strongest(own.minutiae, 0)
    cylinders = build(nothing)
    assert cylinders.codes.shape == (0, words())
    empty = replace(own, minutiae=nothing, holders=cylinders.holders, codes=cylinders.codes, masks=cylinders.masks)
    assert mcc_fast.relaxed_score(own, empty).score == mcc.relaxed_score(own, empty).score == 0
    gallery = mcc_fast.gallery([mcc_fast.sorted_codes(empty), mcc_fast.sorted_codes(own)])
    assert mcc_fast.quick_scores(own.codes, mcc.turns(own), gallery).tolist()[0] == 0
    two = strongest(own.minutiae, 2)
    assert isinstance(build(two).codes, np.ndarray)


def test_codes_have_only_bits_of_cells_that_were_seen() -> None:
    """A bit outside its mask would say that something unseen was there."""
    own = simulated.finger(8, 2, 0)
    assert not (own.codes & ~own.masks).any()
    assert mcc.bits(own.masks)[:, length() :].sum() == 0


def test_two_takings_of_a_finger_agree_and_two_fingers_do_not(templates: Templates, worker: Worker) -> None:
    """From pixels to bits, by mindtct."""
    same = compare(templates[1, 0], templates[1, 1], worker)
    other = compare(templates[1, 0], templates[2, 0], worker)
    assert same.bits > 3
    assert other.bits < 0
    assert same.bozorth3 > other.bozorth3
    assert all(i < len(templates[1, 0].minutiae) and j < len(templates[1, 1].minutiae) for i, j in same.pairs)


def test_extractors_are_not_mixed(templates: Templates, worker: Worker) -> None:
    """A template of another extractor is refused."""
    with pytest.raises(BadValue):
        compare_many(templates[1, 0], [replace(templates[1, 1], model="leader/1")], worker)


def test_a_poor_print_hardly_speaks_against(templates: Templates) -> None:
    """A smudge is not another finger, but it may still be the same one."""
    good, poor = replace(templates[1, 0], nfiq2=60), replace(templates[1, 1], nfiq2=8)
    assert bits(-12.0, good, good) < bits(-12.0, good, poor) == -1.0
    assert bits(12.0, good, poor) == bits(12.0, good, good) == curve("mindtct/1").cap


def test_the_best_minutiae_are_kept() -> None:
    """In their order, none of a lower quality than one that was dropped."""
    m = simulated.finger(4, 2, 0).minutiae
    graded = replace(m, quality=np.linspace(0, 1, len(m)).astype(np.float32))
    kept: Minutiae = strongest(graded, 10)
    assert len(kept) == 10
    assert kept.quality.min() >= np.sort(graded.quality)[-10]


@pytest.mark.parametrize("module", ["kernels", "overlay_kernels"])
def test_compiled_loops_hold_no_matrix_product(module: str) -> None:
    """numba fetches BLAS out of scipy at the first one, and aborts the process when two threads do so at once."""
    spec = find_spec(f"matcher.biometrics.fingers.{module}")
    assert spec is not None
    assert spec.origin is not None
    nodes = list(ast.walk(ast.parse(Path(spec.origin).read_text("utf-8"))))
    assert not [n for n in nodes if isinstance(n, ast.MatMult)]
    assert not {n.attr for n in nodes if isinstance(n, ast.Attribute)} & {"dot", "vdot", "matmul", "linalg"}
