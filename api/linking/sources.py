"""What a register may be: a file, or a register of the store."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyarrow as pa

from api.linking.tables import read_table
from matcher.linkage.spec import ID_COLUMN, JobSpec
from models.errors import BadFile, NotFound
from models.name import Name, NameKind, Spelling
from models.person import Person

if TYPE_CHECKING:
    from api.store.store import Store

PREFIX: Final = "register:"
"""``register:kz`` on the command line is the register ``kz`` of the store."""
_SPELLINGS: Final = {Spelling.RUSSIAN: "ru", Spelling.LATIN: "latin", Spelling.NATIVE: "native"}


@dataclass(frozen=True, slots=True)
class Source:
    """A file, or the name of a register in an open store."""

    name: str
    path: Path | None = None
    store: Store | None = None


def read_source(source: Source, spec: JobSpec) -> pa.Table:
    """All records as a table of texts; raises BadFile, or NotFound for a register that the store does not have."""
    if source.path is not None:
        return read_table(source.path, spec)
    if source.store is None or source.name not in source.store.registers():
        raise NotFound("register_not_found", "register")
    if spec.id_column != ID_COLUMN:
        raise BadFile("column_missing", spec.id_column, known=ID_COLUMN)
    rows = [dict(flat(person)) for person in source.store.people(source.name)]
    columns = dict.fromkeys(name for row in rows for name in row)
    return pa.table({name: pa.array([row.get(name) for row in rows], pa.string()) for name in columns})


def flat(person: Person) -> Iterator[tuple[str, str]]:
    """A person's values by the column names of Art. 6, as ``models.flat.read_flat`` reads them back.

    Of several documents or addresses the first is taken: a row has one cell for each.
    """
    yield ID_COLUMN, person.record_id
    for name in person.names:
        yield from _name(name)
    sex, date, place = person.sex.value, person.birth_date.value, person.birth_place.value
    yield from _filled({"sex": sex and sex.value, "birth_date": date and date.text}, "")
    yield from _filled({"birth_place": place and ", ".join(p for p in (place.country, place.text) if p)}, "")
    yield from _filled({"citizenship": "|".join(c.country for c in person.citizenships)}, "")
    for document in person.documents[:1]:
        yield from _filled({"type": document.type, "series": document.series, "number": document.number}, "document_")
    for registration in person.registrations[:1]:
        yield "registration_address", registration.address


def _name(name: Name) -> Iterator[tuple[str, str]]:
    surname, given, patronymic = name.surname.value, name.given.value, name.patronymic.value
    if name.kind is NameKind.FORMER:
        yield from _filled({"surname_former": surname}, "")
    elif name.whole:
        yield "name", name.whole
    elif name.spelling in _SPELLINGS:
        parts = {"surname": surname, "given": given, "patronymic": patronymic}
        yield from _filled({f"{part}_{_SPELLINGS[name.spelling]}": text for part, text in parts.items()}, "")


def _filled(values: Mapping[str, object], prefix: str) -> Iterator[tuple[str, str]]:
    yield from ((prefix + key, str(value)) for key, value in values.items() if value)
