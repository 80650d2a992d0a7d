"""A crowd of invented names with the frequencies of real ones: the strangers a name is looked up among."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import accumulate
from random import Random

from matcher.names.tables import rows

SHARES = {"kk": 0.32, "tg": 0.2, "ru": 0.28, "uz": 0.12, "ky": 0.05, "uk": 0.03}
SPREAD = 0.8
"""Weights are raised to this power: the tables hold the frequent names, and the crowd shall not be them alone."""
FATHER = {"kk": ("ұлы", "қызы"), "ky": (" уулу", " кызы"), "uz": (" oʻgʻli", " qizi")}

Weighted = tuple[list[str], list[float]]


def names(count: int, seed: int = 11) -> Iterator[str]:
    """`count` whole names (surname, given name, patronymic), men and women of six languages, always the same ones."""
    random = Random(seed)
    given, surnames = _given(), _surnames()
    languages = list(SHARES)
    cumulated = list(accumulate(SHARES.values()))
    for _ in range(count):
        language = random.choices(languages, cum_weights=cumulated)[0]
        gender = random.choice("mf")
        surname = _one(random, surnames[language])
        own = _one(random, given[language, gender])
        father = _one(random, given[language, "m"])
        yield f"{feminine(surname) if gender == 'f' else surname} {own} {patronymic(father, gender, language)}"


def feminine(surname: str) -> str:
    """A woman's form of a surname that has one."""
    if surname.endswith(("ов", "ев", "ёв", "ин", "ын", "ov", "ev", "in")):
        return surname + ("a" if surname.isascii() else "а")
    return surname[:-2] + "ая" if surname.endswith(("ский", "цкий")) else surname


def patronymic(father: str, gender: str, language: str) -> str:
    """The father's name with the ending of the language; Russian and Tajik names take -ович and -овна."""
    if language in FATHER:
        return father + FATHER[language]["mf".index(gender)]
    if father[-1] in "йь":
        return father[:-1] + ("евич" if gender == "m" else "евна")
    soft = father[-1] in "аеёиоуыэюяӣӯ"
    return father + {"m": ("ович", "евич"), "f": ("овна", "евна")}[gender][soft]


def _one(random: Random, weighted: Weighted) -> str:
    return random.choices(weighted[0], cum_weights=weighted[1])[0]


def _given() -> dict[tuple[str, str], Weighted]:
    found: dict[tuple[str, str], dict[str, float]] = defaultdict(dict)
    for form, gender, weight, language in rows("given_names"):
        found[language, gender][form] = float(weight) ** SPREAD
    return {key: _cumulated(forms) for key, forms in found.items()}


def _surnames() -> dict[str, Weighted]:
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for form, weight, language in rows("surnames"):
        found[language][form] = float(weight) ** SPREAD
    return {key: _cumulated(forms) for key, forms in found.items()}


def _cumulated(forms: dict[str, float]) -> Weighted:
    return list(forms), list(accumulate(forms.values()))
