"""One tool on one data set: run, measured, judged; the result is kept, so that a long run can go on."""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from benchmarks.linkage import labelled, registers
from benchmarks.linkage.datasets import Dataset
from benchmarks.linkage.measure import Spent, measure
from benchmarks.linkage.quality import figures
from benchmarks.linkage.tools import TOOLS

Result = dict[str, Any]
_AFTER_THE_CLOCK: Final = "end"
"""Stage in which a peer counts what it did; not part of its time."""


def run(data: Dataset, tool: str, work: Path, limit: float) -> Result:
    """The figures of a run, or ``failed`` with the reason; links and clusters are left in ``work``."""
    out = work / "answers" / data.name / tool.replace(" ", "_")
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    if tool == labelled.TOOL:
        command = labelled.command(data, work / "answers" / data.name / "tulga", out)
    else:
        command = TOOLS[tool](data, out)
    spent = measure(command, out, limit)
    result: Result = {"data": data.name, "records": data.records, "tool": tool, **_cost(spent)}
    if spent.failed is None:
        result |= figures(out, data) | _about(out, spent)
        if data.name.startswith("registers"):
            result |= registers.figures(out, data)
    (work / "results").mkdir(exist_ok=True)
    kept(work, data.name, tool).write_text(json.dumps(result, indent=1) + "\n", "utf-8")
    return result


def kept(work: Path, data: str, tool: str) -> Path:
    """Where the result of a run is kept."""
    return work / "results" / f"{data}.{tool.replace(' ', '_')}.json"


def _cost(spent: Spent) -> Result:
    after = spent.stages.pop(_AFTER_THE_CLOCK, 0.0)
    return {**asdict(spent), "seconds": spent.seconds - after, "stages": spent.stages}


def _about(out: Path, spent: Spent) -> Result:
    """Pairs that were compared, and how many a second of the scoring stage."""
    path = out / "run.json" if (out / "run.json").exists() else out / "about.json"
    told = json.loads(path.read_text("utf-8")) if path.exists() else {}
    pairs = told.get("blocking", told).get("pairs_compared")
    scoring = spent.stages.get("scoring")
    return {"pairs_compared": pairs, "pairs_per_second": pairs / scoring if pairs and scoring else None}
