"""Two persons side by side: a row for each item of Art. 6 that either has, with the differing letters marked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import TypeVar

from api.pages import labels
from api.pages.differences import Alike, Difference, difference
from api.pages.words import gettext
from models.date import PartialDate
from models.document import Document
from models.name import Name, NameKind, Spelling
from models.person import Person
from models.place import Citizenship, Permit, Place, Registration, Restriction
from models.presence import Presence, Value, given, missing

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its label, both values with their differences, and why one is missing."""

    label: str
    note: str
    values: Difference
    missing: tuple[str, str]
    """What to say in the place of a missing value, for either side."""
    received: tuple[str, str] = ("", "")
    """How the source wrote it, where the page writes it another way."""

    @property
    def state(self) -> str:
        """``same``, ``differs`` (in some letters), ``other`` (altogether), ``scripts``, or ``one-sided``."""
        if not (self.values.left and self.values.right):
            return "one-sided"
        if self.values.alike is not Alike.BY_LETTER:
            return str(self.values.alike.value)
        marked = any(s.differs for s in (*self.values.left, *self.values.right))
        return "differs" if marked else "same"


@dataclass(frozen=True, slots=True)
class Section:
    """The rows of one item of Art. 6."""

    title: str
    rows: tuple[Row, ...]


def side_by_side(a: Person, b: Person) -> tuple[Section, ...]:
    """The sections that hold anything, in the order of Art. 6."""
    sections = (
        Section(gettext("Фамилия, имя, отчество"), tuple(_names(a, b))),
        Section(gettext("Рождение, пол, гражданство"), tuple(_personal(a, b))),
        Section(gettext("Документы"), tuple(_documents(a.documents, b.documents))),
        Section(gettext("Учёт, разрешения, ограничения"), tuple(_standing(a, b))),
        Section(gettext("Изображения"), tuple(_media(a, b))),
    )
    return tuple(s for s in sections if s.rows)


def full_name(person: Person) -> str:
    """The name to call the record by: Russian before native before Latin, as received."""
    order = (Spelling.RUSSIAN, Spelling.NATIVE, Spelling.LATIN, Spelling.OTHER)
    named = [n for n in person.names if not n.empty and n.kind is not NameKind.FORMER] or list(person.names)
    return min(named, key=lambda n: order.index(n.spelling)).text() if named else ""


def _names(a: Person, b: Person) -> Iterator[Row]:
    for kind in NameKind:
        for spelling in Spelling:
            of_a, of_b = (
                [n for n in p.names if n.kind is kind and n.spelling is spelling and not n.empty] for p in (a, b)
            )
            note = labels.spelling(spelling) if kind is NameKind.CURRENT else gettext("прежняя или иная")
            for left, right in zip_longest(of_a, of_b, fillvalue=Name()):
                yield from _name(left, right, note)


def _name(left: Name, right: Name, note: str) -> Iterator[Row]:
    yield from _row(gettext("Фамилия"), (left.surname, right.surname), note)
    yield from _row(gettext("Имя"), (left.given, right.given), note)
    yield from _row(gettext("Отчество"), (left.patronymic, right.patronymic), note)
    yield from _texts(gettext("Имя целиком"), (left.whole, right.whole), note)


def _personal(a: Person, b: Person) -> Iterator[Row]:
    yield from _dates(gettext("Дата рождения"), (a.birth_date, b.birth_date))
    yield from _row(gettext("Место рождения"), (a.birth_place.map(_place), b.birth_place.map(_place)))
    yield from _row(gettext("Пол"), (a.sex.map(labels.sex), b.sex.map(labels.sex)))
    yield from _pairs(gettext("Гражданство"), a.citizenships, b.citizenships, _citizenship)


def _documents(a: Sequence[Document], b: Sequence[Document]) -> Iterator[Row]:
    blank = Document(number="")
    for left, right in zip_longest(a, b, fillvalue=blank):
        yield from _texts(gettext("Тип"), (left.type, right.type))
        yield from _texts(gettext("Серия и номер"), (left.text(), right.text()))
        yield from _dates(gettext("Дата выдачи"), (_value(left.issued_on), _value(right.issued_on)))
        yield from _texts(gettext("Орган, выдавший документ"), (left.issuer, right.issuer))
        yield from _texts(gettext("Государство"), (left.country, right.country))


def _standing(a: Person, b: Person) -> Iterator[Row]:
    yield from _pairs(gettext("Регистрация"), a.registrations, b.registrations, _registration)
    yield from _pairs(gettext("Разрешение"), a.permits, b.permits, _permit)
    yield from _pairs(gettext("Ограничение"), a.restrictions, b.restrictions, _restriction)


def _media(a: Person, b: Person) -> Iterator[Row]:
    yield from _texts(gettext("Фотоизображения"), (_count(a.photos), _count(b.photos)))
    cards = (_count(a.fingerprint_cards), _count(b.fingerprint_cards))
    yield from _texts(gettext("Дактилоскопические карты"), cards)


def _pairs(label: str, a: Sequence[T], b: Sequence[T], text: Callable[[T], str]) -> Iterator[Row]:
    for left, right in zip_longest(map(text, a), map(text, b)):
        yield from _texts(label, (left, right))


def _texts(label: str, both: tuple[str | None, str | None], note: str = "") -> Iterator[Row]:
    left, right = (given(text) if text else missing() for text in both)
    yield from _row(label, (left, right), note)


def _row(label: str, both: tuple[Value[str], Value[str]], note: str = "") -> Iterator[Row]:
    """A row, unless neither side says anything."""
    left, right = both
    if left.state is not Presence.UNKNOWN or right.state is not Presence.UNKNOWN:
        values = difference(left.value or "", right.value or "")
        yield Row(label, note, values, (labels.presence(left.state), labels.presence(right.state)))


def _place(place: Place) -> str:
    return _joined(place.text, place.country)


def _dates(label: str, both: tuple[Value[PartialDate], Value[PartialDate]]) -> Iterator[Row]:
    """Dates are written alike on both sides, or 2003-01-19 and 19.01.2003 would look like two days."""
    left, right = both
    received = tuple(
        side.value.text if side.value and side.value.text != written(side.value) else "" for side in (left, right)
    )
    for row in _row(label, (left.map(written), right.map(written))):
        yield replace(row, received=(received[0], received[1]))


def written(date: PartialDate) -> str:
    """A date as an official writes it, unknown parts as zeros; as received where no year could be read."""
    if date.year is None:
        return date.text
    return f"{date.day or 0:02d}.{date.month or 0:02d}.{date.year:04d}"


def _value(date: PartialDate | None) -> Value[PartialDate]:
    return given(date) if date else missing()


def _term(since: PartialDate | None, until: PartialDate | None) -> str:
    return " – ".join(d.text if d else "…" for d in (since, until)) if since or until else ""


def _joined(*parts: str | None) -> str:
    return ", ".join(p for p in parts if p)


def _citizenship(c: Citizenship) -> str:
    return _joined(c.country, gettext("прежнее") if c.former else None, _term(c.since, c.until))


def _registration(r: Registration) -> str:
    return _joined(r.address, _term(r.since, r.until), r.body)


def _permit(p: Permit) -> str:
    work = gettext("с правом на труд") if p.right_to_work else None
    return _joined(p.kind, p.number, _term(p.since, p.until), work)


def _restriction(r: Restriction) -> str:
    return _joined(r.kind, gettext("бессрочно") if r.open_ended else _term(r.since, r.until), r.ground)


def _count(items: Sequence[object]) -> str | None:
    return str(len(items)) if items else None
