"""``tulga load``: records from files into a register."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.options import CaseOption, PurposeOption, StoreOption, about, actor, answer, opened, settings_for, tell
from models.errors import TulgaError
from models.query import Purpose

if TYPE_CHECKING:
    from api.loading.load import Load, Result
    from api.store.store import Store

DEFAULT_REGISTER = "main"


def load(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="CSV, JSON Lines or Parquet.")],
    register: Annotated[str, typer.Option(help="Register the records belong to.")] = DEFAULT_REGISTER,
    mapping: Annotated[
        Path | None, typer.Option("--map", metavar="MAP.toml", help="Which foreign column is which field.")
    ] = None,
    encoding: Annotated[str | None, typer.Option(help="Encoding of a text file that is not UTF-8, as cp1251.")] = None,
    purpose: PurposeOption = Purpose.IDENTIFICATION,
    case: CaseOption = None,
    templates: Annotated[
        bool,
        typer.Option(
            "--templates/--no-templates",
            help="Make the templates of photos and cards now, or leave them to the node or to `tulga templates`.",
        ),
    ] = True,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes that prepare records.")] = None,
    store: StoreOption = None,
) -> None:
    """Load registers from files; safe to repeat: record_id is the key.

    A row that cannot be read goes to FILE.rejects.csv with line, field and reason; the rest loads. One JSON line a
    file on stdout: rows read = added + corrected + unchanged + rejected. The columns photo and fingerprint_card hold
    paths relative to the file; a picture that cannot be read is told in the rejects, and its record loads without it.

    Example: tulga load people.csv more.parquet --register kz
    """
    from api.loading.columns import ColumnMap, read_map
    from api.loading.layout import detect
    from api.loading.load import Load

    settings = settings_for(store)
    plan = Load(
        register=register,
        actor=actor(),
        purpose=purpose,
        case=case,
        mapping=read_map(mapping) if mapping else ColumnMap(),
        encoding=encoding,
        workers=workers or settings.workers,
        language=settings.language,
        templates=templates,
    )
    for path in files:
        with about(path):
            detect(path, encoding)
    opened_store = opened(store, create=True)
    for path in files:
        with about(path):
            _report(path, plan, _load_one(opened_store, path, plan))


def _load_one(store: Store, path: Path, plan: Load) -> Result:
    """Load with a progress bar on stderr."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    from api.loading.load import Totals, load_file

    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("reading", total=1.0)

        def show(totals: Totals, share: float) -> None:
            bar.update(task, completed=share, description=f"{totals.read:,} rows")

        def pictures(done: int, waiting: int) -> None:
            bar.update(task, completed=done / max(waiting, 1), description=f"{done:,} of {waiting:,} pictures")

        def warn(column: str) -> None:
            words = TulgaError("column_ignored", column=column).text(plan.language)
            console.print(words, markup=False, soft_wrap=True)

        return load_file(store, path, replace(plan, progress=show, pictures=pictures, warn=warn))


def _report(path: Path, plan: Load, result: Result) -> None:
    totals = result.totals
    answer(
        {
            "file": str(path),
            "register": plan.register,
            "read": totals.read,
            "added": totals.added,
            "corrected": totals.corrected,
            "unchanged": totals.unchanged,
            "rejected": totals.rejected,
            "pictures": totals.pictures,
            "pictures_refused": totals.pictures_refused,
            "rejects": str(result.rejects) if result.rejects else None,
        }
    )
    tell(
        f"{path.name}: {totals.read} rows read, {totals.added} added, {totals.corrected} corrected, "
        f"{totals.unchanged} unchanged, {totals.rejected} rejected"
        + (f", {totals.pictures} pictures" if totals.pictures else "")
        + (f", {totals.pictures_refused} pictures refused" if totals.pictures_refused else "")
        + (f" (see {result.rejects})" if result.rejects else "")
    )
