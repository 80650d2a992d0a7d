"""The lexicon compiled from the tables: written forms to folded keys, weights added up, families numbered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

import msgpack

from matcher.names.grammar import father
from matcher.names.hygiene import mend
from matcher.names.phonemes import folded, lookups
from matcher.names.tables import rows


class _Name:
    """What adds up for one key."""

    def __init__(self) -> None:
        self.given = 0.0
        self.surname = 0.0
        self.genders: set[str] = set()
        self.families: set[int] = set()
        self.groups: set[int] = set()
        self.short_of: set[int] = set()
        self.latin = False
        self.is_oblique = False

    def packed(self) -> list[Any]:
        """The entry as primitives."""
        genders = self.genders - {"u", ""}
        gender = next(iter(genders)) if len(genders) == 1 else ("u" if self.genders else "")
        return [
            round(self.given, 2),
            round(self.surname, 2),
            gender,
            sorted(self.families | self.short_of),
            sorted(self.groups),
        ]

    def oblique(self) -> _Name:
        """The same name under a form of another case."""
        other = _Name()
        other.add(self)
        other.given, other.surname, other.is_oblique = 0.5, 0.0, True
        return other

    def add(self, other: _Name) -> None:
        """Take in what another form adds under the same key."""
        self.given += other.given
        self.surname += other.surname
        self.genders |= other.genders
        self.families |= other.families
        self.groups |= other.groups
        self.short_of |= other.short_of


def compile_lexicon(rows: Callable[[str], list[list[str]]] = rows) -> bytes:
    """The content of `data/lexicon.msgpack`; `rows` gives the tables by name."""
    forms: dict[str, _Name] = defaultdict(_Name)
    for form, gender, weight, language in rows("given_names"):
        forms[form].latin |= language == "en"
        forms[form].given += float(weight)
        forms[form].genders.add(gender)
    for form, weight, *_ in rows("surnames"):
        forms[form].surname += float(weight)
    _add_families(forms, rows("given_families"))
    for form, lemma, *_ in rows("case_forms"):
        if form not in forms and lemma in forms:
            forms[form] = forms[lemma].oblique()
    fathers = _keyed(forms, father, given_only=True)
    for stem, of, *_ in rows("father_stems"):
        if of in forms:
            _put(fathers, father(mend(stem)[0]), forms[of])
    return bytes(msgpack.packb({"names": _packed(_keyed(forms, str)), "fathers": _packed(fathers)}))


def _add_families(forms: dict[str, _Name], listed: list[list[str]]) -> None:
    """Put each listed form into its family and group, numbered as they come; a short form belongs to what it is short
    of."""
    numbers: dict[str, int] = {}
    for form, family, kind, gender, language, *group in listed:
        name = forms[form]
        name.latin |= language in {"latn", "en"}
        name.given = max(name.given, 0.5)
        if kind == "hypocoristic":
            name.short_of.add(numbers.setdefault(family, len(numbers)))
            continue
        name.genders.add(gender)
        name.families.add(numbers.setdefault(family, len(numbers)))
        name.groups.add(numbers.setdefault(f"{family}/{group[0] if group else ''}", len(numbers)))


def _packed(names: dict[str, _Name]) -> dict[str, list[Any]]:
    return {key: name.packed() for key, name in names.items()}


def _keys(word: str, name: _Name) -> list[str]:
    """Under what a form is filed; a listed Latin form is no guess: its x is ks, its j is no й."""
    known = lookups(word)
    if not name.latin:
        return known
    return known[:1] if "x" in word else known[-1:]


def _put(found: dict[str, _Name], word: str, name: _Name) -> None:
    for symbols in _keys(word, name):
        if len(key := folded(symbols)) > 1:
            found[key].add(name)


def _keyed(forms: dict[str, _Name], shape: Callable[[str], str], *, given_only: bool = False) -> dict[str, _Name]:
    """Forms put together under the folded symbols of their shape (the word itself, or the stem a patronymic keeps)."""
    found: dict[str, _Name] = defaultdict(_Name)
    for form, name in forms.items():
        if given_only and (not name.given or name.is_oblique or (name.short_of and not name.families)):
            continue
        _put(found, shape(mend(form)[0]), name)
    return found
