"""One print laid on another: what both should show is there, or it is not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from matcher.biometrics.fingers import field
from matcher.biometrics.fingers.cylinders import build
from matcher.biometrics.fingers.mcc_fast import relaxed_score
from matcher.biometrics.fingers.overlay import Overlay, nothing, overlay
from matcher.biometrics.types import FingerTemplate, Gray

Templates = dict[tuple[int, int], FingerTemplate]
Prints = dict[tuple[int, int], Gray]


def laid(a: FingerTemplate, b: FingerTemplate) -> Overlay:
    """The overlay from the pairs that the cylinder matcher proposes."""
    return overlay(a, b, relaxed_score(a, b).pairs)


def test_one_finger_shows_what_it_should_and_another_does_not(templates: Templates) -> None:
    """More pairs, a larger share of what both saw, ridges that run alike."""
    own, other = laid(templates[1, 0], templates[1, 1]), laid(templates[1, 0], templates[2, 0])
    assert own.paired > 2 * other.paired
    assert own.share > other.share + 0.5
    assert own.ridges > 0.85 > other.ridges
    assert own.cells > 50


def test_the_order_of_prints_changes_nothing(templates: Templates) -> None:
    """Symmetric, pairs included."""
    one, two = laid(templates[1, 0], templates[1, 1]), relaxed_score(templates[1, 0], templates[1, 1]).pairs
    back = overlay(templates[1, 1], templates[1, 0], tuple((j, i) for i, j in two))
    assert (back.paired, back.share, back.ridges, back.cells) == (one.paired, one.share, one.ridges, one.cells)
    assert sorted((j, i) for i, j in back.pairs) == sorted(one.pairs)


def test_pairs_are_used_once_and_lie_near_each_other(templates: Templates) -> None:
    """Each minutia has one partner; after the fit turn and distance agree."""
    found = laid(templates[1, 0], templates[1, 1]).pairs
    assert len({i for i, _ in found}) == len({j for _, j in found}) == len(found) > 10
    a, b = templates[1, 0].minutiae, templates[1, 1].minutiae
    turns = np.array([b.angle[j] - a.angle[i] for i, j in found])
    middle = np.angle(np.exp(1j * turns).mean())
    assert np.abs(np.angle(np.exp(1j * (turns - middle)))).max() < 0.7


@pytest.mark.parametrize("turn", [-0.4, 0.3])
def test_a_turned_print_still_fits(templates: Templates, turn: float) -> None:
    """Turning minutiae (and with them the field guessed from them) leaves the share as it was."""
    own = templates[1, 0]
    m = own.minutiae
    x, y = m.x - 200, m.y - 240
    moved = replace(
        m,
        x=(np.cos(turn) * x + np.sin(turn) * y + 260).astype(np.float32),
        y=(-np.sin(turn) * x + np.cos(turn) * y + 300).astype(np.float32),
        angle=np.mod(m.angle + turn, 2 * np.pi).astype(np.float32),
        width=m.width + 160,
        height=m.height + 160,
    )
    c = build(moved)
    other = replace(
        own, minutiae=moved, holders=c.holders, codes=c.codes, masks=c.masks, ridges=field.of_minutiae(moved)
    )
    found = laid(own, other)
    assert len(found.pairs) > 0.95 * len(m)
    assert found.ridges > 0.8
    assert found.share > laid(own, templates[2, 0]).share + 1


def test_prints_without_common_pairs_show_nothing(templates: Templates) -> None:
    """Fewer than two seeds fix no fit."""
    assert overlay(templates[1, 0], templates[2, 0], ()) == nothing()
    assert overlay(templates[1, 0], templates[2, 0], ((0, 0),)).pairs == ()


def test_ridges_of_an_image_are_those_that_were_drawn() -> None:
    """Straight waves at a known angle, counted counter-clockwise with y upward; paper is not seen."""
    rows, columns = np.mgrid[0:240, 0:240].astype(np.float64)
    for degrees in (0, 30, 90, 150):
        angle = np.radians(degrees)
        across = columns * np.sin(angle) + rows * np.cos(angle)  # rows grow downward
        waves = np.where(columns < 180, 128 + 100 * np.sin(2 * np.pi * across / 9), 250)
        found = field.of_image(waves.astype(np.uint8))
        seen = found[1, 4:-4, 4:12]
        measured = found[0, 4:-4, 4:12] * np.pi / field.LEVELS
        assert np.cos(2 * (measured - angle)).min() > 0.99
        assert seen.min() > 200
        assert found[1, :, -2:].max() < 60


def test_a_field_guessed_from_minutiae_runs_along_the_real_one(templates: Templates) -> None:
    """Where both are sure, they differ by little; no minutiae, no field."""
    own = templates[1, 0]
    guess, real = field.of_minutiae(own.minutiae), own.ridges
    sure = (guess[1] > 150) & (real[1] > 150)
    apart = (guess[0].astype(float) - real[0].astype(float)) * np.pi / field.LEVELS
    assert sure.sum() > 40
    assert np.cos(2 * apart[sure]).mean() > 0.75
    empty = replace(own.minutiae, **{k: getattr(own.minutiae, k)[:0] for k in ("x", "y", "angle", "kind", "quality")})
    assert not field.of_minutiae(empty).any()


def test_minutiae_without_reported_quality_all_count(templates: Templates) -> None:
    """A record of another body may say nothing about quality; its minutiae are there all the same."""
    silent = [
        replace(t, minutiae=replace(t.minutiae, quality=np.zeros_like(t.minutiae.quality)))
        for t in (templates[1, 0], templates[1, 1])
    ]
    assert laid(*silent).paired > 2 * laid(silent[0], templates[2, 0]).paired
