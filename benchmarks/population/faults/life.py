"""What life changes between two records: marriage, reform, renewal, moving, another citizenship."""

from __future__ import annotations

import random
from typing import Final

from benchmarks.population.addresses import address
from benchmarks.population.grammar import SURNAME_FORMS, surname
from benchmarks.population.inventory import inventory
from benchmarks.population.people import NEVER
from benchmarks.population.places import spot
from benchmarks.population.tables import LANGUAGES
from benchmarks.population.views import View

_REFORMS: Final = {
    "tg": ("ov", "bare", "zoda", "i"),
    "kk": ("ov", "bare", "uly"),
    "ky": ("ov", "bare"),
    "uz": ("ov", "bare"),
}


def _married(view: View, row: int, _: random.Random) -> bool:
    people = view.people
    if people.married[row] == NEVER:
        return False
    words, female = inventory().words, people.sex[row] == 1
    own = surname(words[people.stem[row]], SURNAME_FORMS[people.form[row]], female)
    husbands = surname(words[people.stem_married[row]], SURNAME_FORMS[people.form_married[row]], female)
    other = own if view.native[row][0] == husbands else husbands
    return view.rename(row, surname=other)


def _reformed(view: View, row: int, chance: random.Random) -> bool:
    people = view.people
    forms = _REFORMS.get(LANGUAGES[people.language[row]])
    if forms is None or people.married[row] != NEVER:
        return False
    stem = inventory().words[people.stem[row]]
    others = [surname(stem, form, people.sex[row] == 1) for form in forms]
    others = [o for o in others if o != view.native[row][0]]
    return view.rename(row, surname=chance.choice(others)) if others else False


def _renewed(view: View, row: int, chance: random.Random) -> bool:
    """The same shape of number with other digits; the first letter or digit stands for the kind and stays."""
    number = view.columns["document_number"][row]
    if len(number) < 6:
        return False
    head = 2 if len(number) in (8, 9) else 1
    digits = "".join(str(chance.randrange(10)) if c.isdigit() else c for c in number[head:])
    view.columns["document_number"][row] = number[:head] + digits
    if "-" in view.columns["document_series"][row]:
        return number[head:] != digits  # a Soviet passport replaced by another: long ago, no new date
    date = view.columns["document_issued_on"][row]
    year = str(min(view.recorded[row], 2025))
    view.columns["document_issued_on"][row] = year + date[4:] if date[4:5] == "-" else date[:6] + year
    return number[head:] != digits


def _moved(view: View, row: int, chance: random.Random) -> bool:
    if not view.columns["registration_address"][row]:
        return False
    home = spot(int(view.people.home[row] if chance.random() < 0.6 else view.people.birth_place[row]))
    view.columns["registration_address"][row] = address(home, chance.randrange(1 << 40), -1)
    return True


def _citizenship(view: View, row: int, _: random.Random) -> bool:
    own = view.columns["citizenship"][row]
    pairs = {"KAZ": "TJK", "TJK": "KAZ", "Казахстан": "Таджикистан", "Таджикистан": "Казахстан"}
    if own not in pairs or view.people.language[row] == LANGUAGES.index("ru"):
        return False
    view.columns["citizenship"][row] = pairs[own]
    return True


FAULTS: Final = {
    "married_name": _married,
    "reformed_name": _reformed,
    "renewed_document": _renewed,
    "moved_address": _moved,
    "changed_citizenship": _citizenship,
}
