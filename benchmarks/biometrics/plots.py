"""DET curves and reliability as SVG, drawn without a plotting library: an evaluation runs wherever Tulga runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from pathlib import Path

import numpy as np

from benchmarks.biometrics.rates import Scores, det_curve
from matcher.biometrics.reliability import Bin

_WIDTH, _HEIGHT, _LEFT, _BOTTOM, _TOP, _RIGHT = 640, 480, 70, 55, 20, 20
_INKS = ("#1f4e79", "#b03a2e", "#1e8449", "#7d3c98", "#b9770e", "#566573", "#117a65", "#943126")


@dataclass(frozen=True, slots=True)
class _Axis:
    """One axis: name, ends in its own scale (already transformed), ticks as (place, label)."""

    name: str
    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]

    def share(self, value: float) -> float:
        return (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)


def _powers(name: str, low: int, high: int) -> _Axis:
    ticks = tuple((float(p), f"{100 * 10.0**p:g} %") for p in range(low, high + 1))
    return _Axis(name, float(low), float(high), ticks)


def _place(x: _Axis, y: _Axis) -> Callable[[float, float], tuple[float, float]]:
    across, down = _WIDTH - _LEFT - _RIGHT, _HEIGHT - _TOP - _BOTTOM
    return lambda a, b: (_LEFT + across * x.share(a), _HEIGHT - _BOTTOM - down * y.share(b))


def _frame(x: _Axis, y: _Axis) -> list[str]:
    """Grid, tick labels and axis names."""
    at, parts = _place(x, y), ['<rect width="100%" height="100%" fill="#fff"/>']
    for value, label in x.ticks:
        (x0, y0), (_, y1) = at(value, y.low), at(value, y.high)
        parts.append(f'<path d="M{x0:.1f} {y0:.1f}V{y1:.1f}" stroke="#ddd"/>')
        parts.append(f'<text x="{x0:.1f}" y="{y0 + 16:.1f}" text-anchor="middle">{escape(label)}</text>')
    for value, label in y.ticks:
        (x0, y0), (x1, _) = at(x.low, value), at(x.high, value)
        parts.append(f'<path d="M{x0:.1f} {y0:.1f}H{x1:.1f}" stroke="#ddd"/>')
        parts.append(f'<text x="{x0 - 6:.1f}" y="{y0 + 4:.1f}" text-anchor="end">{escape(label)}</text>')
    parts.append(f'<text x="{_WIDTH / 2}" y="{_HEIGHT - 12}" text-anchor="middle">{escape(x.name)}</text>')
    middle = _HEIGHT / 2
    turned = f'transform="rotate(-90 16 {middle})" text-anchor="middle"'
    return [*parts, f'<text x="16" y="{middle}" {turned}>{escape(y.name)}</text>']


def _write(parts: list[str], path: Path) -> None:
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="sans-serif" '
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(head + 'font-size="12">\n' + "\n".join(parts) + "\n</svg>\n", "utf-8")


def plot_det(curves: dict[str, tuple[Scores, Scores]], path: Path) -> None:
    """Draw DET curves, FNMR over FMR on logarithmic axes; each label has its genuine and impostor scores."""
    x, y = _powers("FMR", -5, 0), _powers("FNMR", -3, 0)
    at, parts = _place(x, y), _frame(x, y)
    for number, (label, (genuine, impostor)) in enumerate(curves.items()):
        fmr, fnmr = det_curve(genuine, impostor)
        logs = np.log10(np.maximum(np.stack([fmr, fnmr]), 1e-9))
        inside = logs[:, (logs[0] >= x.low) & (logs[1] >= y.low)].T.tolist()
        spots = dict.fromkeys(f"{a:.1f} {b:.1f}" for a, b in (at(*point) for point in inside))
        ink = _INKS[number % len(_INKS)]
        parts.append(f'<polyline points="{", ".join(spots)}" fill="none" stroke="{ink}" stroke-width="1.6"/>')
        corner = _WIDTH - _RIGHT - 8, _TOP + 16 + 16 * number
        parts.append(f'<text x="{corner[0]}" y="{corner[1]}" text-anchor="end" fill="{ink}">{escape(label)}</text>')
    _write(parts, path)


def plot_reliability(bins: list[Bin], path: Path) -> None:
    """Draw what was promised (at even odds) against what was observed, with 95 % intervals and the diagonal."""
    ticks = tuple((k / 5, f"{20 * k} %") for k in range(6))
    x, y = _Axis("predicted at even odds", 0.0, 1.0, ticks), _Axis("observed, with 95 % interval", 0.0, 1.0, ticks)
    at, parts = _place(x, y), _frame(x, y)
    (x0, y0), (x1, y1) = at(0, 0), at(1, 1)
    parts.append(f'<path d="M{x0:.1f} {y0:.1f}L{x1:.1f} {y1:.1f}" stroke="#999" stroke-dasharray="4 4"/>')
    for row in bins:
        ink = _INKS[0 if row.agrees else 1]
        (cx, cy), (_, low), (_, high) = at(row.predicted, row.observed), at(0, row.low), at(0, row.high)
        parts.append(f'<path d="M{cx:.1f} {low:.1f}V{high:.1f}" stroke="{ink}" stroke-width="1.6"/>')
        parts.append(f'<circle cx="{cx:.1f}" cy="{cy:.1f}" r="4" fill="{ink}"/>')
    _write(parts, path)
