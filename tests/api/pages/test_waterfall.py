"""The evidence figure adds up: each bar starts where the one before it ended, and nothing stands outside of it."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.pages.waterfall import NARROW, WIDE, waterfall

BITS = st.floats(-60, 60, allow_nan=False)
PIECES = st.lists(st.tuples(st.text(max_size=8), BITS), max_size=12)
LAYOUTS = st.sampled_from([WIDE, NARROW])
LABELS = ("prior", "total")


def _bits(figure, x: float) -> float:
    """From a position back to bits, by two marks of the axis."""
    (x1, b1), (x2, b2) = figure.ticks[0], figure.ticks[-1]
    return b1 + (x - x1) / (x2 - x1) * (b2 - b1)


@given(BITS, PIECES, LAYOUTS)
def test_the_total_is_the_prior_and_the_pieces(prior, pieces, layout):
    figure = waterfall(prior, pieces, LABELS, layout)
    assert figure.bars[-1].total == pytest.approx(prior + sum(bits for _, bits in pieces), abs=1e-6)
    assert [bar.kind for bar in figure.bars][:: len(figure.bars) - 1] == ["prior", "total"]


@given(BITS, PIECES, LAYOUTS)
def test_a_bar_starts_where_the_one_before_it_ended(prior, pieces, layout):
    bars = waterfall(prior, pieces, LABELS, layout).bars
    for before, bar in pairwise(bars[:-1]):
        start = bar.x if bar.link_x >= before.link_x else bar.x + bar.width
        assert start == pytest.approx(before.link_x, abs=1.6)


@given(BITS, PIECES, LAYOUTS)
def test_everything_stands_inside_the_figure(prior, pieces, layout):
    figure = waterfall(prior, pieces, LABELS, layout)
    for bar in figure.bars:
        assert layout.label <= bar.x
        assert bar.x + bar.width <= figure.width
        assert 0 < bar.y < bar.y + bar.height < figure.height
        assert 0 < bar.label_y < figure.height
    assert 2 <= len(figure.ticks) <= 12


def test_positions_are_bits():
    figure = waterfall(-10, [("a", 4.0), ("b", -2.0)], LABELS, WIDE)
    prior, a, b, total = figure.bars
    assert _bits(figure, prior.link_x) == pytest.approx(-10, abs=0.05)
    assert _bits(figure, a.x + a.width) == pytest.approx(-6, abs=0.05)
    assert _bits(figure, b.x) == pytest.approx(-8, abs=0.05)
    assert _bits(figure, figure.zero) == pytest.approx(0, abs=0.05)
    assert total.kind == "total"


def test_kinds_tell_for_from_against_and_from_silence():
    kinds = [bar.kind for bar in waterfall(0, [("a", 1.0), ("b", -1.0), ("c", 0.01)], LABELS, WIDE).bars]
    assert kinds == ["prior", "for", "against", "neutral", "total"]


def test_a_number_stands_on_the_side_where_the_bar_ends():
    up, down = waterfall(0, [("a", 5.0), ("b", -3.0)], LABELS, WIDE).bars[1:3]
    assert not up.number_end
    assert up.number_x > up.x + up.width
    assert down.number_end
    assert down.number_x < down.x
