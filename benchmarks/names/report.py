"""Measured figures as text: the goal table, and a plain table of every slice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from benchmarks.names.metrics import Quality, quality
from benchmarks.names.pairs import Pair
from benchmarks.names.scorers import Run
from benchmarks.names.slices import FEWEST, Goal, Slice, indices

FIGURES = {"recall_1": "recall at 1 % FPR", "recall_01": "recall at 0.1 % FPR", "auc": "AUC", "max_f1": "max-F1"}


class Measured(NamedTuple):
    """One slice with the quality of every scorer, in the order of the runs."""

    cut: Slice
    qualities: tuple[Quality, ...]


def measure(pairs: Sequence[Pair], cuts: Sequence[Slice], runs: Sequence[Run]) -> list[Measured]:
    """Every slice that has enough pairs on both sides."""
    found = []
    for cut in cuts:
        same, other = indices(pairs, cut)
        if len(same) >= FEWEST and len(other) >= FEWEST:
            found.append(Measured(cut, tuple(quality(run.scores[same], run.scores[other]) for run in runs)))
    return found


def goal_table(measured: Sequence[Measured], runs: Sequence[Run]) -> list[str]:
    """Markdown lines: one goal a row, with Tulga's figure (marked when it falls short) and the peers'."""
    rows = [["slice", "figure", "goal", *(run.name for run in runs)]]
    for row in measured:
        rows += [_goal(row, goal) for goal in row.cut.goals]
    return table(rows)


def _goal(row: Measured, goal: Goal) -> list[str]:
    values = [float(getattr(quality, goal.figure)) for quality in row.qualities]
    first = figure(values[0]) + ("" if values[0] >= goal.least else " ✗")
    return [row.cut.name, FIGURES[goal.figure], f"≥ {goal.least:g}", first, *map(figure, values[1:])]


def slice_table(measured: Sequence[Measured], runs: Sequence[Run]) -> list[str]:
    """Markdown lines: one slice a row, all figures of the first scorer, recall at 1 % FPR of the others."""
    head = ["slice", "same", "other", "AUC", "R@1 %", "R@0.1 %", "max-F1", *(f"{run.name} R@1 %" for run in runs[1:])]
    rows = [head]
    for cut, qualities in measured:
        q = qualities[0]
        mine = [figure(q.auc), figure(q.recall_1), figure(q.recall_01), figure(q.max_f1)]
        rows.append([cut.name, str(q.positives), str(q.negatives), *mine, *(figure(o.recall_1) for o in qualities[1:])])
    return table(rows)


def figure(value: float) -> str:
    """Four decimals; a dash where nothing could be measured."""
    return "–" if value != value else f"{value:.4f}"  # noqa: PLR0124


def table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows, the first one the header, as a Markdown table with aligned columns."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = ["| " + " | ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)) + " |" for row in rows]
    return [lines[0], "|" + "|".join("-" * (w + 2) for w in widths) + "|", *lines[1:]]
