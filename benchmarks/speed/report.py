"""The table and the log-log plot of all sizes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import orjson

ROWS: Final = (
    ("records", "records", "{:,.0f}"),
    ("load_records_per_second", "loaded, records/s", "{:,.0f}"),
    ("load_processor_seconds", "loading, processor s", "{:,.1f}"),
    ("load_memory_mb", "loading, memory, MB", "{:,.0f}"),
    ("rejected", "rejected rows", "{:,.0f}"),
    ("index_bytes_per_record", "index, bytes/record", "{:,.0f}"),
    ("store_bytes_per_record", "whole store, bytes/record", "{:,.0f}"),
    ("postings_per_record", "candidate keys/record", "{:.1f}"),
    ("whole_p50_ms", "query p50, ms", "{:.1f}"),
    ("whole_p90_ms", "query p90, ms", "{:.1f}"),
    ("whole_p99_ms", "query p99, ms", "{:.1f}"),
    ("processor_p50_ms", "query p50, processor ms", "{:.1f}"),
    ("processor_p99_ms", "query p99, processor ms", "{:.1f}"),
    ("parse_p50_ms", "of which parse p50, ms", "{:.2f}"),
    ("retrieve_p50_ms", "of which retrieval p50, ms", "{:.2f}"),
    ("retrieve_p99_ms", "of which retrieval p99, ms", "{:.2f}"),
    ("warm_up_processor_seconds", "warming up (tables, 20,000 records' names), processor s", "{:.1f}"),
    ("first_query_ms", "very first query, ms", "{:.0f}"),
    ("compared_mean", "records compared a query", "{:.0f}"),
    ("retrieval_recall", "retrieval recall", "{:.4f}"),
    ("yardstick_ms", "yardstick (plain Python), processor ms", "{:.0f}"),
    ("query_memory_mb", "asking, memory, MB", "{:,.0f}"),
)
"""Figure, words, format."""

_PLOTTED: Final = (
    ("time (processor s, ms)", ("load_processor_seconds", "whole_p50_ms", "whole_p99_ms")),
    ("size (bytes a record) and memory (MB)", ("index_bytes_per_record", "store_bytes_per_record", "load_memory_mb")),
)


def markdown(sizes: Sequence[dict[str, Any]]) -> str:
    """One column a size."""
    lines = ["| | " + " | ".join(f"{s['people']:,} people" for s in sizes) + " |", "|---" * (len(sizes) + 1) + "|"]
    for key, words, form in ROWS:
        cells = [form.format(s[key]) if key in s else "–" for s in sizes]
        lines.append(f"| {words} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def write(folder: Path, sizes: Sequence[dict[str, Any]]) -> None:
    """``speed.md``, ``speed.json``, ``speed.png``."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "speed.md").write_text(markdown(sizes), "utf-8")
    (folder / "speed.json").write_bytes(orjson.dumps(list(sizes), option=orjson.OPT_INDENT_2))
    plot(folder / "speed.png", sizes)


def plot(path: Path, sizes: Sequence[dict[str, Any]]) -> None:
    """Growth with the number of records, both axes logarithmic."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    figure, panels = plt.subplots(1, 2, figsize=(11, 5))
    for axes, (title, keys) in zip(panels, _PLOTTED, strict=True):
        for key in keys:
            points = [(s["records"], s[key]) for s in sizes if key in s]
            if points:
                axes.plot(*np.array(points, float).T, marker="o", label=key)
        axes.set(xscale="log", yscale="log", xlabel="records", title=title)
        axes.grid(visible=True, which="both", alpha=0.3)
        axes.legend()
    figure.tight_layout()
    figure.savefig(path, dpi=120)
    plt.close(figure)
