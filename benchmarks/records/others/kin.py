"""People of the quick scripts: couples, children, twins with near names, sons named as their fathers, namesakes."""

from __future__ import annotations

import functools
import random
import tomllib
from dataclasses import dataclass, replace
from datetime import date, timedelta
from importlib.resources import files
from typing import Any, Final, NamedTuple

_FIRST_DAY: Final = date(1940, 1, 1)
_DAYS: Final = 365 * 40
_TWIN_BIRTH: Final = 0.08
_JUNIOR: Final = 0.06
_NAMESAKE: Final = 0.03
_HAMLET: Final = 0.35


class Word(NamedTuple):
    """A name in Russian and in its own spelling."""

    russian: str
    native: str


@dataclass(frozen=True, slots=True)
class Human:
    """One person as a quick script knows people; ``family`` numbers a couple and their children."""

    number: int
    family: int
    role: str
    people: str
    surname: Word
    given: Word
    father: Word
    female: bool
    born: date
    place: str
    home: str
    document: str


@functools.cache
def table() -> dict[str, Any]:
    """``quick.toml``."""
    return tomllib.loads(files("benchmarks.records.others").joinpath("quick.toml").read_text("utf-8"))


@functools.cache
def words(section: str, name: str) -> tuple[Word, ...]:
    """A word list."""
    return tuple(_word(text) for text in table()[section][name].split())


@functools.cache
def pairs(name: str) -> tuple[tuple[Word, Word], ...]:
    """Names that parents give to twins."""
    both = (text.split(":") for text in table()["names"][name].split())
    return tuple((_word(a), _word(b)) for a, b in both)


def _word(text: str) -> Word:
    russian, _, native = text.partition("/")
    return Word(russian, native or russian)


def _often(chance: random.Random, some: tuple[Word, ...]) -> Word:
    """The first ones of a list are the common ones."""
    return some[int(chance.random() ** 1.4 * len(some))]


def humans(count: int, chance: random.Random) -> list[Human]:
    """At least ``count`` people in whole families."""
    made: list[Human] = []
    family = 0
    while len(made) < count:
        family += 1
        made += _family(len(made), family, chance)
        if chance.random() < _NAMESAKE * 3:
            made.append(_namesake(chance.choice(made), len(made), family, chance))
    return made


class _Household(NamedTuple):
    family: int
    people: str
    surname: Word
    place: str
    home: str


def _family(first: int, family: int, chance: random.Random) -> list[Human]:
    people = chance.choices(("kk", "tg", "ru"), (5, 5, 1))[0]
    house = _Household(family, people, _surname(people, chance), _place(chance), _home(chance))
    born = _FIRST_DAY + timedelta(days=chance.randrange(_DAYS))
    father = _grown(first, house, born, False, chance)
    made = [father, _grown(first + 1, house, born + timedelta(days=900), True, chance)]
    born += timedelta(days=365 * 22)
    for _ in range(chance.choice((0, 1, 2, 2, 3, 4, 5))):
        born += timedelta(days=chance.randrange(400, 1500))
        child = _child(father, first + len(made), born, chance)
        born_now = _twins(child, chance) if chance.random() < _TWIN_BIRTH else (child,)
        if not {c.given for c in born_now} & {m.given for m in made[1:]}:  # parents do not give one name twice
            made += born_now
    return made


def _grown(number: int, house: _Household, born: date, female: bool, chance: random.Random) -> Human:
    """A grown person whose father is just a name."""
    given = _often(chance, words("names", f"{house.people}_{'female' if female else 'male'}"))
    return Human(
        number, house.family, "mother" if female else "father", house.people, house.surname, given,
        _often(chance, words("names", f"{house.people}_male")), female, born, house.place, house.home,
        _document(chance),
    )  # fmt: skip


def _child(father: Human, number: int, born: date, chance: random.Random) -> Human:
    female = chance.random() < 0.5
    given = _often(chance, words("names", f"{father.people}_{'female' if female else 'male'}"))
    junior = not female and chance.random() < _JUNIOR
    return replace(
        father, number=number, role="child", female=female, born=born, father=father.given,
        given=father.given if junior else given, place=father.place if chance.random() < 0.85 else _place(chance),
        document=_document(chance),
    )  # fmt: skip


def _twins(child: Human, chance: random.Random) -> tuple[Human, Human]:
    """Half of the pairs bear names that go together."""
    second = _document(chance)
    if chance.random() < 0.5:
        one, other = chance.choice(pairs("twins_female" if child.female else "twins_male"))
        return replace(child, given=one, role="twin"), replace(
            child, number=child.number + 1, given=other, role="twin", document=second
        )
    female = chance.random() < 0.5
    names = [n for n in words("names", f"{child.people}_{'female' if female else 'male'}") if n != child.given]
    twin = replace(child, number=child.number + 1, given=chance.choice(names), female=female, document=second)
    return replace(child, role="twin"), replace(twin, role="twin")


def _namesake(human: Human, number: int, family: int, chance: random.Random) -> Human:
    """Another person of the same full name."""
    born = human.born + timedelta(days=chance.choice((-1, 1)) * chance.randrange(400, 7000))
    return replace(
        human, number=number, family=-family, role="namesake", born=born, place=_place(chance), home=_home(chance),
        document=_document(chance),
    )  # fmt: skip


def _surname(people: str, chance: random.Random) -> Word:
    stem = _often(chance, words("surnames", people))
    if people == "ru":
        return Word(stem.russian + "ов", stem.native + "ов")
    if people == "tg" and chance.random() < 0.35:
        return Word(stem.russian + "зода", stem.native + "зода")
    if people == "kk" and chance.random() < 0.2:
        return stem
    ending = "ев" if stem.russian[-1] in "аеиойё" else "ов"
    return Word(stem.russian + ending, stem.native + ending)


def _place(chance: random.Random) -> str:
    town = chance.choice(table()["places"]["known"].split())
    hamlet = chance.choice(table()["places"]["villages"].split()) if chance.random() < _HAMLET else ""
    return f"{hamlet}|{town}"


def _home(chance: random.Random) -> str:
    street = chance.choice(table()["places"]["streets"].split()).replace("_", " ")
    return f"{_place(chance).partition('|')[2]}|{street}|{chance.randrange(1, 150)}|{chance.randrange(1, 90)}"


def _document(chance: random.Random) -> str:
    return f"{chance.choice('NA')}{chance.randrange(10**7, 10**8)}"
