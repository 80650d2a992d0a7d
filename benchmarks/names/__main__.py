"""`python -m benchmarks.names --data DIR [--out DIR] [--peers] [--ablation] [--unseen] [--retrieval]`.

Scores every labelled pair once with each scorer and prints the goal table, every slice and the speed. With --out it
writes the report, the DET plots and the forty worst misses and false alarms (real people: outside the repository).
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.names import missed, plots, report, scorers, single, slices, speed, worst
from benchmarks.names.pairs import Pair, load


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    chosen = _parser().parse_args(arguments)
    pairs = load(chosen.data)
    runs = _runs(pairs, chosen.peers)
    text = [*_report(pairs, runs), "## Single words", "", *single.lines(chosen.data), ""]
    if chosen.ablation:
        text += _ablation(chosen.data)
    if chosen.unseen:
        text += _unseen(pairs, chosen.data)
    if chosen.retrieval:
        text += _retrieval(pairs)
    print("\n".join(text))
    if chosen.page:
        head = (Path(__file__).parent / "page.md").read_text(encoding="utf-8").rstrip("\n").split("\n")
        chosen.page.write_text("\n".join([*head, "", *text]).rstrip("\n") + "\n", encoding="utf-8")
    if chosen.out:
        worst.write(pairs, runs[0].scores, chosen.out)
        plots.plot(pairs, list(slices.main_slices()), runs, chosen.out)
        (chosen.out / "report.md").write_text("\n".join([*text, ""]), encoding="utf-8")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.names", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder that holds pairs/ (and inventories/)")
    parser.add_argument("--out", type=Path, help="folder outside the repository for report, plots and the worst pairs")
    parser.add_argument("--page", type=Path, help="write the figures, which name nobody, to this Markdown page")
    parser.add_argument("--peers", action="store_true", help="run the peers on the same pairs (make peers-names)")
    parser.add_argument("--ablation", action="store_true", help="switch off each part of the grammar and measure again")
    parser.add_argument("--unseen", action="store_true", help="score again without what only these people support")
    parser.add_argument("--retrieval", action="store_true", help="look each name up among a million others by its keys")
    return parser


def _runs(pairs: Sequence[Pair], with_peers: bool) -> list[scorers.Run]:
    start = time.process_time()
    scores = scorers.tulga(pairs)
    own = scorers.Run("Tulga", scores, len(pairs) / (time.process_time() - start))
    return [own, *(scorers.peers(pairs) if with_peers else [])]


def _report(pairs: Sequence[Pair], runs: Sequence[scorers.Run]) -> list[str]:
    main_part = report.measure(pairs, list(slices.main_slices()), runs)
    detail = report.measure(pairs, list(slices.detail_slices(pairs)), runs)
    told = speed.lines(speed.measure(pairs), [(run.name, run.pairs_per_second) for run in runs[1:]])
    return [
        "## Goals", "", *report.goal_table(main_part, runs), "",
        "## Slices", "", *report.slice_table(main_part, runs), "",
        "## In detail", "", *report.slice_table(detail, runs), "",
        "## What is missed", "", *missed.lines(pairs, runs[0].scores), "",
        "## Speed", "", *(f"- {line}" for line in told), "",
    ]  # fmt: skip


def _ablation(data: Path) -> list[str]:
    from benchmarks.names import ablation

    return ["## What each part buys", "", *ablation.lines(data), ""]


def _unseen(pairs: Sequence[Pair], data: Path) -> list[str]:
    from tempfile import TemporaryDirectory

    from benchmarks.names import unseen

    with TemporaryDirectory() as scratch:
        return ["## Names it may not know", "", *unseen.lines(pairs, data, Path(scratch)), ""]


def _retrieval(pairs: Sequence[Pair]) -> list[str]:
    from benchmarks.names import retrieval

    return ["## Retrieval by name alone", "", *retrieval.lines(pairs), ""]


if __name__ == "__main__":
    main()
