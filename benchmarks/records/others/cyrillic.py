"""A body that writes Russian Cyrillic in capitals: dotted dates, series and number apart, places with prefixes."""

from __future__ import annotations

import random
from typing import Final

from benchmarks.records.others.world import Human, Row, words

_LIKE: Final = {"О": "А", "А": "О", "И": "Ы", "Ы": "И", "Е": "И", "У": "О", "Ж": "ДЖ", "К": "Х", "Х": "К", "Д": "Т"}


class CyrillicBody:
    """See the module."""

    name = "cyrillic"

    def __init__(self, seed: int) -> None:
        chance = random.Random(seed + 1)
        firsts, seconds = words("cyrillic", "stems_a"), words("cyrillic", "stems_b")
        long = {a + b + c for a in firsts[:12] for b in seconds[:10] for c in ("ЖАН", "БЕК", "КУЛ")}
        stems = sorted({a + b for a in firsts for b in seconds} | long)
        chance.shuffle(stems)
        self._surnames = [s + chance.choice(("ОВ", "ОВ", "ЕВ", "ОВ", "ЗОДА", "")) for s in stems]
        self._villages = [a + b for a in words("cyrillic", "stems_a") for b in ("БУЛАК", "ОБОД", "КЕНТ", "СУ", "ДАРА")]

    def surname(self, chance: random.Random) -> str:
        """A family's surname, masculine."""
        return self._surnames[int(chance.random() ** 1.6 * len(self._surnames))]

    def given(self, chance: random.Random, female: bool) -> str:
        """A given name."""
        names = words("cyrillic", "female") if female else words("cyrillic", "male")
        base = names[int(chance.random() ** 1.3 * len(names))]
        return base if female or chance.random() < 0.8 else base + chance.choice(("БЕК", "ДЖОН", "ХОН", "ЖАН"))

    def place(self, chance: random.Random) -> str:
        """A birth place."""
        if chance.random() < 0.65:
            return f"Г. {chance.choice(words('cyrillic', 'towns'))}"
        return f"С. {chance.choice(self._villages)} {chance.choice(words('cyrillic', 'districts'))} Р-Н"

    def document(self, chance: random.Random) -> str:
        """Series and number of a document."""
        return f"{chance.choice(('N', 'A', ''))} {chance.randrange(10**8, 10**9)}".strip()

    def record(self, human: Human) -> Row:
        """The person's row without an error."""
        feminine = "А" if human.female and human.surname.endswith(("ОВ", "ЕВ")) else ""
        series, _, number = human.document.rpartition(" ")
        return {
            "surname_ru": human.surname + feminine,
            "given_ru": human.given,
            "patronymic_ru": _patronymic(human.father, human.female),
            "sex": "Ж" if human.female else "М",
            "birth_date": human.born.strftime("%d.%m.%Y"),
            "birth_place": human.place,
            "citizenship": "ТАДЖИКИСТАН" if human.family % 3 else "КАЗАХСТАН",
            "document_series": series,
            "document_number": number,
        }

    def spoil(self, row: Row, chance: random.Random) -> list[str]:
        """Errors made in the row; answers their names."""
        errors = []
        for name, rate in (("surname_ru", 0.2), ("given_ru", 0.15), ("patronymic_ru", 0.15)):
            if row[name] and chance.random() < rate:
                row[name] = _misheard(row[name], chance)
                errors.append(name)
        if chance.random() < 0.15:
            row["patronymic_ru"] = ""
            errors.append("no patronymic")
        if chance.random() < 0.06 and len(row["given_ru"]) > 2:
            row["given_ru"], row["patronymic_ru"] = row["given_ru"][0] + ".", row["patronymic_ru"][:1] + "."
            errors.append("initials")
        if chance.random() < 0.1:
            row["birth_date"] = _other_date(row["birth_date"], chance)
            errors.append("birth date")
        if chance.random() < 0.3:
            row["birth_place"] = (
                "" if chance.random() < 0.5 else row["birth_place"].replace("Г. ", "ГОР. ").split(",")[0]
            )
            errors.append("birth place")
        if chance.random() < 0.5:
            row["document_series"], row["document_number"] = "", f"{chance.randrange(10**8, 10**9)}"
            errors.append("other document")
        return errors


def _patronymic(father: str, female: bool) -> str:
    ending = "ВНА" if female else "ВИЧ"
    if father[-1] == "Й":
        return father[:-1] + "Е" + ending
    return father + ("Е" if father[-1] in "АЕЁИОУЫЭЮЯ" else "О") + ending


def _misheard(text: str, chance: random.Random) -> str:
    places = [i for i, c in enumerate(text) if c in _LIKE and 0 < i < len(text) - 1]
    if not places or chance.random() < 0.25:
        at = chance.randrange(len(text))
        return text[:at] + text[at + 1 :]
    at = chance.choice(places)
    return text[:at] + _LIKE[text[at]] + text[at + 1 :]


def _other_date(text: str, chance: random.Random) -> str:
    day, month, year = text[:2], text[3:5], text[6:]
    kind = chance.random()
    if kind < 0.3 and int(day) <= 12:
        return f"{month}.{day}.{year}"
    if kind < 0.55:
        return f"01.01.{year}"
    if kind < 0.7:
        return f"00.00.{year}"
    return f"{chance.randrange(1, 29):02d}.{month}.{year}"
