"""``tulga generate``: a population of people who do not exist, for demonstrations, tests and measurements."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress


class Form(StrEnum):
    """File formats that ``tulga load`` reads."""

    CSV = "csv"
    PARQUET = "parquet"
    JSONL = "jsonl"


class Registers(StrEnum):
    """Which body's register: Kazakhstan's (a), Tajikistan's (b), or both, which overlap."""

    A = "a"
    B = "b"
    BOTH = "both"


def generate(
    people: Annotated[int, typer.Argument(metavar="N", min=1, help="How many people.")],
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="Folder to write into; made if it is not there.")],
    seed: Annotated[int, typer.Option(help="The same seed gives the same bytes.")] = 1,
    form: Annotated[Form, typer.Option("--format", help="File format of the registers.")] = Form.CSV,
    register: Annotated[Registers, typer.Option(help="Which register: a, b or both.")] = Registers.BOTH,
    queries: Annotated[int, typer.Option(metavar="K", min=0, help="Write K queries with their truth as well.")] = 0,
) -> None:
    """Generate a population with families and twins, the registers that hold it, and the truth.

    Example: tulga generate 10000 people --seed 7 --queries 500
    """
    from benchmarks.population import generate as write

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("generating", total=None)
        written = write(
            people, directory, seed=seed, form=form.value, registers=register.value, query_count=queries,
            progress=lambda done: progress.advance(task, done),
        )  # fmt: skip
    for path in written.files.values():
        typer.echo(str(path))
    if written.queries:
        typer.echo(str(directory / "queries.jsonl"))
        typer.echo(str(directory / "queries_truth.jsonl"))
