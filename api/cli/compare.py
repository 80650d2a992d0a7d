"""``tulga compare``: the evidence for and against two records being of one person."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.options import CaseOption, PurposeOption, StoreOption, actor, answer, opened, settings_for
from models.query import Purpose

if TYPE_CHECKING:
    from models.evidence import Judgement


def compare(
    first: Annotated[Path, typer.Argument(metavar="A.json", help="A record with the field names of Art. 6.")],
    second: Annotated[Path, typer.Argument(metavar="B.json", help="The record to compare it with.")],
    json: Annotated[bool, typer.Option("--json", help="Machine output instead of a table.")] = False,
    records: Annotated[
        int | None, typer.Option(min=2, help="Size of the register that B was found in; sets what is expected before.")
    ] = None,
    purpose: PurposeOption = Purpose.IDENTIFICATION,
    case: CaseOption = None,
    store: StoreOption = None,
) -> None:
    """Compare two records and show the evidence, as a table for people or as JSON.

    Neither record needs to be in the store. Where there is a store, the comparison goes into its journal and, without
    --records, its size is the size expected of the register.

    Example: tulga compare a.json b.json --json
    """
    from api.cli.asking import read_person
    from api.search import compare as judge

    (a, of_a), (b, of_b) = read_person(first), read_person(second)
    size = _noted(store, purpose, case)
    judgement = judge(a, b, records or max(2, size), media=(of_a, of_b))
    if json:
        from api.cli.showing import judgement_object

        answer(judgement_object(judgement))
    else:
        _table(judgement, settings_for(store).language)


def _noted(store: str | None, purpose: Purpose, case: str | None) -> int:
    """Journal the comparison where there is a store; gives the number of its records, 0 without one."""
    from api import journal
    from models.errors import StoreError

    try:
        opened_store = opened(store)
    except StoreError as error:
        if error.code == "store_missing":
            return 0
        raise
    journal.append(opened_store, journal.Entry(actor=actor(), action="compare", purpose=purpose, case=case))
    return sum(opened_store.registers().values())


def _table(judgement: Judgement, language: str) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table("attribute", "A", "B", "bits", "reason", box=SIMPLE_HEAD)
    table.columns[0].no_wrap, table.columns[3].justify = True, "right"
    for column in (1, 2, 4):
        table.columns[column].overflow = "fold"
    for item in judgement.evidence:
        if item.level == "missing":
            continue
        bits = Text(f"{item.bits:+.1f}", "green" if item.bits > 0 else "red" if item.bits < 0 else "dim")
        reason = item.reason.get(language, item.reason.get("en", ""))
        table.add_row(
            item.attribute, Text(item.values[0]), Text(item.values[1]), bits, Text(f"{reason} ({item.level})")
        )
    console = Console()
    console.print(table)
    missing = [item.attribute for item in judgement.evidence if item.level == "missing"]
    if missing:
        console.print(f"not compared, for want of values: {', '.join(missing)}", highlight=False)
    expected = judgement.bits - sum(item.bits for item in judgement.evidence)
    console.print(f"expected before {expected:+.1f}, in all {judgement.bits:+.1f} bits", highlight=False)
    relation = f"; likelier a {judgement.relation}" if judgement.relation else ""
    if judgement.reading:
        console.print(f"proposed: {judgement.reading}{', in conflict' if judgement.conflict else ''}", highlight=False)
    console.print(f"probability {judgement.probability:.4f}: {judgement.grade.value}{relation}", highlight=False)
