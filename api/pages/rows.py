"""Two persons side by side: a row for each item of Art. 6 that either has, with the differing letters marked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import TypeVar

from api.pages import labels, values
from api.pages.differences import Alike, Difference, difference
from api.pages.values import Shown
from api.pages.words import gettext
from models.date import PartialDate
from models.document import Document
from models.name import Name, NameKind, Spelling
from models.person import Person
from models.presence import Presence, Value, given, missing

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its label, both values with their differences, and why one is missing."""

    label: str
    note: str
    values: Difference
    presence: tuple[Presence, Presence]
    """Whether either side gives the value, and why not."""
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
    yield from _row(gettext("Место рождения"), (a.birth_place.map(values.place), b.birth_place.map(values.place)))
    yield from _row(gettext("Пол"), (a.sex.map(labels.sex), b.sex.map(labels.sex)))
    yield from _pairs(gettext("Гражданство"), a.citizenships, b.citizenships, values.citizenship)


def _documents(a: Sequence[Document], b: Sequence[Document]) -> Iterator[Row]:
    blank = Document(number="")
    for left, right in zip_longest(a, b, fillvalue=blank):
        yield from _texts(gettext("Тип"), (left.type, right.type))
        yield from _texts(gettext("Серия и номер"), (left.text(), right.text()))
        yield from _dates(gettext("Дата выдачи"), (_value(left.issued_on), _value(right.issued_on)))
        yield from _texts(gettext("Орган, выдавший документ"), (left.issuer, right.issuer))
        yield from _pairs(gettext("Государство"), _some(left.country), _some(right.country), values.country)


def _standing(a: Person, b: Person) -> Iterator[Row]:
    yield from _pairs(gettext("Регистрация"), a.registrations, b.registrations, values.registration)
    yield from _pairs(gettext("Разрешение"), a.permits, b.permits, values.permit)
    yield from _pairs(gettext("Ограничение"), a.restrictions, b.restrictions, values.restriction)


def _media(a: Person, b: Person) -> Iterator[Row]:
    yield from _texts(gettext("Фотоизображения"), (_count(a.photos), _count(b.photos)))
    cards = (_count(a.fingerprint_cards), _count(b.fingerprint_cards))
    yield from _texts(gettext("Дактилоскопические карты"), cards)


def _pairs(label: str, a: Sequence[T], b: Sequence[T], shown: Callable[[T], Shown]) -> Iterator[Row]:
    for left, right in zip_longest(map(shown, a), map(shown, b)):
        yield from _shown(label, (_value(left), _value(right)))


def _texts(label: str, both: tuple[str | None, str | None], note: str = "") -> Iterator[Row]:
    yield from _row(label, (_value(both[0] or None), _value(both[1] or None)), note)


def _dates(label: str, both: tuple[Value[PartialDate], Value[PartialDate]]) -> Iterator[Row]:
    """Dates are written alike on both sides, or 2003-01-19 and 19.01.2003 would look like two days."""
    yield from _shown(label, (both[0].map(values.date), both[1].map(values.date)))


def _row(label: str, both: tuple[Value[str], Value[str]], note: str = "") -> Iterator[Row]:
    yield from _shown(label, (both[0].map(Shown), both[1].map(Shown)), note)


def _shown(label: str, both: tuple[Value[Shown], Value[Shown]], note: str = "") -> Iterator[Row]:
    """A row, unless neither side says anything."""
    left, right = both
    if left.state is not Presence.UNKNOWN or right.state is not Presence.UNKNOWN:
        a, b = left.value or Shown(""), right.value or Shown("")
        yield Row(label, note, difference(a.text, b.text), (left.state, right.state), (a.source, b.source))


def _value(item: T | None) -> Value[T]:
    return missing() if item is None else given(item)


def _some(item: T | None) -> tuple[T, ...]:
    return () if item is None else (item,)


def _count(items: Sequence[object]) -> str | None:
    return str(len(items)) if items else None
