"""Values that are not there."""

from __future__ import annotations

import random
from typing import Final

from benchmarks.population.views import View

_WORDS: Final = ("нет", "б/о", "-", "—", "не имеет")
_DOCUMENT: Final = ("document_type", "document_series", "document_number", "document_issued_on", "document_issuer")


def _blank(view: View, row: int, names: tuple[str, ...]) -> bool:
    had = False
    for name in names:
        had = had or bool(view.columns[name][row])
        view.columns[name][row] = ""
    return had


def _spelling(view: View, row: int, spelling: str, other: str) -> bool:
    """One spelling goes only where the other stays: a record without any name is no record."""
    if not view.columns[f"surname_{other}"][row]:
        return False
    return _blank(view, row, tuple(f"{part}_{spelling}" for part in ("surname", "given", "patronymic")))


def _word(view: View, row: int, chance: random.Random) -> bool:
    if view.columns["patronymic_ru"][row] or not view.columns["surname_ru"][row]:
        return False
    view.columns["patronymic_ru"][row] = chance.choice(_WORDS)
    return True


FAULTS: Final = {
    "absent_patronymic": lambda v, i, r: _blank(v, i, ("patronymic_ru", "patronymic_latin")),
    "absent_latin": lambda v, i, r: _spelling(v, i, "latin", "ru"),
    "absent_russian": lambda v, i, r: _spelling(v, i, "ru", "latin"),
    "absent_birth_place": lambda v, i, r: _blank(v, i, ("birth_place",)),
    "absent_document": lambda v, i, r: _blank(v, i, _DOCUMENT),
    "absent_birth_date": lambda v, i, r: _blank(v, i, ("birth_date",)),
    "absent_sex": lambda v, i, r: _blank(v, i, ("sex",)),
    "absent_address": lambda v, i, r: _blank(v, i, ("registration_address",)),
    "absent_citizenship": lambda v, i, r: _blank(v, i, ("citizenship",)),
    "absence_word": _word,
}
