"""``tulga dedupe`` and ``tulga link``: batch jobs from files to a folder of results."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from api.cli.options import tell
from api.linking.engines import EngineChoice, EngineName


class LinkType(StrEnum):
    """Which pairs of records a link of two registers may compare."""

    LINK = "link"
    LINK_AND_DEDUPE = "link-and-dedupe"
    DEDUPE_FIRST = "dedupe-first"


OutOption = Annotated[Path, typer.Option("--out", "-o", help="Folder for the results; made if it is not there.")]
MapOption = Annotated[Path | None, typer.Option("--map", help="TOML file that names the columns; see docs/linkage.md.")]
ThresholdOption = Annotated[float, typer.Option(min=0, max=1, help="Links this probable make clusters.")]
KeepOption = Annotated[float, typer.Option(min=0, max=1, help="Links less probable than this are not written.")]
MemoryOption = Annotated[str | None, typer.Option(help="Most memory the engine takes before it spills, such as 4GB.")]
EngineOption = Annotated[EngineName, typer.Option(help="duckdb: this machine; spark: many (docs/spark.md).")]
MasterOption = Annotated[
    str | None, typer.Option(help="Of Spark: local[2], spark://host:7077, yarn, sc://host:15002; else spark-submit's.")
]
SeedOption = Annotated[int, typer.Option(help="The same seed gives the same results.")]


def dedupe(
    files: Annotated[list[Path], typer.Argument(help="CSV, Parquet or JSON Lines; several are one register.")],
    out: OutOption,
    map_: MapOption = None,
    threshold: ThresholdOption = 0.9,
    keep: KeepOption = 0.01,
    memory: MemoryOption = None,
    engine: EngineOption = EngineName.DUCKDB,
    master: MasterOption = None,
    seed: SeedOption = 1,
) -> None:
    """Find the records of one person within a register.

    Example: [bold]tulga dedupe people.csv -o found[/bold]
    """
    from api.linking.run import Request, execute  # noqa: PLC0415
    from matcher.linkage.job import Options  # noqa: PLC0415

    options = Options(link_type="dedupe", keep=keep, threshold=threshold, seed=seed)
    execute(Request((tuple(files),), out, map_, options, EngineChoice(engine, memory, master)), tell)


def link(
    first: Annotated[Path, typer.Argument(help="One register.")],
    second: Annotated[Path, typer.Argument(help="The other.")],
    out: OutOption,
    map_: MapOption = None,
    link_type: Annotated[LinkType, typer.Option(help="Which pairs may be compared.")] = LinkType.LINK,
    one_to_one: Annotated[bool, typer.Option("--one-to-one", help="Each record in one link at most.")] = False,
    threshold: ThresholdOption = 0.9,
    keep: KeepOption = 0.01,
    memory: MemoryOption = None,
    engine: EngineOption = EngineName.DUCKDB,
    master: MasterOption = None,
    seed: SeedOption = 1,
) -> None:
    """Find the persons that two registers share.

    Example: [bold]tulga link kz.parquet tj.parquet -o found --one-to-one[/bold]
    """
    from api.linking.run import Request, execute  # noqa: PLC0415
    from matcher.linkage.job import Options  # noqa: PLC0415

    options = Options(link_type=link_type.value, keep=keep, threshold=threshold, seed=seed, one_to_one=one_to_one)
    execute(Request(((first,), (second,)), out, map_, options, EngineChoice(engine, memory, master)), tell)
