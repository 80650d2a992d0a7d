"""How a quick script writes a row: its letters, dates, places, papers, its words for nothing, its slips."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Final

from benchmarks.records.others.kin import Human, Word, table

_CONFUSED: Final = dict(zip("оаиедткбзeiaouyhkds", "аоеитдгпсieouoigqtz", strict=True))
Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Habit:
    """One way of writing. ``slips``: how often a name or place has one; ``gaps``: how often a cell stays empty."""

    columns: tuple[str, ...] = ("name", "sex", "birth_date", "birth_place", "citizenship", "document", "address")
    script: str = "russian"
    """russian, native (its own letters in the *_ru columns), latin or both."""
    capitals: bool = False
    date: str = "%d.%m.%Y"
    patronymic: str = "own"
    """own column, given (behind the given name) or none."""
    place: str = "г. {}"
    document: str = "{0}{1}"
    """How letter and digits stand; a ``|`` parts the two columns."""
    nothing: str = ""
    sex: tuple[str, str] = ("М", "Ж")
    slips: float = 0.1
    gaps: float = 0.1


def write(human: Human, habit: Habit, chance: random.Random) -> Row:
    """The person's row as the habit writes it, slips included."""
    row: Row = {}
    if "name" in habit.columns:
        row |= _name(human, habit, chance)
    if "sex" in habit.columns:
        row["sex"] = habit.sex[human.female]
    if "birth_date" in habit.columns:
        row["birth_date"] = _date(human, habit, chance)
    if "birth_place" in habit.columns:
        row["birth_place"] = _slipped(_place(human.place, habit), habit.slips / 2, chance)
    if "citizenship" in habit.columns:
        row["citizenship"] = _citizenship(human, habit)
    if "document" in habit.columns:
        row |= _document(human, habit, chance)
    if "address" in habit.columns:
        row["registration_address"] = _address(human, habit)
    return _with_gaps({k: v.upper() if habit.capitals else v for k, v in row.items()}, habit, chance)


def _name(human: Human, habit: Habit, chance: random.Random) -> Row:
    row: Row = {}
    for suffix in ("ru", "latin") if habit.script == "both" else ("latin",) if habit.script == "latin" else ("ru",):
        surname, given, father = (
            _spelled(w, habit, suffix, chance) for w in (human.surname, human.given, human.father)
        )
        if human.female and surname.endswith(("ов", "ев", "ov", "ev")):
            surname += "а" if suffix == "ru" else "a"
        patronymic = _patronymic(father, human, habit, suffix)
        if habit.patronymic == "given":
            given, patronymic = f"{given} {patronymic}".strip(), ""
        parts = {"surname": surname, "given": given, "patronymic": patronymic}
        row |= {f"{k}_{suffix}": _slipped(v, habit.slips, chance) for k, v in parts.items() if v}
    return row


def _spelled(word: Word, habit: Habit, suffix: str, chance: random.Random) -> str:
    if suffix == "latin":
        return latin(word.native if chance.random() < 0.4 else word.russian, chance)
    return word.native if habit.script == "native" else word.russian


def _patronymic(father: str, human: Human, habit: Habit, suffix: str) -> str:
    if habit.patronymic == "none":
        return ""
    if suffix == "latin":
        return father + ("ovna" if human.female else "ovich")
    if habit.script == "native" and human.people == "kk":
        return father + ("қызы" if human.female else "ұлы")
    soft = father[-1] in "йьиеа"
    stem = father[:-1] if father[-1] in "йьа" else father
    return stem + ("е" if soft else "о") + ("вна" if human.female else "вич")


def latin(text: str, chance: random.Random) -> str:
    """Letter by letter; which of several habits a letter follows is drawn for each word."""
    letters: dict[str, str] = table()["letters"]
    made = "".join(chance.choice(letters[c].split() or [""]) if c in letters else c for c in text.lower())
    return made.capitalize()


def _slipped(text: str, rate: float, chance: random.Random) -> str:
    if len(text) < 4 or chance.random() >= rate:
        return text
    at = chance.randrange(1, len(text) - 1)
    kind = chance.random()
    if kind < 0.4 and text[at] in _CONFUSED:
        return text[:at] + _CONFUSED[text[at]] + text[at + 1 :]
    if kind < 0.6:
        return text[:at] + text[at + 1 :]
    return text[:at] + text[at] + text[at:] if kind < 0.8 else text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def _date(human: Human, habit: Habit, chance: random.Random) -> str:
    born, kind = human.born, chance.random()
    if kind < habit.slips / 4 and born.day <= 12:
        born = born.replace(day=born.month, month=born.day)
    elif kind < habit.slips / 2:
        born = born.replace(day=chance.randrange(1, 29))
    elif kind < habit.slips * 0.7:
        born = born.replace(year=born.year + chance.choice((-1, 1, 10)), day=min(born.day, 28))
    elif kind < habit.slips:
        born = born.replace(day=1, month=1)
    return born.strftime(habit.date)


def _place(place: str, habit: Habit) -> str:
    hamlet, _, town = place.partition("|")
    russian, _, english = town.partition("/")
    if habit.script == "latin":
        return habit.place.format(english)
    return f"с. {hamlet}, {russian}" if hamlet else habit.place.format(russian)


def _citizenship(human: Human, habit: Habit) -> str:
    tajik = human.people == "tg"
    if habit.script == "latin":
        return "TJK" if tajik else "KAZ"
    return "Таджикистан" if tajik else "Казахстан"


def _document(human: Human, habit: Habit, chance: random.Random) -> Row:
    letter, digits = human.document[0], human.document[1:]
    if chance.random() < 0.3:
        digits = f"{chance.randrange(10**7, 10**8)}"
    elif chance.random() < habit.slips / 2:
        at = chance.randrange(8)
        digits = digits[:at] + str(chance.randrange(10)) + digits[at + 1 :]
    series, bar, number = habit.document.format(letter, digits).partition("|")
    return {"document_series": series, "document_number": number} if bar else {"document_number": series}


def _address(human: Human, habit: Habit) -> str:
    town, street, house, flat = human.home.split("|")
    russian, _, english = town.partition("/")
    if habit.script == "latin":
        return f"{english}, {street_latin(street)} {house}-{flat}"
    return f"г. {russian}, ул. {street}, д. {house}, кв. {flat}"


def street_latin(street: str) -> str:
    """A street in Latin letters."""
    return latin(street, random.Random(street))


def _with_gaps(row: Row, habit: Habit, chance: random.Random) -> Row:
    kept = {"surname_ru", "given_ru", "surname_latin", "given_latin"}
    return {k: habit.nothing if k not in kept and chance.random() < habit.gaps else v for k, v in row.items()}
