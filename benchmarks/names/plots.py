"""DET plots: misses against false alarms, both on normal deviates, a line per scorer."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from benchmarks.names.metrics import det
from benchmarks.names.pairs import Pair
from benchmarks.names.scorers import Run
from benchmarks.names.slices import FEWEST, Slice, indices

TICKS = (0.0005, 0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.4)
_NORMAL = NormalDist()


def probit(rate: NDArray[np.float64]) -> NDArray[np.float64]:
    """Normal deviates of rates; 0 and 1 are moved just inside."""
    inside = np.clip(rate, 1e-4, 1 - 1e-4)
    return np.array([_NORMAL.inv_cdf(float(value)) for value in inside])


def plot(pairs: Sequence[Pair], cuts: Sequence[Slice], runs: Sequence[Run], into: Path) -> list[Path]:
    """One SVG a slice in folder `into`; returns the files written."""
    into.mkdir(parents=True, exist_ok=True)
    written = []
    for cut in cuts:
        same, other = indices(pairs, cut)
        if len(same) >= FEWEST and len(other) >= FEWEST:
            written.append(_plot(cut.name, [(r.name, *det(r.scores[same], r.scores[other])) for r in runs], into))
    return written


def _plot(title: str, curves: list[tuple[str, NDArray[np.float64], NDArray[np.float64]]], into: Path) -> Path:
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    plot, axes = plt.subplots(figsize=(5, 5))
    for name, alarms, misses in curves:
        axes.plot(probit(alarms), probit(misses), label=name, drawstyle="steps-post")
    ticks, labels = probit(np.array(TICKS)), [f"{100 * t:g}" for t in TICKS]
    axes.set_xticks(ticks, labels)
    axes.set_yticks(ticks, labels)
    ends = ticks[0], ticks[-1]
    axes.set(xlabel="false positives, %", ylabel="misses, %", title=title, xlim=ends, ylim=ends)
    axes.grid(alpha=0.3)
    axes.legend()
    path = into / f"det-{title.split(',', maxsplit=1)[0].replace(' ', '-')}.svg"
    plot.savefig(path)
    plt.close(plot)
    return path
