"""``tulga dedupe`` and ``tulga link``: batch jobs from registers to a folder of results."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from api.cli.options import StoreOption, opened, tell
from api.linking.engines import EngineChoice, EngineName

if TYPE_CHECKING:
    from api.linking.sources import Source


class LinkType(StrEnum):
    """Which pairs of records a link of two registers may compare."""

    LINK = "link"
    LINK_AND_DEDUPE = "link-and-dedupe"
    DEDUPE_FIRST = "dedupe-first"


_REGISTER = "CSV, Parquet or JSON Lines; or register:NAME for one of the store."
OutOption = Annotated[Path, typer.Option("--out", "-o", help="Folder for the results; made if it is not there.")]
MapOption = Annotated[Path | None, typer.Option("--map", help="TOML file that names the columns; see docs/linkage.md.")]
ThresholdOption = Annotated[float, typer.Option(min=0, max=1, help="Links this probable make clusters.")]
PrecisionOption = Annotated[
    float | None, typer.Option(min=0, max=1, help="Instead of --threshold: share of the links that must be right.")
]
KeepOption = Annotated[float, typer.Option(min=0, max=1, help="Links less probable than this are not written.")]
TrainOption = Annotated[
    str, typer.Option(metavar="em|none|labels=FILE", help="How weights are learned; answers of a FILE also bind.")
]
AnswersOption = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="People's answers, which stand: record_id_l, record_id_r, same."),
]
ModelOption = Annotated[
    Path | None,
    typer.Option(metavar="MODEL.json", help="Weights of an earlier job (its model.json, of either engine)."),
]
FrequenciesOption = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="How common values are among people: column, value, count or share."),
]
PreviousOption = Annotated[
    Path | None, typer.Option(metavar="DIR", help="Results of an earlier run: clusters keep their names.")
]
ResumeOption = Annotated[bool, typer.Option("--resume", help="Go on where a killed run of the same job stopped.")]
MemoryOption = Annotated[str | None, typer.Option(help="Most memory the engine takes before it spills, such as 4GB.")]
EngineOption = Annotated[EngineName, typer.Option(help="duckdb: this machine; spark: many (docs/spark.md).")]
MasterOption = Annotated[
    str | None, typer.Option(help="Of Spark: local[2], spark://host:7077, yarn, sc://host:15002; else spark-submit's.")
]
SeedOption = Annotated[int, typer.Option(help="The same seed gives the same results.")]


def dedupe(
    files: Annotated[list[str], typer.Argument(metavar="FILE…", help=_REGISTER + " Several are one register.")],
    out: OutOption,
    map_: MapOption = None,
    threshold: ThresholdOption = 0.9,
    target_precision: PrecisionOption = None,
    keep: KeepOption = 0.01,
    train: TrainOption = "em",
    answers: AnswersOption = None,
    model: ModelOption = None,
    frequencies: FrequenciesOption = None,
    previous: PreviousOption = None,
    resume: ResumeOption = False,
    engine: EngineOption = EngineName.DUCKDB,
    memory: MemoryOption = None,
    master: MasterOption = None,
    store: StoreOption = None,
    seed: SeedOption = 1,
) -> None:
    """Find the records of one person within a register.

    Example: [bold]tulga dedupe people.csv -o found[/bold]
    """
    chosen = {"keep": keep, "threshold": threshold, "target_precision": target_precision, "seed": seed}
    choice = EngineChoice(engine, memory, master)
    _execute(
        [files],
        store,
        out,
        map_,
        {"link_type": "dedupe", **chosen},
        _Before(train, answers, model, frequencies, previous, resume),
        choice,
    )


def link(
    first: Annotated[str, typer.Argument(help=_REGISTER)],
    second: Annotated[str, typer.Argument(help="The other.")],
    out: OutOption,
    map_: MapOption = None,
    link_type: Annotated[LinkType, typer.Option(help="Which pairs may be compared.")] = LinkType.LINK,
    one_to_one: Annotated[bool, typer.Option("--one-to-one", help="Each record in one link at most.")] = False,
    threshold: ThresholdOption = 0.9,
    target_precision: PrecisionOption = None,
    keep: KeepOption = 0.01,
    train: TrainOption = "em",
    answers: AnswersOption = None,
    model: ModelOption = None,
    frequencies: FrequenciesOption = None,
    previous: PreviousOption = None,
    resume: ResumeOption = False,
    engine: EngineOption = EngineName.DUCKDB,
    memory: MemoryOption = None,
    master: MasterOption = None,
    store: StoreOption = None,
    seed: SeedOption = 1,
) -> None:
    """Find the persons that two registers share.

    Example: [bold]tulga link kz.parquet tj.parquet -o found --one-to-one[/bold]
    """
    chosen = {"keep": keep, "threshold": threshold, "target_precision": target_precision, "seed": seed}
    kind = {"link_type": link_type.value, "one_to_one": one_to_one, **chosen}
    choice = EngineChoice(engine, memory, master)
    _execute(
        [[first], [second]],
        store,
        out,
        map_,
        kind,
        _Before(train, answers, model, frequencies, previous, resume),
        choice,
    )


class _Before(NamedTuple):
    """How to train, and what a job takes from before: answers, weights, the population, clusters, its own beginning."""

    train: str
    answers: Path | None
    model: Path | None
    frequencies: Path | None
    previous: Path | None
    resume: bool


def _execute(
    registers: list[list[str]],
    store: str | None,
    out: Path,
    map_: Path | None,
    options: dict[str, Any],
    before: _Before,
    engine: EngineChoice,
) -> None:
    """Run the job."""
    from api.linking.run import Request, execute
    from matcher.linkage.job import Options

    method, labels = _training(before.train)
    sources = tuple(tuple(_sources(register, store)) for register in registers)
    chosen = Options(train=method, **options)
    request = Request(
        sources, out, map_, chosen, engine, labels or before.answers, before.previous, before.resume, before.model,
        before.frequencies,
    )  # fmt: skip
    execute(request, tell)


def _sources(register: list[str], store: str | None) -> list[Source]:
    from api.linking.sources import PREFIX, Source

    open_store = opened(store) if any(name.startswith(PREFIX) for name in register) else None
    return [
        Source(name.removeprefix(PREFIX), store=open_store)
        if name.startswith(PREFIX)
        else Source(Path(name).name, Path(name))
        for name in register
    ]


def _training(train: str) -> tuple[str, Path | None]:
    """How to learn and from which answers; raises BadValue for a word that is not offered."""
    from models.errors import BadValue

    method, _, file = train.partition("=")
    if train not in ("em", "none") and not (method == "labels" and file):
        raise BadValue("train_unknown", train)
    return method, Path(file) if file else None
