"""Surnames and patronymics in native spelling: stem or father's name + form + sex → one word (or two)."""

from __future__ import annotations

import functools
from typing import Final

SURNAME_FORMS: Final = ("ov", "in", "bare", "uly", "zoda", "i", "iyon", "pur", "far", "uulu", "whole")
PATRONYMIC_FORMS: Final = ("none", "ovich", "uly", "ugli", "uulu", "zoda", "bare")
_VOWELS: Final = frozenset("аәеёиіоөуұүўӯыӣэюя")
_PATRONYMIC_ENDINGS: Final = {
    "uly": ("ұлы", "қызы"),
    "ugli": (" ўғли", " қизи"),
    "uulu": (" уулу", " кызы"),
    "zoda": ("зода", "духт"),
    "bare": ("", ""),
}
_HUSHING: Final = frozenset("жшчщцҷ")
_IRREGULAR: Final = {
    "Пётр": "Петров", "Павел": "Павлов", "Лев": "Львов", "Яков": "Яковлев", "Михаил": "Михайлов",
    "Даниил": "Данилов", "Гавриил": "Гаврилов", "Самуил": "Самуйлов", "Фома": "Фом", "Лука": "Лук", "Илья": "Иль",
    "Никита": "Никит", "Кузьма": "Кузьм", "Савва": "Савв",
}  # fmt: skip


@functools.lru_cache(maxsize=1 << 17)
def surname(stem: str, form: str, female: bool) -> str:
    """A native surname; ``whole`` stems stand in their masculine form already (Russian)."""
    if form == "whole":
        return _feminine(stem) if female else stem
    if form == "in" and stem[-1] in "аәя":
        return stem[:-1] + ("ина" if female else "ин")
    if form in ("ov", "in"):
        return _possessive(stem) + ("а" if female else "")
    return stem + _ending(stem, form, female)


def _ending(stem: str, form: str, female: bool) -> str:
    vowel = stem[-1] in _VOWELS
    match form:
        case "uly":
            return "қызы" if female else "ұлы"
        case "uulu":
            return " кызы" if female else " уулу"
        case "i":
            return "" if vowel else "ӣ"
        case "iyon":
            return "ён" if vowel else "иён"
        case "zoda" | "pur" | "far":
            return {"zoda": "зода", "pur": "пур", "far": "фар"}[form]
    return ""


def _possessive(stem: str) -> str:
    """-ов or -ев after the last letter: Ахметов, Жұмабаев, Мұсаев, Алиев, Мұқашев."""
    last = stem[-1]
    if last in "йь":
        return stem[:-1] + "ев"
    if last == "ӣ":
        return stem[:-1] + "иев"
    if last in _VOWELS or last in _HUSHING:
        return stem + "ев"
    return stem + "ов"


def _feminine(surname_: str) -> str:
    if surname_.endswith(("ов", "ев", "ёв", "ин", "ын")):
        return surname_ + "а"
    if surname_.endswith(("ский", "цкий", "ской")):
        return surname_[:-2] + "ая"
    if surname_.endswith(("ый", "ой")):
        return surname_[:-2] + "ая"
    return surname_


@functools.lru_cache(maxsize=1 << 16)
def patronymic(father: str, form: str, female: bool) -> str:
    """A native patronymic from the father's given name; empty for ``none``."""
    if form == "none":
        return ""
    if form == "ovich":
        return _ovich(father, female)
    if form == "zoda" and female and father[-1] in _VOWELS:
        return father + "зода"
    return father + _PATRONYMIC_ENDINGS[form][female]


def _ovich(father: str, female: bool) -> str:
    irregular = _IRREGULAR.get(father)
    if irregular is not None:
        return _from_irregular(irregular, female)
    if father.endswith("ий") and len(father) > 3:
        soft = father[-4].lower() in _VOWELS  # Юрьевич, Анатольевич, but Дмитриевич, Георгиевич
        base = father[:-2] + ("ье" if soft else "ие")
    elif father[-1] in "йь":
        base = father[:-1] + "е"
    elif father[-1] == "ӣ":
        base = father[:-1] + "ие"
    elif father[-1] in _VOWELS or father[-1] in _HUSHING:
        base = father + "е"
    else:
        base = father + "о"
    return base + ("вна" if female else "вич")


def _from_irregular(base: str, female: bool) -> str:
    if base[-1] == "в" and base not in ("Савв", "Сав"):
        return base[:-1] + ("вна" if female else "вич")
    if base == "Иль":
        return "Ильинична" if female else "Ильич"
    return base + ("ична" if female else "ич")
