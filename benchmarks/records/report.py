"""Tables (Markdown) and the reliability plot of a run, and the figures as JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import orjson

from benchmarks.records import measures as m
from benchmarks.records import plots
from benchmarks.records.asking import Outcome

_MATED: Final[dict[str, Callable[[Outcome], bool]]] = {
    "rank 1": m.first,
    "in the first ten": m.listed,
    "compared (retrieval recall)": m.retrieved,
    "first and certain or probable": m.surely_first,
    "first and certain": m.certainly_first,
    "another person certain or probable": m.false_alarm,
    "another person certain": m.false_certain,
}
_NOBODY: Final[dict[str, Callable[[Outcome], bool]]] = {
    "somebody certain or probable": m.false_alarm,
    "somebody certain": m.false_certain,
}


def figures(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """All figures of a run as plain numbers."""
    mated = [o for o in outcomes if m.is_mated(o)]
    nobody = [o for o in outcomes if not m.is_mated(o)]
    by_kind = m.groups(nobody, lambda o: [o.asked.kind])
    found = m.calibration(outcomes)
    seconds = np.array([o.seconds for o in outcomes]) * 1000
    return {
        "queries": len(outcomes),
        "mated": {name: m.share(mated, hit).value for name, hit in _MATED.items()},
        "nobody": {name: m.share(nobody, hit).value for name, hit in _NOBODY.items()},
        "nobody by kind": {k: m.share(v, m.false_alarm).value for k, v in by_kind.items()},
        "calibration": {
            "pairs": found.pairs, "error": found.error, "brier": found.brier, "error of first": found.first_error,
            "brier of first": found.first_brier,
        },
        "compared": float(np.mean([o.compared for o in outcomes])),
        "milliseconds": {"p50": float(np.median(seconds)), "p99": float(np.quantile(seconds, 0.99))},
    }  # fmt: skip


def markdown(title: str, outcomes: Sequence[Outcome]) -> str:
    """The report of one run."""
    mated = [o for o in outcomes if m.is_mated(o)]
    nobody = [o for o in outcomes if not m.is_mated(o)]
    parts = [f"## {title}", "", _overall(mated, nobody), _calibration(outcomes)]
    parts.append(_group("People who are in no register, by kind", nobody, lambda o: [o.asked.kind], _NOBODY))
    chosen = {k: _MATED[k] for k in ("rank 1", "in the first ten", "compared (retrieval recall)",
                                     "first and certain or probable")}  # fmt: skip
    for heading, key in _KEYS.items():
        parts.append(_group(f"People in a register, by {heading}", mated, key, chosen))
    return "\n".join(parts)


_KEYS: Final[dict[str, Callable[[Outcome], Sequence[str]]]] = {
    "language": lambda o: [o.asked.language] if o.asked.language else [],
    "fields given": lambda o: [o.asked.profile] if o.asked.profile else [],
    "number of errors": lambda o: [str(min(len(o.asked.errors), 5))],
    "kind of error in the query": lambda o: o.asked.errors or ["(none)"],
}


def _cell(found: m.Share) -> str:
    low, high = found.interval
    return f"{found.value:.4f} ({low:.3f}–{high:.3f})" if found.of else "–"


def _overall(mated: list[Outcome], nobody: list[Outcome]) -> str:
    rows = [f"| people in a register | {len(mated)} queries |", "|---|---|"]
    rows += [f"| {name} | {_cell(m.share(mated, hit))} |" for name, hit in _MATED.items()]
    rows += ["", f"| people in no register | {len(nobody)} queries |", "|---|---|"]
    rows += [f"| {name} | {_cell(m.share(nobody, hit))} |" for name, hit in _NOBODY.items()]
    return "\n".join([*rows, ""])


def _calibration(outcomes: Sequence[Outcome]) -> str:
    found = m.calibration(outcomes)
    rows = [
        f"Calibration over {found.pairs} listed candidates: expected calibration error {found.error:.4f}, Brier "
        f"{found.brier:.4f}; first candidates alone {found.first_error:.4f}, {found.first_brier:.4f}.",
        "",
        "| probability | candidates | mean probability | truly the person |",
        "|---|---|---|---|",
    ]
    rows += [f"| {b.low:g}–{b.high:g} | {b.pairs} | {b.predicted:.4f} | {b.observed:.4f} |" for b in found.bins]
    return "\n".join([*rows, ""])


def _group(
    title: str,
    outcomes: list[Outcome],
    key: Callable[[Outcome], Sequence[str]],
    hits: dict[str, Callable[[Outcome], bool]],
) -> str:
    found = m.groups(outcomes, key)
    if not found:
        return ""
    rows = [f"### {title}", "", "| | queries | " + " | ".join(hits) + " |", "|---" * (len(hits) + 2) + "|"]
    for name, some in found.items():
        cells = " | ".join(f"{m.share(some, hit).value:.4f}" for hit in hits.values())
        rows.append(f"| {name} | {len(some)} | {cells} |")
    return "\n".join([*rows, ""])


def write(folder: Path, runs: dict[str, list[Outcome]]) -> None:
    """``records.md``, ``records.json`` and ``reliability.svg`` for runs by name; the quick scripts' also as one."""
    folder.mkdir(parents=True, exist_ok=True)
    text = "\n".join([summary(runs), *(markdown(name, outcomes) for name, outcomes in runs.items())])
    (folder / "records.md").write_text(text, "utf-8")
    numbers = {name: figures(outcomes) for name, outcomes in runs.items()}
    (folder / "records.json").write_bytes(orjson.dumps(numbers, option=orjson.OPT_INDENT_2))
    plots.write(folder / "reliability.svg", {name: m.calibration(some).bins for name, some in grouped(runs).items()})


def grouped(runs: Mapping[str, list[Outcome]]) -> dict[str, list[Outcome]]:
    """The runs, those of the quick scripts joined into one."""
    joined: dict[str, list[Outcome]] = {}
    for name, outcomes in runs.items():
        joined.setdefault("quick scripts" if name.startswith("quick ") else name, []).extend(outcomes)
    return joined


def summary(runs: Mapping[str, list[Outcome]]) -> str:
    """One line a run: what a reader wants to know first."""
    rows = [
        "| register | queries | first | compared | first and sure | nobody held: somebody sure | somebody certain "
        "| calibration error | Brier |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    joined = {k: v for k, v in grouped(runs).items() if k not in runs}
    rows += [_line(name, outcomes) for name, outcomes in (*runs.items(), *joined.items())]
    return "\n".join([*rows, ""])


def _line(name: str, outcomes: list[Outcome]) -> str:
    mated = [o for o in outcomes if m.is_mated(o)]
    nobody = [o for o in outcomes if not m.is_mated(o)]
    shares = [m.share(mated, hit) for hit in (m.first, m.retrieved, m.surely_first)]
    shares += [m.share(nobody, hit) for hit in (m.false_alarm, m.false_certain)]
    found = m.calibration(outcomes)
    cells = " | ".join(f"{s.value:.4f}" for s in shares)
    return f"| {name} | {len(outcomes)} | {cells} | {found.first_error:.4f} | {found.first_brier:.4f} |"
