"""How the values of a record are written on a page: dates as an official writes them, countries by their name.

A value that is written another way than its source did keeps the source's writing beside it, unless that was only a
machine's notation of the same (an ISO date, a country's code).
"""

from __future__ import annotations

from dataclasses import dataclass

from api.language import current_language
from api.pages.words import gettext
from matcher.citizenship.countries import country_code, country_name
from models.date import PartialDate
from models.date_reading import read_date
from models.errors import BadValue
from models.place import Citizenship, Permit, Place, Registration, Restriction


@dataclass(frozen=True, slots=True)
class Shown:
    """A value as the page writes it, and as the source did where that says more."""

    text: str
    source: str = ""


def written(date: PartialDate) -> str:
    """A date as an official writes it, unknown parts as zeros; as received where no year could be read."""
    if date.year is None:
        return date.text
    return _official(date.year, date.month, date.day)


def date(value: PartialDate) -> Shown:
    """A date; one that can be read two ways (01/02/1990) says so."""
    text = written(value)
    source = "" if value.text in (text, value.iso()) else value.text
    if value.alternative is None or value.year is None:
        return Shown(text, source)
    other = _official(value.year, *value.alternative)
    return Shown(text, gettext("%(text)s, возможно %(other)s", text=value.text, other=other))


def date_text(text: str) -> str:
    """A date that stands as text in evidence or in a form, as an official writes it; as it is where it is no date."""
    try:
        return written(read_date(text, "birth_date"))
    except BadValue:
        return text


def country(text: str) -> Shown:
    """A country by its name in the reader's language; what no list of countries knows stays as received."""
    code = country_code(text)
    name = country_name(code, current_language()) if code else None
    if not name:
        return Shown(text)
    return Shown(name, "" if text.strip().casefold() in {name.casefold(), str(code).casefold()} else text)


def citizenship(value: Citizenship) -> Shown:
    """A citizenship with its term; a former one says so."""
    named = country(value.country)
    former = gettext("прежнее") if value.former else None
    return Shown(_joined(named.text, former, _term(value.since, value.until)), named.source)


def place(value: Place) -> str:
    """A place of birth with its country where the source gives one apart."""
    return _joined(value.text, value.country and country(value.country).text)


def registration(value: Registration) -> Shown:
    """A registration at a place of stay or residence."""
    return Shown(_joined(value.address, _term(value.since, value.until), value.body))


def permit(value: Permit) -> Shown:
    """A permit with its number and term."""
    work = gettext("с правом на труд") if value.right_to_work else None
    return Shown(_joined(value.kind, value.number, _term(value.since, value.until), work))


def restriction(value: Restriction) -> Shown:
    """A restriction with its term and ground."""
    term = gettext("бессрочно") if value.open_ended else _term(value.since, value.until)
    return Shown(_joined(value.kind, term, value.ground))


def _official(year: int, month: int | None, day: int | None) -> str:
    return f"{day or 0:02d}.{month or 0:02d}.{year:04d}"


def _term(since: PartialDate | None, until: PartialDate | None) -> str:
    return " – ".join(written(d) if d else "…" for d in (since, until)) if since or until else ""


def _joined(*parts: str | None) -> str:
    return ", ".join(p for p in parts if p)
