"""The flat form of a record: one row of CSV, Parquet or JSON Lines, and the same field names in a query object.

An empty cell is *unknown*. The words of ``presence_words.toml`` say that a value is absent or withheld.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Callable, Iterable, Mapping
from importlib.resources import files
from typing import Any, Final

from models.biometrics import MediaKind, MediaReference
from models.date import PartialDate
from models.date_reading import read_date
from models.document import Document
from models.errors import BadValue
from models.name import Name, NameKind, Spelling
from models.person import Person, Sex
from models.place import Citizenship, Place, Registration
from models.presence import Presence, Value, given, missing

COLUMNS: Final = (
    "record_id",
    "surname_ru",
    "given_ru",
    "patronymic_ru",
    "surname_latin",
    "given_latin",
    "patronymic_latin",
    "sex",
    "birth_date",
    "birth_place",
    "citizenship",
    "document_type",
    "document_series",
    "document_number",
    "document_issued_on",
    "document_issuer",
    "registration_address",
    "photo",
    "fingerprint_card",
)
"""The column names of Art. 6 for flat files."""

OPTIONAL_COLUMNS: Final = ("surname_native", "given_native", "patronymic_native", "surname_former", "name")
"""Columns a flat file may carry besides: the native spelling, an earlier surname, a whole name in one cell."""

MAX_CELL: Final = 4096
"""Longest cell in characters; a longer one is a broken separator, not a value."""

_REPEATED: Final = 1 << 16
"""Distinct cells kept as read: registers repeat names, dates and places, and reading them is half of reading a row."""

_NAME_COLUMNS: Final = (
    (Spelling.RUSSIAN, "surname_ru", "given_ru", "patronymic_ru"),
    (Spelling.LATIN, "surname_latin", "given_latin", "patronymic_latin"),
    (Spelling.NATIVE, "surname_native", "given_native", "patronymic_native"),
)


def read_flat(row: Mapping[str, str | None], register: str = "") -> Person:
    """A person from one flat row; raises BadValue naming the column. Unknown columns are the caller's to refuse."""
    cells = _cells(row)
    fields = {field: read(cells) for field, read in _FIELDS.items()}
    return Person(record_id=cells.get("record_id", ""), register=register, **fields)


def read_fields(row: Mapping[str, str | None], fields: Iterable[str]) -> Person:
    """Only these fields of the person that ``read_flat`` reads; for cells that are read together and apart from others.

    Raises BadValue naming the column.
    """
    cells = _cells(row)
    return Person(**{field: _FIELDS[field](cells) for field in fields})


def _cells(row: Mapping[str, str | None]) -> dict[str, str]:
    """The filled cells without space around them; each is looked at alone only where all together are not plain."""
    cells = {name: cell.strip() for name, cell in row.items() if cell}
    every = "".join(cells.values())
    if len(every) > MAX_CELL or not every.isprintable():
        for name, cell in cells.items():
            _require_plain(name, cell)
    return cells


def _require_plain(field: str, text: str) -> None:
    if len(text) > MAX_CELL:
        raise BadValue("field_too_long", field, limit=MAX_CELL)
    if not text.isprintable() and any(ord(c) < 32 and c not in "\t\r\n" for c in text):
        raise BadValue("field_control_characters", field)


def _stated(cell: str) -> Value[str]:
    if not cell:
        return missing()
    state = presence_words().get(cell.casefold())
    return given(cell) if state is None else missing(state)


_value = functools.lru_cache(_REPEATED)(_stated)
"""For cells that repeat from record to record; what is each record's own would only push those out."""


def _names(cells: Mapping[str, str]) -> tuple[Name, ...]:
    names = []
    for spelling, surname, given_, patronymic in _NAME_COLUMNS:
        first, second, third = cells.get(surname, ""), cells.get(given_, ""), cells.get(patronymic, "")
        if first or second or third:
            names.append(Name(_value(first), _value(second), _value(third), spelling))
    if former := cells.get("surname_former"):
        names.append(Name(surname=_value(former), kind=NameKind.FORMER))
    if whole := cells.get("name"):
        names.append(Name(whole=whole))
    return tuple(names)


@functools.lru_cache(_REPEATED)
def _sex(cell: str) -> Value[Sex]:
    value = _value(cell)
    if value.value is None:
        return missing(value.state)
    code = sex_words().get(value.value.casefold())
    if code is None:
        raise BadValue("code_unknown", "sex", allowed="M, F, X, м, ж")
    return given(Sex(code))


@functools.lru_cache(_REPEATED)
def _date(cell: str, field: str) -> Value[PartialDate]:
    value = _value(cell)
    return missing(value.state) if value.value is None else given(read_date(value.value, field))


@functools.lru_cache(_REPEATED)
def _place(cell: str) -> Value[Place]:
    return _value(cell).map(Place)


@functools.lru_cache(_REPEATED)
def _citizenships(cell: str) -> tuple[Citizenship, ...]:
    value = _value(cell)
    texts = (value.value or "").replace(";", "|").split("|")
    return tuple(Citizenship(t.strip()) for t in texts if t.strip())


def _documents(cells: Mapping[str, str]) -> tuple[Document, ...]:
    number = _stated(cells.get("document_number", "")).value
    series = _value(cells.get("document_series", "")).value
    if not (number or series):
        return ()
    return (
        Document(
            number=number or "",
            series=series,
            type=_value(cells.get("document_type", "")).value,
            issued_on=_date(cells.get("document_issued_on", ""), "document_issued_on").value,
            issuer=_value(cells.get("document_issuer", "")).value,
        ),
    )


def _registrations(cell: str) -> tuple[Registration, ...]:
    value = _stated(cell).value
    return (Registration(value),) if value else ()


def _media(cell: str, kind: MediaKind) -> tuple[MediaReference, ...]:
    value = _value(cell).value
    return (MediaReference(kind, value),) if value else ()


_FIELDS: Final[Mapping[str, Callable[[Mapping[str, str]], Any]]] = {
    "names": _names,
    "sex": lambda cells: _sex(cells.get("sex", "")),
    "birth_date": lambda cells: _date(cells.get("birth_date", ""), "birth_date"),
    "birth_place": lambda cells: _place(cells.get("birth_place", "")),
    "citizenships": lambda cells: _citizenships(cells.get("citizenship", "")),
    "documents": _documents,
    "registrations": lambda cells: _registrations(cells.get("registration_address", "")),
    "photos": lambda cells: _media(cells.get("photo", ""), MediaKind.PHOTO),
    "fingerprint_cards": lambda cells: _media(cells.get("fingerprint_card", ""), MediaKind.FINGERPRINT_CARD),
}
"""What reads each field of a person from the cells; the first that cannot be read is told of."""


@functools.cache
def _words() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files("models").joinpath("presence_words.toml").read_text("utf-8"))


@functools.cache
def presence_words() -> dict[str, Presence]:
    """Case-folded cell text to the presence it states (``нет`` → absent …); source: ``presence_words.toml``."""
    return {w.casefold(): Presence(state) for state, words in _words()["presence"].items() for w in words}


@functools.cache
def sex_words() -> dict[str, str]:
    """Case-folded cell text to a Sex code; source: ``presence_words.toml``."""
    return {w.casefold(): code for code, words in _words()["sex"].items() for w in words}
