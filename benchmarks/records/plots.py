"""The reliability plot as SVG, drawn without a plotting library: what was promised against what was observed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from math import log10
from pathlib import Path
from typing import Final

from matcher.evaluation.metrics import Bin

_SIZE, _LEFT, _BOTTOM, _TOP = 420, 60, 50, 20
_WIDTH: Final = _LEFT + _SIZE + 260
_HEIGHT: Final = _TOP + _SIZE + _BOTTOM
_INKS: Final = ("#1f4e79", "#b03a2e", "#1e8449", "#7d3c98", "#b9770e", "#566573", "#117a65", "#943126")
_TICKS: Final = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)


def reliability_svg(bins: Mapping[str, Sequence[Bin]]) -> str:
    """Circles by run at (mean probability given, share that is the person), as large as their bins are full."""
    parts = [*_frame()]
    for number, (name, table) in enumerate(bins.items()):
        ink = _INKS[number % len(_INKS)]
        parts += [_circle(b, ink) for b in table]
        x, y = _LEFT + _SIZE + 24, _TOP + 14 + 18 * number
        parts.append(f'<circle cx="{x}" cy="{y - 4}" r="5" fill="{ink}" fill-opacity="0.6"/>')
        parts.append(f'<text x="{x + 12}" y="{y}">{escape(name)}</text>')
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="sans-serif" '
    return head + 'font-size="12">\n' + "\n".join(parts) + "\n</svg>\n"


def write(path: Path, bins: Mapping[str, Sequence[Bin]]) -> None:
    """The plot as a file."""
    path.write_text(reliability_svg(bins), "utf-8")


def _at(predicted: float, observed: float) -> tuple[float, float]:
    return _LEFT + _SIZE * predicted, _TOP + _SIZE * (1.0 - observed)


def _circle(one: Bin, ink: str) -> str:
    x, y = _at(one.predicted, one.observed)
    radius = 3.0 + 2.0 * log10(max(one.pairs, 1))
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{ink}" fill-opacity="0.6"/>'


def _frame() -> list[str]:
    """Grid, the diagonal on which a promise is kept, tick labels and axis names."""
    (x0, y0), (x1, y1) = _at(0, 0), _at(1, 1)
    parts = ['<rect width="100%" height="100%" fill="#fff"/>']
    for tick in _TICKS:
        x, y = _at(tick, tick)
        parts.append(f'<path d="M{x:.1f} {y0}V{y1}M{x0} {y:.1f}H{x1}" stroke="#ddd"/>')
        parts.append(f'<text x="{x:.1f}" y="{y0 + 18}" text-anchor="middle">{tick:g}</text>')
        parts.append(f'<text x="{x0 - 8}" y="{y + 4:.1f}" text-anchor="end">{tick:g}</text>')
    middle = (y0 + y1) / 2
    turned = f'transform="rotate(-90 16 {middle})" text-anchor="middle"'
    return [
        *parts,
        f'<path d="M{x0} {y0}L{x1} {y1}" stroke="#999" stroke-dasharray="4 4"/>',
        f'<text x="{(x0 + x1) / 2}" y="{_HEIGHT - 10}" text-anchor="middle">probability given</text>',
        f'<text x="16" y="{middle}" {turned}>share that is the person</text>',
    ]
