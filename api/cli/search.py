"""``tulga search``: who is this? One JSON line of candidates for each query."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.options import (
    CaseOption,
    GradeOption,
    PurposeOption,
    StoreOption,
    actor,
    answer,
    opened,
    settings_for,
    tell,
)
from models.evidence import Grade
from models.query import Purpose

if TYPE_CHECKING:
    from api.store.store import Store
    from models.query import Query

MAX_LIMIT = 300


def search(
    queries: Annotated[
        list[str],
        typer.Argument(metavar="QUERY.json…|-", help="A query object or JSON Lines of them; - is stdin."),
    ],
    limit: Annotated[int, typer.Option(min=1, max=MAX_LIMIT, help="Most candidates for a query.")] = 10,
    min_grade: GradeOption = Grade.POSSIBLE,
    register: Annotated[
        list[str] | None, typer.Option(help="Ask this register only; may be given several times.")
    ] = None,
    purpose: PurposeOption = Purpose.IDENTIFICATION,
    case: CaseOption = None,
    store: StoreOption = None,
) -> None:
    """Search the registers for the people that queries describe, best candidate first.

    A query has the field names of Art. 6, the same as the columns of a file; photo and fingerprint_card are paths
    relative to it. For each query one JSON line on stdout:
    {"candidates": [{"record_id", "register", "probability", "grade", "bits", "evidence": […]}]}. A query that cannot
    be read gets {"error": …} in its place; the others are answered, and the exit code is 1.

    Example: echo '{"surname_ru": "Рахимов", "given_ru": "Алишер", "birth_date": "1990"}' | tulga search -
    """
    from api.cli.asking import Asked, read_queries  # noqa: PLC0415

    language = settings_for(store).language
    asked = Asked(purpose=purpose, case=case, limit=limit, min_grade=min_grade, registers=tuple(register or ()))
    opened_store = opened(store)
    failed = 0
    for number, found in enumerate(read_queries(_texts(queries), asked), 1):
        line = _refused(found, language) if isinstance(found, Exception) else _found(opened_store, found, language)
        failed += "error" in line
        answer({"query": number, **line})
    if failed:
        tell(f"{failed} of the queries could not be answered")
        raise typer.Exit(1)


def _texts(names: list[str]) -> Iterator[tuple[bytes, Path]]:
    from api.cli.asking import read_bytes  # noqa: PLC0415

    for name in names:
        yield (sys.stdin.buffer.read(), Path()) if name == "-" else (read_bytes(Path(name)), Path(name).parent)


def _found(store: Store, query: Query, language: str) -> dict[str, Any]:
    from api import journal  # noqa: PLC0415
    from api.cli.showing import answer_object  # noqa: PLC0415
    from api.search import search as ask  # noqa: PLC0415
    from models.errors import BadFile, BadQuery, BadValue, TooLarge  # noqa: PLC0415

    try:
        found = ask(store, query)
    except (BadFile, BadQuery, BadValue, TooLarge) as error:
        return _refused(error, language)
    shown = tuple((c.register, c.record_id) for c in found.candidates)
    entry = journal.Entry(
        actor=actor(), action="search", purpose=query.purpose, case=query.case, records=found.searched, shown=shown
    )
    journal.append(store, entry)
    return answer_object(query.person.record_id, found)


def _refused(error: Exception, language: str) -> dict[str, Any]:
    from models.errors import TulgaError  # noqa: PLC0415

    if not isinstance(error, TulgaError):
        raise error
    return {"error": {"code": error.code, "field": error.field, "message": error.text(language)}}
