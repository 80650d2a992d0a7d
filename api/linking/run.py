"""One batch job: registers in, a folder of results out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from api.linking.decided import read_answers, read_previous
from api.linking.engines import EngineChoice, opened
from api.linking.frequencies import read_frequencies
from api.linking.output import clusters_table, digest, links_table, run_record, text_of, versions, write_table
from api.linking.progress import Teller
from api.linking.report import report
from api.linking.sources import Source, read_source
from api.linking.workshop import Workshop
from matcher.linkage.job import Options, Outcome, Records, Task, run
from matcher.linkage.spec import JobSpec, read_spec
from matcher.weights.model import load_model
from models.errors import StoreError, TulgaError

RESULTS: Final = ("links.parquet", "clusters.parquet", "model.json", "report.html", "run.json")
"""The files of a folder of results; ``run.json`` comes last and says that the others are whole."""


@dataclass(frozen=True, slots=True)
class Request:
    """What the user asked for; ``sources`` holds the files (or the register of the store) of each register."""

    sources: tuple[tuple[Source, ...], ...]
    out: Path
    map_file: Path | None = None
    options: Options = field(default_factory=Options)
    engine: EngineChoice = field(default_factory=EngineChoice)
    answers: Path | None = None
    """People's answers on pairs."""
    previous: Path | None = None
    """Results of an earlier run, whose cluster names go on."""
    resume: bool = False
    model: Path | None = None
    """The model of an earlier job, instead of learning."""
    frequencies: Path | None = None
    """A table of the population."""


def execute(request: Request, tell: Callable[[str], None]) -> Outcome:
    """Do the job and write its results; nothing is in its place before all of it is ready."""
    spec = read_spec(request.map_file) if request.map_file else JobSpec()
    names = read_previous(request.previous) if request.previous else None
    _folder(request.out)
    records = Records.of([_register(files, spec) for files in request.sources])
    identifiers = records.table.column(spec.id_column).combine_chunks()
    answers = read_answers(request.answers, identifiers) if request.answers else None
    task = Task(
        spec,
        request.options,
        answers.decided if answers else None,
        answers.labels if answers else None,
        load_model(request.model) if request.model else None,
        read_frequencies(request.frequencies) if request.frequencies else None,
    )
    tell(f"{len(identifiers):,} records")
    workshop = Workshop(request.out, fingerprint(request), resume=request.resume)
    try:
        with opened(replace(request.engine, threads=request.options.threads), workshop.spill) as engine:
            outcome = run(records, task, engine, Teller(tell), workshop)
    except TulgaError:
        workshop.refused()
        raise
    if workshop.taken_over:
        tell(f"{workshop.taken_over} parts were done by an earlier run")
    done = run_record(outcome, records, fingerprint(request), answers)
    put = {
        "links.parquet": write_table(links_table(outcome, identifiers)),
        "clusters.parquet": write_table(clusters_table(outcome, identifiers, names)),
        "model.json": text_of(dict(outcome.taught.model.document)),
        "report.html": lambda path: path.write_text(report(outcome, records, task, done), "utf-8"),
        "run.json": text_of(done),
    }
    for name in RESULTS:
        workshop.put(workshop.folder / name, put[name])
    workshop.deliver(RESULTS)
    tell(f"{len(outcome.links):,} links, {outcome.clusters.count:,} clusters in {request.out.name}")
    return outcome


def _register(files: tuple[Source, ...], spec: JobSpec) -> pa.Table:
    return pa.concat_tables([read_source(source, spec) for source in files], promote_options="permissive")


def fingerprint(request: Request) -> dict[str, Any]:
    """What decides a job's results: inputs, map and answers by their hashes, options, versions."""
    files = [source for register in request.sources for source in register if source.path is not None]
    return {
        "inputs": [{"name": source.name, "sha256": digest(source.path)} for source in files if source.path is not None],
        "store": [source.name for register in request.sources for source in register if source.path is None],
        "registers": [len(register) for register in request.sources],
        "map": digest(request.map_file) if request.map_file else None,
        "answers": digest(request.answers) if request.answers else None,
        "previous": digest(request.previous / "clusters.parquet") if request.previous else None,
        "model_taken": digest(request.model) if request.model else None,
        "frequencies": digest(request.frequencies) if request.frequencies else None,
        "options": {k: v for k, v in asdict(request.options).items() if k != "threads"},
        "versions": versions(),
    }


def _folder(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError("output_not_written", out.name) from error
