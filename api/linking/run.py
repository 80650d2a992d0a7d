"""One batch job: files in, a folder of results out."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from api.linking.engines import EngineChoice, opened
from api.linking.output import clusters_table, links_table, run_record, write_json, write_parquet, write_text
from api.linking.report import report
from api.linking.tables import read_tables
from matcher.linkage.job import Options, Outcome, Records, Task, run
from matcher.linkage.spec import JobSpec, read_spec
from models.errors import StoreError


@dataclass(frozen=True, slots=True)
class Request:
    """What the user asked for; ``sources`` holds the files of each register."""

    sources: tuple[tuple[Path, ...], ...]
    out: Path
    map_file: Path | None
    options: Options
    engine: EngineChoice = EngineChoice()


def execute(request: Request, tell: Callable[[str], None]) -> Outcome:
    """Do the job and write its results; nothing is written before all of it is known."""
    spec = read_spec(request.map_file) if request.map_file else JobSpec()
    task = Task(spec, request.options)
    _folder(request.out)
    records = Records.of([read_tables(list(files), spec) for files in request.sources])
    tell(f"{records.table.num_rows} records")
    spilled = tempfile.TemporaryDirectory(prefix=".spill-", dir=request.out)
    with spilled as spill, opened(request.engine, Path(spill)) as engine:
        outcome = run(records, task, engine, _teller(tell))
    _write(outcome, records, task, request)
    tell(f"{len(outcome.links)} links, {len(set(outcome.clusters.labels.tolist()))} clusters in {request.out.name}")
    return outcome


def _write(outcome: Outcome, records: Records, task: Task, request: Request) -> None:
    identifiers = records.table.column(task.spec.id_column).combine_chunks()
    inputs = [path for files in request.sources for path in files]
    done = run_record(outcome, records, task, inputs)
    write_parquet(links_table(outcome, identifiers), request.out / "links.parquet")
    write_parquet(clusters_table(outcome, identifiers), request.out / "clusters.parquet")
    write_json(dict(outcome.taught.learned.document), request.out / "model.json")
    write_text(report(outcome, records, task, done), request.out / "report.html")
    write_json(done, request.out / "run.json")


def _folder(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError("output_not_written", out.name) from error


def _teller(tell: Callable[[str], None]) -> Callable[[str, float], None]:
    said = [""]

    def progress(stage: str, share: float) -> None:
        words = f"{stage} {share:.0%}" if share else stage
        if words != said[0]:
            tell(words)
            said[0] = words

    return progress
