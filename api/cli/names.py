"""``tulga name`` and ``tulga names``: how one name is read; a table of pairs of names scored.

``train_names`` is ``tulga train names``.
"""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from matcher.names.reading import ReadWord


def names(
    pairs: Annotated[
        str,
        typer.Argument(metavar="PAIRS.tsv", help="Tab-separated table with columns name_a and name_b; - for stdin."),
    ],
) -> None:
    """Score pairs of names: the same rows with a column score (bits; higher is more alike), order kept.

    Names are whole, in any order and script. The table streams, so it may be of any size.

    Example: tulga names pairs.tsv > scored.tsv
    """
    from matcher.names.tsv import score_table

    if pairs == "-":
        score_table(sys.stdin.buffer, sys.stdout.buffer)
        return
    path = Path(pairs)
    if path.is_dir() or not path.exists():
        raise typer.BadParameter("There is no such file. Give the path of a tab-separated table, or - for stdin.")
    with path.open("rb") as source:
        score_table(source, sys.stdout.buffer, path.name)


def name(
    text: Annotated[str, typer.Argument(metavar="NAME", help="A whole name, in quotes.")],
    other: Annotated[str | None, typer.Argument(metavar="OTHER", help="A second name to compare it with.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Machine output instead of a table.")] = False,
) -> None:
    """Show how a name is read: repairs, parts, stems, the father's name, gender.

    With a second name: what links and what parts them.

    Example: tulga name "Раҳмонзода Абдулғаффор Азиз" "Rahmonov Abdugafor"
    """
    from matcher.names import read

    if json:
        _print_json(text, other)
        return
    for written in filter(None, (text, other)):
        _show_reading(read(written))
    if other is not None:
        _show_comparison(text, other)


def train_names(
    data: Annotated[
        Path, typer.Option("--data", help="Directory with pairs/ and inventories/, as in the evaluation data.")
    ],
    out: Annotated[
        Path | None, typer.Option("--out", help="Where to write the files; default: into the package.")
    ] = None,
) -> None:
    """Learn the name comparator's lexicon, letter costs and level weights, and write its model card (some minutes).

    Example: tulga train names --data ../shared/data/names
    """
    from matcher.names.train import train

    say = partial(typer.echo, err=True)
    if out is None:
        train(data, say=say)
    else:
        train(data, out, say=say)


def _print_json(text: str, other: str | None) -> None:
    import orjson

    from matcher.names import Spelling, explain, read

    found: dict[str, object] = {"name": text, "words": read(text)}
    if other is not None:
        parts = explain((Spelling(whole=text),), (Spelling(whole=other),))
        found |= {
            "other": other,
            "other_words": read(other),
            "parts": parts,
            "bits": round(sum(p.bits for p in parts), 3),
        }
    sys.stdout.buffer.write(orjson.dumps(found, default=list, option=orjson.OPT_APPEND_NEWLINE))


def _show_reading(words: list[ReadWord]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    heads = ("word", "part", "sounds", "stem", "ending", "father", "gender", "known", "repairs")
    rows = [
        (w.text, w.role, w.symbols, w.stem, w.ending, w.father, w.gender, w.known, ", ".join(w.repairs)) for w in words
    ]
    used = [i for i in range(len(heads)) if any(row[i] for row in rows)]
    table = Table(*[heads[i] for i in used])
    for column in table.columns:
        column.overflow = "fold"
    for row in rows:
        table.add_row(*[Text(row[i]) for i in used])
    Console().print(table)


def _show_comparison(text: str, other: str) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from matcher.names import Spelling, explain

    parts = explain((Spelling(whole=text),), (Spelling(whole=other),))
    table = Table("part", "A", "B", "level", "bits", "rules")
    table.columns[4].justify = "right"
    for part in parts:
        bits = Text(f"{part.bits:+.1f}", "green" if part.bits > 0 else "red" if part.bits < 0 else "dim")
        table.add_row(part.role, Text(part.left), Text(part.right), part.level, bits, Text(", ".join(part.rules)))
    console = Console()
    console.print(table)
    console.print(f"{sum(part.bits for part in parts):+.1f} bits", highlight=False)
