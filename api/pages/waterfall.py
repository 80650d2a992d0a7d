"""The geometry of the evidence figure: prior, one bar for each piece of evidence, total; all on one axis of bits.

The first bar starts at zero bits (one to one); each further bar starts where the one before it ended, so that the eye
adds up what the machine added up.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["prior", "for", "against", "neutral", "total"]
_STEPS: Final = (1, 2, 5, 10, 20, 50, 100, 200, 500)
_MOST_TICKS: Final = 9
SMALLEST: Final = 0.05
"""Bits below which a piece of evidence is shown as saying nothing."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Measures of a figure in its own units (pixels at full size)."""

    width: int
    label: int
    """Width of the column of labels; 0 puts each label above its bar (narrow screens)."""
    row: int
    bar: int
    number: int = 64
    """Room for the number at either end of a bar."""


WIDE: Final = Layout(width=920, label=210, row=34, bar=18)
NARROW: Final = Layout(width=360, label=0, row=46, bar=16, number=52)
_HEAD: Final = 30


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: where it stands, what it says, and the running total after it."""

    label: str
    bits: float
    total: float
    kind: Kind
    x: float
    y: float
    width: float
    height: float
    label_y: float
    number_x: float
    number_end: bool
    """Whether the number's text ends at ``number_x`` (left of the bar) or begins there."""
    link_x: float
    """Where the line down to the next bar stands."""


@dataclass(frozen=True, slots=True)
class Figure:
    """Bars and axis, ready to be drawn."""

    width: int
    height: int
    bars: tuple[Bar, ...]
    ticks: tuple[tuple[float, int], ...]
    """Positions and bits of the axis' marks."""
    zero: float
    layout: Layout


def waterfall(prior: float, pieces: Sequence[tuple[str, float]], labels: tuple[str, str], layout: Layout) -> Figure:
    """The figure for ``pieces`` (label, bits) between the prior and the total, whose names are ``labels``."""
    totals = [prior]
    for _, bits in pieces:
        totals.append(totals[-1] + bits)
    low, high = math.floor(min(0.0, *totals)), math.ceil(max(0.0, *totals))
    scale = _Scale(low, max(high, low + 2), layout)
    steps = [
        _Step(labels[0], prior, 0.0, prior, "prior"),
        *(
            _Step(label, bits, start, start + bits, _kind(bits))
            for (label, bits), start in zip(pieces, totals[:-1], strict=True)
        ),
        _Step(labels[1], totals[-1], 0.0, totals[-1], "total"),
    ]
    bars = tuple(_bar(number, step, scale) for number, step in enumerate(steps))
    height = _HEAD + len(bars) * layout.row + 8
    return Figure(layout.width, height, bars, scale.ticks(), scale.x(0.0), layout)


@dataclass(frozen=True, slots=True)
class _Step:
    """A bar before it has a place: from ``start`` to ``end`` bits."""

    label: str
    bits: float
    start: float
    end: float
    kind: Kind


class _Scale:
    """From bits to horizontal positions, with room for numbers at both ends."""

    def __init__(self, low: float, high: float, layout: Layout) -> None:
        self.low, self.high, self.layout = low, high, layout
        self._start = layout.label + layout.number
        self._span = layout.width - self._start - layout.number

    def x(self, bits: float) -> float:
        return round(self._start + (bits - self.low) / (self.high - self.low) * self._span, 2)

    def ticks(self) -> tuple[tuple[float, int], ...]:
        most = min(_MOST_TICKS, self._span // 40)
        step = next((s for s in _STEPS if (self.high - self.low) / s <= most), _STEPS[-1])
        first, last = math.ceil(self.low / step), math.floor(self.high / step)
        return tuple((self.x(n * step), n * step) for n in range(first, last + 1))


def _bar(number: int, step: _Step, scale: _Scale) -> Bar:
    layout = scale.layout
    left, right = sorted((scale.x(step.start), scale.x(step.end)))
    top = _HEAD + number * layout.row
    y = top + ((layout.row - layout.bar) / 2 if layout.label else layout.row - layout.bar - 1)
    backwards = step.end < step.start
    return Bar(
        label=step.label,
        bits=step.bits,
        total=step.end,
        kind=step.kind,
        x=left,
        y=y,
        width=max(right - left, 1.5),
        height=layout.bar,
        label_y=y + layout.bar / 2 if layout.label else y - 6,
        number_x=left - 6 if backwards else right + 6,
        number_end=backwards,
        link_x=scale.x(step.end),
    )


def _kind(bits: float) -> Kind:
    if abs(bits) < SMALLEST:
        return "neutral"
    return "for" if bits > 0 else "against"
