"""``tulga search``: who is this? One JSON line of candidates for each query."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
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
    from api.journal import Entry
    from api.store.store import Store
    from models.errors import TulgaError
    from models.query import Query

MAX_LIMIT = 300
TOGETHER = 100
"""Queries that are answered and journalled before their answers are shown, all in one transaction: each transaction
waits for the disk, and nothing is shown that is not in the journal for good."""
PATIENCE = 0.5
"""Seconds after which what was answered so far is journalled and shown."""


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
    from api import journal
    from api.cli.asking import Asked, read_queries

    language = settings_for(store).language
    asked = Asked(purpose=purpose, case=case, limit=limit, min_grade=min_grade, registers=tuple(register or ()))
    opened_store = opened(store)
    failed = 0
    for group in _answered(opened_store, read_queries(_texts(queries), asked), language):
        journal.append_all(opened_store, [line.entry for line in group if line.entry])
        for line in group:
            failed += "error" in line.shown
            answer({"query": line.number, **line.shown})
    if failed:
        tell(f"{failed} of the queries could not be answered")
        raise typer.Exit(1)


def _texts(names: list[str]) -> Iterator[tuple[bytes, Path]]:
    from api.cli.asking import read_bytes

    for name in names:
        yield (sys.stdin.buffer.read(), Path()) if name == "-" else (read_bytes(Path(name)), Path(name).parent)


@dataclass(frozen=True, slots=True)
class _Line:
    """What is shown for a query, and the entry that must be in the journal before it is."""

    number: int
    shown: dict[str, Any]
    entry: Entry | None = None


def _answered(store: Store, queries: Iterator[Query | TulgaError], language: str) -> Iterator[list[_Line]]:
    """Answers in the order of the queries, as many at a time as are journalled together."""
    group: list[_Line] = []
    since = monotonic()
    for number, query in enumerate(queries, 1):
        if isinstance(query, Exception):
            group.append(_Line(number, _refused(query, language)))
        else:
            group.append(_found(store, query, number, language))
        if len(group) >= TOGETHER or monotonic() - since > PATIENCE:
            yield group
            group, since = [], monotonic()
    yield group


def _found(store: Store, query: Query, number: int, language: str) -> _Line:
    from api import journal
    from api.cli.showing import answer_object
    from api.search import search as ask
    from models.errors import BadFile, BadQuery, BadValue, TooLarge

    try:
        found = ask(store, query)
    except (BadFile, BadQuery, BadValue, TooLarge) as error:
        return _Line(number, _refused(error, language))
    shown = tuple((c.register, c.record_id) for c in found.candidates)
    entry = journal.Entry(
        actor=actor(), action="search", purpose=query.purpose, case=query.case, records=found.searched, shown=shown
    )
    return _Line(number, answer_object(query.person.record_id, found), entry)


def _refused(error: Exception, language: str) -> dict[str, Any]:
    from models.errors import TulgaError

    if not isinstance(error, TulgaError):
        raise error
    return {"error": {"code": error.code, "field": error.field, "message": error.text(language)}}
