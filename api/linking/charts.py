"""Small charts as SVG text: horizontal bars around nought, and a histogram on a logarithmic scale."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from math import log10
from typing import Final

import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

WIDTH: Final = 640
LABEL: Final = 170
ROW: Final = 22


def bars(values: Sequence[tuple[str, float]]) -> Markup:
    """One bar a value; negative ones go to the left. Each carries its label and number as text."""
    largest = max((abs(v) for _, v in values), default=0.0) or 1.0
    negative = any(v < 0 for _, v in values)
    room = WIDTH - LABEL - 120
    zero = LABEL + (room / 2 if negative else 0) + 60 * negative
    scale = (room / 2 if negative else room) / largest
    rows = "".join(_bar(i, label, value, zero, scale) for i, (label, value) in enumerate(values))
    return _svg(len(values) * ROW + 6, rows)


def _bar(i: int, label: str, value: float, zero: float, scale: float) -> str:
    y, length = i * ROW + 4, abs(value) * scale
    x = zero - length if value < 0 else zero
    number = f"{value:+.1f}" if isinstance(value, float) else f"{value}"
    text_x, anchor = (x - 5, "end") if value < 0 else (x + length + 5, "start")
    kind = "against" if value < 0 else "for"
    return (
        f'<text x="0" y="{y + 12}">{escape(label)}</text>'
        f'<rect class="{kind}" x="{x:.1f}" y="{y}" width="{max(length, 0.5):.1f}" height="14"/>'
        f'<text x="{text_x:.1f}" y="{y + 12}" text-anchor="{anchor}">{number}</text>'
    )


def histogram(counts: NDArray[np.int64], lowest: int, highest: int) -> Markup:
    """Counts by bin of one bit; heights are logarithmic, so that the few matches show beside the many strangers."""
    height, top = 180, max(log10(float(counts.max(initial=1)) + 1.0), 1.0)
    step = WIDTH / max(len(counts), 1)
    rows = []
    for i, count in enumerate(counts):
        if count:
            tall = log10(float(count) + 1.0) / top * (height - 30)
            kind = "against" if lowest + i < 0 else "for"
            title = f"<title>{lowest + i} … {lowest + i + 1}: {int(count)}</title>"
            rows.append(
                f'<rect class="{kind}" x="{i * step:.1f}" y="{height - 20 - tall:.1f}" width="{step - 0.5:.1f}" '
                f'height="{tall:.1f}">{title}</rect>'
            )
    ticks = "".join(
        f'<text x="{(bits - lowest) * step:.1f}" y="{height - 4}" text-anchor="middle">{bits}</text>'
        for bits in range(lowest, highest + 1, 20)
    )
    return _svg(height, "".join(rows) + ticks)


def _svg(height: float, content: str) -> Markup:
    return Markup(  # noqa: S704  every text in it was escaped above
        f'<svg viewBox="-20 0 {WIDTH + 40} {height:.0f}" width="100%" role="img" xmlns="http://www.w3.org/2000/svg">'
        f"{content}</svg>"
    )
