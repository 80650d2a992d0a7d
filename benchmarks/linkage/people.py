"""Made people in Latin letters: plain columns, a fifth of the records spoilt copies of the others. Nobody exists.

The columns, sizes and rates are those of the usual synthetic benchmark of linkage tools (names by a power law, 30 % of
copies with a spoilt surname, documents replaced or left out), so that figures on it mean what theirs mean.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

COLUMNS: Final = ("surname", "given_name", "patronymic", "dob", "sex", "birthplace", "docno")
_SYLLABLES: Final = (
    "a ab ai ak al ba bek bi bo da di du er fa ga gul ha is ja ka ki kh la ma mi mu na ni nur om ra ri ru "
    "sa se sha ta ti um ur va ya zha zi"
)
_ENDINGS: Final = ("ov", "ev", "in", "zoda", "uly", "i", "yan", "enko")
_SPELLINGS: Final = (("kh", "h"), ("zh", "j"), ("sh", "s"), ("ai", "ay"), ("ov", "of"), ("ev", "ew"), ("u", "oo"))
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
_COPIES: Final = 5
"""One record in so many is a copy."""

Texts = NDArray[Any]


def write_people(size: int, path: Path, seed: int) -> None:
    """``size`` records into a Parquet file: unique_id, COLUMNS, cluster (the truth); the same seed, the same bytes."""
    numbers, chance = np.random.default_rng(seed), random.Random(seed)
    copies = size // _COPIES
    people = _people(size - copies, numbers)
    parents = numbers.integers(0, size - copies, copies)
    spoilt = [_spoil([people[c][i] for c in COLUMNS], people, chance) for i in parents.tolist()]
    order = pa.array(numbers.permutation(size))
    columns = {
        name: pa.array([*people[name].tolist(), *(row[k] for row in spoilt)], pa.string()).take(order)
        for k, name in enumerate(COLUMNS)
    }
    cluster = pa.array(np.concatenate([np.arange(size - copies), parents])).take(order)
    pq.write_table(pa.table({"unique_id": pa.array(np.arange(size)), **columns, "cluster": cluster}), path)


def _people(count: int, numbers: np.random.Generator) -> dict[str, Texts]:
    female = numbers.random(count) < 0.45
    surname = _drawn(_names(20_000, _ENDINGS, 1), 0.75, count, numbers)
    surname = np.where(female & np.array([s.endswith(("ov", "ev", "in")) for s in surname]), surname + "a", surname)
    men, women = _names(1_200, ("", "jon", "bek"), 2), _names(1_200, ("a", "gul", "iya"), 3)
    father = _drawn(men, 0.8, count, numbers)
    born = np.datetime64("1945-01-01") + numbers.integers(0, 365 * 62, count).astype("timedelta64[D]")
    document = [f"{a}{b:08d}" for a, b in zip(numbers.choice(["N", "A", "PA", "C"], count).tolist(),
                                              numbers.integers(0, 10**8, count).tolist(), strict=True)]  # fmt: skip
    return {
        "surname": surname,
        "given_name": np.where(female, _drawn(women, 0.8, count, numbers), _drawn(men, 0.8, count, numbers)),
        "patronymic": _without(father + np.where(female, "ovna", "ovich").astype(object), 0.10, numbers),
        "dob": np.datetime_as_string(born).astype(object),
        "sex": np.where(female, "F", "M").astype(object),
        "birthplace": _without(
            _drawn(_names(1_500, ("", "kol", "abad", "kent"), 4), 0.8, count, numbers), 0.08, numbers
        ),
        "docno": _without(np.array(document, object), 0.15, numbers),
    }


def _names(count: int, endings: Sequence[str], seed: int) -> Texts:
    """``count`` names of two to four syllables and an ending."""
    chance = random.Random(seed)
    syllables, found = _SYLLABLES.split(), dict[str, None]()
    while len(found) < count:
        found["".join(chance.choices(syllables, k=chance.choice((2, 3, 3, 4)))) + chance.choice(endings)] = None
    return np.array(list(found), object)


def _drawn(names: Texts, slope: float, count: int, numbers: np.random.Generator) -> Texts:
    """Names by a power law: the first is the most common."""
    weight = 1.0 / np.arange(1, len(names) + 1) ** slope
    return np.asarray(names[numbers.choice(len(names), count, p=weight / weight.sum())])


def _without(values: Texts, share: float, numbers: np.random.Generator) -> Texts:
    left = values.copy()
    left[numbers.random(len(left)) < share] = None
    return left


def _spoil(row: list[str | None], people: dict[str, Texts], chance: random.Random) -> list[str | None]:
    """A copy of a person's row as another clerk would have typed it."""
    surname, given, patronymic, born, sex, place, document = row
    if sex == "F" and chance.random() < 0.08:
        surname = str(chance.choice(people["surname"][:2000]))
    for _ in range((chance.random() < 0.30) + (chance.random() < 0.08)):
        surname = _typo(surname, chance)
    given = _typo(given, chance) if chance.random() < 0.25 else given
    patronymic = None if chance.random() < 0.20 else _typo(patronymic, chance) if chance.random() < 0.25 else patronymic
    born = None if chance.random() < 0.03 else _other_date(born, chance) if chance.random() < 0.12 else born
    document = _other_document(document, chance)
    kind = chance.random()
    place = None if kind < 0.15 else _typo(place, chance) if kind < 0.25 else place
    if chance.random() < 0.04:
        surname, given = given, surname
    return [surname, given, patronymic, born, None if chance.random() < 0.01 else sex, place, document]


def _typo(text: str | None, chance: random.Random) -> str | None:
    """Another spelling of a sound, or one slip of a finger."""
    if not text:
        return text
    sounds = [(a, b) for a, b in _SPELLINGS if a in text]
    if sounds and chance.random() < 0.35:
        return text.replace(*chance.choice(sounds), 1)
    at, letter = chance.randrange(len(text)), chance.choice(_LETTERS)
    kinds = (text[:at] + text[at + 1 :], text[:at] + letter + text[at + 1 :], text[:at] + letter + text[at:],
             text[: at - 1] + text[at] + text[at - 1] + text[at + 1 :] if at else text)  # fmt: skip
    return chance.choice(kinds) or text


def _other_date(text: str | None, chance: random.Random) -> str | None:
    if not text:
        return text
    year, month, day = text[:4], text[5:7], text[8:]
    kind = chance.random()
    if kind < 0.3 and int(day) <= 12:
        return f"{year}-{day}-{month}"
    if kind < 0.6:
        return f"{year}-01-01"
    return f"{int(year) + chance.choice((-1, 1, 10))}-{month}-{min(int(day), 28):02d}"


def _other_document(text: str | None, chance: random.Random) -> str | None:
    kind = chance.random()
    if kind < 0.35:
        return None
    if kind < 0.60:
        return f"{chance.choice(('N', 'A', 'PA', 'C'))}{chance.randrange(10**8):08d}"
    return _typo(text, chance) if kind < 0.70 else text
