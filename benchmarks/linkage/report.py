"""The tables: goals, quality and cost of every run, where the time goes."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from benchmarks.linkage.running import Result

COLUMNS: Final = (
    ("f1", "best F1", "{:.4f}"),
    ("recall_99", "recall at P=.99", "{:.4f}"),
    ("recall_any", "recall of all links", "{:.4f}"),
    ("cluster_f1", "clusters: F1 of pairs", "{:.4f}"),
    ("b_cubed", "clusters: B³ F1", "{:.4f}"),
    ("pairs_compared", "pairs compared", "{:,.0f}"),
    ("pairs_per_second", "pairs/s scored", "{:,.0f}"),
    ("seconds", "wall s", "{:,.1f}"),
    ("processor_seconds", "CPU s", "{:,.1f}"),
    ("memory_mb", "peak MB", "{:,.0f}"),
)
"""Figure, heading, form."""


def markdown(results: Sequence[Result], machine: str) -> str:
    """The whole report as Markdown."""
    parts = [machine, "", "## Goals", "", *goals(results), "", "## Every run", "", *_runs(results), "",
             "## Where the time goes (seconds by stage)", "", *_stages(results), ""]  # fmt: skip
    return "\n".join(parts)


def goals(results: Sequence[Result]) -> list[str]:
    """One goal a row; one that is missed is marked, one whose data was not run is told."""
    rows = [["goal", "asked", "measured", "on"]]
    wanted = tomllib.loads((Path(__file__).parent / "goals.toml").read_text("utf-8"))["goal"]
    for goal in wanted:
        asked = f"≥ {goal['least']:,g}" if "least" in goal else f"≤ {goal['most']:,g}"
        found = _measured(goal, results)
        if found is None:
            rows.append([goal["words"], asked, "not run", ""])
            continue
        value, data = found
        met = value >= goal["least"] if "least" in goal else value <= goal["most"]
        rows.append([goal["words"], asked, _number(value) + ("" if met else " ✗"), data])
    return table(rows)


def _measured(goal: Mapping[str, Any], results: Sequence[Result]) -> tuple[float, str] | None:
    """The figure a goal asks for, on the largest of its data sets that has it."""
    runs = {(r["data"], r["tool"]): r for r in sorted(results, key=lambda r: r["records"]) if not r["failed"]}
    found = None
    for (data, tool), result in runs.items():
        if tool != goal.get("tool", "tulga") or goal["data"] not in (data, data.partition("_")[0]):
            continue
        value = _ratio(goal, result, runs)
        found = (value, data) if value is not None else found
    return found


def _ratio(goal: Mapping[str, Any], result: Result, runs: Mapping[tuple[str, str], Result]) -> float | None:
    value = result.get(goal["figure"])
    if value is None or not ({"over", "over_data"} & set(goal)):
        return value
    other = runs.get((goal.get("over_data", result["data"]), goal.get("over", result["tool"])))
    base = other.get(goal["figure"]) if other else None
    if not base:
        return None
    return float(base / value if goal.get("inverse") else value / base)


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 1000 else f"{value:.5f}" if value < 0.01 else f"{value:.4f}"


def _runs(results: Sequence[Result]) -> list[str]:
    rows = [["data", "records", "tool", *(heading for _, heading, _ in COLUMNS)]]
    for r in results:
        cells = [form.format(r[key]) if r.get(key) is not None else "–" for key, _, form in COLUMNS]
        if r["failed"]:
            cells[0] = "failed: " + r["failed"].replace("|", "/")[:80]
        rows.append([r["data"], f"{r['records']:,}", r["tool"], *cells])
    return table(rows)


def _stages(results: Sequence[Result]) -> list[str]:
    rows = [["data", "tool", "stages"]]
    for r in results:
        told = ", ".join(f"{name} {seconds:.1f}" for name, seconds in r["stages"].items() if seconds >= 0.05)
        rows.append([r["data"], r["tool"], told])
    return table(rows)


def table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows, the first one the header, as a Markdown table."""
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return [lines[0], "|" + "---|" * len(rows[0]), *lines[1:]]


def read(folder: Path) -> list[Result]:
    """All results kept in a folder, by data set, size and tool."""
    found = [json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.json"))]
    return sorted(found, key=lambda r: (r["data"].partition("_")[0], r["records"], r["tool"]))
