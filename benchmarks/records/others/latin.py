"""A body that writes Latin letters only: surnames of random syllables, lower case, ISO dates, prefixed numbers."""

from __future__ import annotations

import random
from typing import Final

from benchmarks.records.others.world import Human, Row, words

_SOUNDS: Final = (("kh", "h"), ("zh", "j"), ("y", "i"), ("q", "k"), ("sh", "ch"), ("ai", "ay"), ("ev", "yev"),
                  ("j", "dzh"), ("u", "ou"), ("iya", "ia"), ("ks", "x"), ("oy", "oi"))  # fmt: skip
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"


class LatinBody:
    """See the module."""

    name = "latin"

    def __init__(self, seed: int) -> None:
        chance = random.Random(seed)
        self._surnames = [_syllables(chance, chance.choice((2, 3, 3)), words("latin", "suffixes")) for _ in range(9000)]
        self._villages = [_syllables(chance, 3, ["", "abad", "kol", "kent"]) for _ in range(700)]

    def surname(self, chance: random.Random) -> str:
        """A family's surname, masculine."""
        return self._surnames[int(chance.random() ** 1.8 * len(self._surnames))]

    def given(self, chance: random.Random, female: bool) -> str:
        """A given name."""
        names = words("latin", "female") if female else words("latin", "male")
        base = names[int(chance.random() ** 1.5 * len(names))]
        return base + chance.choice(("", "", "", "", "gul", "oy") if female else ("", "", "", "", "bek", "jon", "zhan"))

    def place(self, chance: random.Random) -> str:
        """A birth place."""
        return chance.choice(words("latin", "towns") if chance.random() < 0.6 else self._villages)

    def document(self, chance: random.Random) -> str:
        """Series and number of a document."""
        return f"{chance.choice('NA')}{chance.randrange(10**8):08d}"

    def record(self, human: Human) -> Row:
        """The person's row without an error."""
        feminine = "a" if human.female and human.surname.endswith(("ov", "ev", "in")) else ""
        return {
            "surname_latin": human.surname + feminine,
            "given_latin": human.given,
            "patronymic_latin": human.father + ("ovna" if human.female else "ovich"),
            "sex": "F" if human.female else "M",
            "birth_date": human.born.isoformat(),
            "birth_place": human.place,
            "document_number": human.document,
        }

    def spoil(self, row: Row, chance: random.Random) -> list[str]:
        """Errors made in the row; answers their names."""
        errors = []
        for name, rate, change in (
            ("surname_latin", 0.3, _respelt), ("given_latin", 0.25, _respelt), ("patronymic_latin", 0.2, _respelt),
            ("birth_date", 0.12, _other_date), ("birth_place", 0.12, _respelt),
        ):  # fmt: skip
            if row[name] and chance.random() < rate:
                row[name] = change(row[name], chance)
                errors.append(name)
        for name, rate in (("patronymic_latin", 0.2), ("birth_place", 0.15), ("document_number", 0.45), ("sex", 0.02)):
            if chance.random() < rate:
                row[name] = ""
                errors.append(f"no {name}")
        if chance.random() < 0.04:
            row["surname_latin"], row["given_latin"] = row["given_latin"], row["surname_latin"]
            errors.append("swapped")
        return errors


def _syllables(chance: random.Random, count: int, endings: list[str]) -> str:
    return "".join(chance.choices(words("latin", "syllables"), k=count)) + chance.choice(endings)


def _respelt(text: str, chance: random.Random) -> str:
    """Another way to write a sound, or a slip of a finger."""
    sounds = [(a, b) for a, b in _SOUNDS if a in text]
    if sounds and chance.random() < 0.5:
        return text.replace(*chance.choice(sounds), 1)
    at = chance.randrange(len(text))
    return chance.choice((text[:at] + text[at + 1 :], text[:at] + chance.choice(_LETTERS) + text[at + 1 :],
                          text[:at] + chance.choice(_LETTERS) + text[at:]))  # fmt: skip


def _other_date(text: str, chance: random.Random) -> str:
    year, month, day = text[:4], text[5:7], text[8:]
    kind = chance.random()
    if kind < 0.35 and int(day) <= 12:
        return f"{year}-{day}-{month}"
    if kind < 0.6:
        return f"{year}-01-01"
    return f"{int(year) + chance.choice((-1, 1, 10))}-{month}-{min(int(day), 28):02d}"
