"""``tulga review``: a person answers the pairs of a batch job that tell most, one after the other."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.options import tell

if TYPE_CHECKING:
    from api.labelling.records import Shelf


def review(
    out: Annotated[Path, typer.Argument(metavar="OUT_DIR", help="Results of `tulga dedupe` or `tulga link`.")],
    registers: Annotated[list[Path] | None, typer.Argument(help="The files the job read, in the same order.")] = None,
    mapping: Annotated[Path | None, typer.Option("--map", help="The job's map file.")] = None,
    labels: Annotated[Path | None, typer.Option(help="File of answers.", show_default="OUT_DIR/labels.csv")] = None,
    sample: Annotated[Path | None, typer.Option(help="Ask the pairs of this `tulga evaluate sample` file.")] = None,
    count: Annotated[int, typer.Option(min=1, help="How many pairs to ask at most.")] = 500,
    write: Annotated[Path | None, typer.Option(help="Only write the queue to this CSV file, ask nothing.")] = None,
) -> None:
    """Answer pairs: same person, different, or not enough data. Stop at any time; the next call goes on from there.

    Example: [bold]tulga review found people.csv[/bold]
    """
    from api.labelling.asked import named_pairs, next_pairs, read_links, write_queue
    from api.labelling.labels import read_answers
    from api.labelling.records import read_shelf
    from api.labelling.samples import pairs_of, read_sample
    from api.labelling.session import Sitting
    from matcher.linkage.spec import JobSpec, read_spec

    path, links = labels or out / "labels.csv", read_links(out)
    given = read_answers(path)
    answered = {answer.pair for answer in given}
    wanted = pairs_of(read_sample(sample)) if sample else None
    asked = next_pairs(links, answered, count) if wanted is None else named_pairs(links, wanted, answered)
    if write is not None:
        write_queue(asked, write)
        return
    shelf = read_shelf(registers or [], read_spec(mapping) if mapping else JobSpec(), asked)
    sitting = Sitting(path, _shower(shelf), _line, tell, given)
    done = sitting.run(asked.to_pylist())
    tell(f"{done} answers, {len(sitting.given)} in all in {path.name}; {asked.num_rows - done} pairs are left")


def _shower(shelf: Shelf) -> Any:
    from rich.console import Console

    from api.labelling.showing import pair_view

    console = Console(stderr=True)

    def show(link: Mapping[str, Any], number: int, of: int) -> None:
        left, right = shelf.left(str(link["record_id_l"])), shelf.right(str(link["record_id_r"]))
        console.print(pair_view(link, left, right, f"{number}/{of}"))

    return show


def _line() -> str | None:
    line = sys.stdin.readline()
    return line if line else None
