"""Other spellings of the same name: scheme, style, glyphs, vowels, case, honorifics, initials."""

from __future__ import annotations

import functools
import random
import re
from collections.abc import Callable
from typing import Any, Final

from benchmarks.population.faults.typing import NAME_CELLS
from benchmarks.population.tables import LANGUAGES, read_toml
from benchmarks.population.views import View

_RUSSIAN: Final = ("surname_ru", "given_ru", "patronymic_ru")
_LATIN: Final = ("surname_latin", "given_latin", "patronymic_latin")
_SCHEMES: Final = {
    "kk": ("kz", "kz_plain", "kz_j", "kz_double", "icao", "bgn", "french", "kk2021"),
    "tg": ("tj", "tj_k", "tj_dzh", "tj_french", "icao", "bgn", "persian"),
    "ru": ("icao", "bgn", "french"),
    "uz": ("uz", "uz_ascii", "uz_kh", "icao", "bgn"),
    "ky": ("ky", "ky_zh", "icao", "bgn"),
}
_CASES: Final = (("ова", "овой"), ("ева", "евой"), ("ина", "иной"), ("ов", "ову"), ("ев", "еву"), ("ин", "ину"),
                 ("ович", "овичу"), ("евич", "евичу"), ("овна", "овны"), ("евна", "евны"))  # fmt: skip


@functools.cache
def letters() -> dict[str, Any]:
    """``faults_letters.toml``."""
    return read_toml("faults_letters.toml")


def _language(view: View, row: int) -> str:
    return LANGUAGES[view.people.language[row]]


def _snapshot(view: View, row: int) -> list[str]:
    return [view.columns[name][row] for name in NAME_CELLS]


def _scheme(view: View, row: int, chance: random.Random) -> bool:
    if not view.columns["surname_latin"][row]:
        return False
    before = _snapshot(view, row)
    view.schemes[row] = chance.choice([s for s in _SCHEMES[_language(view, row)] if s != view.schemes[row]])
    view.respell(row)
    return before != _snapshot(view, row)


def _style(view: View, row: int, _: random.Random) -> bool:
    style = view.styles[row]
    if style == "native" or not view.columns["surname_ru"][row]:
        return False
    before = _snapshot(view, row)
    view.styles[row] = style.removesuffix("_soviet") if style.endswith("_soviet") else f"{style}_soviet"
    view.respell(row)
    return before != _snapshot(view, row)


def _native(view: View, row: int, _: random.Random) -> bool:
    if view.styles[row] == "native" or not view.columns["surname_ru"][row]:
        return False
    before = _snapshot(view, row)
    view.styles[row] = "native"
    view.respell(row)
    return before != _snapshot(view, row)


def _map_cells(
    names: tuple[str, ...], change: Callable[[str, random.Random], str]
) -> Callable[[View, int, random.Random], bool]:
    """A fault that rewrites every one of these cells."""

    def fault(view: View, row: int, chance: random.Random) -> bool:
        changed = False
        for name in names:
            old = view.columns[name][row]
            new = change(old, chance) if old else old
            view.columns[name][row] = new
            changed = changed or new != old
        return changed

    return fault


def _translate(table: str) -> Callable[[str, random.Random], str]:
    def change(text: str, _: random.Random) -> str:
        return text.translate(_both_cases(table))

    return change


@functools.cache
def _both_cases(table: str) -> dict[int, str]:
    rows = letters()[table]
    return {ord(k): v for k, v in rows.items()} | {ord(k.upper()): v.upper() for k, v in rows.items()}


def _homoglyph(view: View, row: int, chance: random.Random) -> bool:
    """One letter of the other script in one cell."""
    table = letters()["homoglyph"]
    name = chance.choice(NAME_CELLS)
    pairs = table if name in _RUSSIAN else {v: k for k, v in table.items()}
    text = view.columns[name][row]
    places = [i for i, c in enumerate(text) if c in pairs]
    if not places:
        return False
    at = chance.choice(places)
    view.columns[name][row] = text[:at] + pairs[text[at]] + text[at + 1 :]
    return True


def _drift(view: View, row: int, chance: random.Random) -> bool:
    """One vowel of one cell as somebody heard it; the ending stays."""
    names = [name for name in NAME_CELLS if len(view.columns[name][row]) > 4]
    if not names:
        return False
    name = chance.choice(names)
    table = letters()["drift_cyrillic" if name in _RUSSIAN else "drift_latin"]
    text = view.columns[name][row]
    places = [i for i in range(1, len(text) - 2) if text[i].lower() in table]
    if not places:
        return False
    at = chance.choice(places)
    vowel = chance.choice(table[text[at].lower()])
    view.columns[name][row] = text[:at] + (vowel.upper() if text[at].isupper() else vowel) + text[at + 1 :]
    return True


def _case(text: str, _: random.Random) -> str:
    low = text.lower()
    for ending, other in _CASES:
        if low.endswith(ending):
            tail = other.upper() if text.isupper() else other
            return text[: len(text) - len(ending)] + tail
    return text


def _layout(text: str, _: random.Random) -> str:
    row = letters()["layout"]
    return text.lower().translate(str.maketrans(row["cyrillic"], row["latin"]))


@functools.cache
def _ear() -> tuple[re.Pattern[str], dict[str, str]]:
    table = letters()["by_ear"]
    return re.compile("|".join(map(re.escape, sorted(table, key=len, reverse=True)))), table


def _by_ear(view: View, row: int, _: random.Random) -> bool:
    if not (view.columns["surname_latin"][row] and view.columns["surname_ru"][row]):
        return False
    pattern, table = _ear()
    before = _snapshot(view, row)
    for russian_cell, latin_cell in zip(_RUSSIAN, _LATIN, strict=True):
        text = view.columns[latin_cell][row].lower()
        if text:
            heard = pattern.sub(lambda m: table[m[0]], text)
            view.columns[russian_cell][row] = heard[:1].upper() + heard[1:]
    return before != _snapshot(view, row)


def _honorific(view: View, row: int, chance: random.Random) -> bool:
    surname, given, patronymic = view.native[row]
    endings = letters()["honorific"][_language(view, row)]
    if not endings or len(given) < 4 or view.people.sex[row]:
        return False
    found = [e for e in endings if given.endswith(e) and len(given) - len(e) > 2]
    new = given[: -len(found[0])] if found else given + chance.choice(endings)
    return view.rename(row, given=new) and bool(surname or patronymic)


def _initials(view: View, row: int, chance: random.Random) -> bool:
    both = chance.random() < 0.5
    changed = False
    for name in ("given_ru", "given_latin", "patronymic_ru", "patronymic_latin")[: 4 if both else 2]:
        text = view.columns[name][row]
        if len(text) > 2:
            view.columns[name][row] = f"{text[0]}."
            changed = True
    return changed


FAULTS: Final = {
    "other_latin_scheme": _scheme,
    "other_russian_style": _style,
    "russian_from_latin": _by_ear,
    "native_letters": _native,
    "missing_glyph": _map_cells(_RUSSIAN, _translate("missing_glyph")),
    "legacy_font": _map_cells(_RUSSIAN, _translate("legacy_font")),
    "homoglyph": _homoglyph,
    "vowel_drift": _drift,
    "case_form": _map_cells(("surname_ru", "patronymic_ru"), _case),
    "wrong_layout": _map_cells(_RUSSIAN, _layout),
    "honorific": _honorific,
    "short_name": _initials,
}
