"""Plots: time and memory against size, precision against recall for each data set, where the time goes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from benchmarks.linkage.running import Result

LEAST_SHOWN: Final = 0.5
"""Precision and recall below this are left out of the curves."""


def plot(results: Sequence[Result], into: Path) -> None:
    """``size.svg``, ``precision-recall-DATA.svg`` and ``stages.svg``."""
    import matplotlib as mpl

    mpl.use("Agg")
    mpl.rcParams["svg.hashsalt"] = "tulga"
    good = [r for r in results if not r["failed"]]
    _sizes([r for r in good if r["data"].startswith("people")], into / "size.svg")
    for data in sorted({r["data"] for r in good}):
        _curves([r for r in good if r["data"] == data], into / f"precision-recall-{data}.svg")
    _stages(good, into / "stages.svg")


def _sizes(results: Sequence[Result], path: Path) -> None:
    """Seconds and megabytes against records, both axes logarithmic, a line a tool."""
    figure, panels = _panels(1, 2, (11, 5))
    for axes, (key, title) in zip(panels, (("seconds", "wall seconds"), ("memory_mb", "peak MB")), strict=True):
        for tool in dict.fromkeys(r["tool"] for r in results):
            points = sorted((r["records"], r[key]) for r in results if r["tool"] == tool)
            axes.plot([p[0] for p in points], [p[1] for p in points], marker="o", label=tool)
        axes.set(xscale="log", yscale="log", xlabel="records", title=title)
        axes.grid(visible=True, which="both", alpha=0.3)
        if results:
            axes.legend()
    _save(figure, path)


def _curves(results: Sequence[Result], path: Path) -> None:
    figure, axes = _panels(1, 1, (6, 5))
    for r in results:
        axes.plot([p[0] for p in r["curve"]], [p[1] for p in r["curve"]], label=r["tool"], drawstyle="steps-post")
    axes.set(xlabel="recall", ylabel="precision", title=results[0]["data"], xlim=(LEAST_SHOWN, 1.005),
             ylim=(LEAST_SHOWN, 1.005))  # fmt: skip
    axes.grid(alpha=0.3)
    axes.legend(loc="lower left")
    _save(figure, path)


def _stages(results: Sequence[Result], path: Path) -> None:
    """A bar a run, as shares of its time."""
    figure, axes = _panels(1, 1, (10, 1.2 + 0.35 * len(results)))
    names = list(dict.fromkeys(name for r in results for name in r["stages"]))
    left = [0.0] * len(results)
    rows = [f"{r['data']}, {r['tool']} ({r['seconds']:.0f} s)" for r in results]
    for name in names:
        share = [r["stages"].get(name, 0.0) / max(sum(r["stages"].values()), 1e-9) for r in results]
        axes.barh(rows, share, left=left, label=name)
        left = [a + b for a, b in zip(left, share, strict=True)]
    axes.invert_yaxis()
    axes.set(xlabel="share of the wall time", xlim=(0, 1))
    axes.legend(ncols=6, loc="lower center", bbox_to_anchor=(0.4, 1.0))
    _save(figure, path)


def _panels(rows: int, columns: int, size: tuple[float, float]) -> tuple[Any, Any]:
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(rows, columns, figsize=size)
    return figure, axes


def _save(figure: Any, path: Path) -> None:
    from matplotlib import pyplot as plt

    figure.tight_layout()
    figure.savefig(path)
    plt.close(figure)
