"""A small world for tests of the scorer: three comparators that keep the protocol, a model, and people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from matcher.comparator import Comparison
from matcher.features import Registry
from matcher.weights.model import digest, parse_model
from models.date import PartialDate
from models.name import Name
from models.person import Person, Sex
from models.presence import given, missing

LEVELS = ("missing", "different", "same")


@dataclass(frozen=True)
class Texts:
    codes: np.ndarray[Any, Any]
    share: np.ndarray[Any, Any]

    def __len__(self) -> int:
        return len(self.codes)

    def take(self, index: Any) -> Texts:
        return Texts(self.codes[index], self.share[index])


class ExactComparator:
    """Texts are the same or they differ; the share of a value is what ``shares`` says."""

    room = "synthetic"
    levels = LEVELS

    def __init__(self, attribute: str, pick: Any, shares: dict[str, float], own_bits: bool = False) -> None:
        self.attributes = (attribute,)
        self.pick, self.shares, self.own_bits = pick, shares, own_bits

    def normalise(self, person: Person) -> tuple[str]:
        return (self.pick(person),)

    def batch(self, rows: Sequence[tuple[str]]) -> Texts:
        texts = [r[0] for r in rows]
        share = np.array([self.shares.get(t, 0.001) for t in texts], np.float32)
        return Texts(np.array([0 if not t else hash(t) for t in texts], np.int64), share)

    def compare(self, a: Texts, b: Texts) -> Comparison:
        same = a.codes == b.codes
        level = np.where((a.codes == 0) | (b.codes == 0), 0, np.where(same, 2, 1)).astype(np.uint8)[:, None]
        share = np.where(level[:, 0] == 2, a.share, np.nan).astype(np.float32)[:, None]
        own = np.where(level == 2, 8.0, np.where(level == 1, -4.0, 0.0)).astype(np.float32) if self.own_bits else None
        return Comparison(level, share, own)

    def shown(self, person: Person) -> tuple[str]:
        return (self.pick(person),)

    def notes(self, a: Person, b: Person) -> tuple[tuple[str, ...]]:
        return (("same_letters",) if self.pick(a) == self.pick(b) else (),)


def person(surname: str = "", given_name: str = "", born: str = "", sex: str = "", **more: Any) -> Person:
    name = Name(given(surname) if surname else missing(), given(given_name) if given_name else missing())
    date = given(PartialDate(born)) if born else missing()
    return Person(names=(name,), birth_date=date, sex=given(Sex(sex)) if sex else missing(), **more)


def registry(own_bits: bool = False) -> Registry:
    shares = {"Рахимов": 0.01, "Кульманзода": 0.00001}
    return Registry(
        (
            ExactComparator("surname", lambda p: p.names[0].surname.value or "", shares, own_bits),
            ExactComparator("given_name", lambda p: p.names[0].given.value or "", {}),
            ExactComparator("birth_date", lambda p: p.birth_date.value.text if p.birth_date.value else "", {}),
            ExactComparator("sex", lambda p: str(p.sex.value or ""), {}),
        )
    )


def document(**changes: Any) -> dict[str, Any]:
    def weights(m: list[Any], u: list[Any], **more: Any) -> dict[str, Any]:
        return {"levels": list(LEVELS), "m": m, "u": u, "floor": -10, "ceiling": 16, **more}

    content: dict[str, Any] = {
        "format": 1,
        "version": "test",
        "attributes": {
            "surname": weights(
                [0.1, 0.1, 0.8],
                [0.1, 0.89, 0.01],
                own={"summed": [-30, 30], "calibrated": [-30, 30]},
                frequency={"damp": 1.0, "limit": 10, "reference": [None, None, -6.64]},
            ),
            "given_name": weights([0.1, 0.05, 0.85], [0.1, 0.89, 0.01]),
            "birth_date": weights([0.05, 0.05, 0.9], [0.05, 0.9499, 0.0001]),
            "sex": weights(
                [[0.1, 0.01, 0.89], [0.1, 0.2, 0.7], [0.1, 0.01, 0.89]],
                [[0.1, 0.45, 0.45], [0.1, 0.5, 0.4], [0.1, 0.02, 0.88]],
                parent="given_name",
                groups=[0, 1, 2],
            ),
        },
        "relations": {
            "gate_bits": -5,
            "competes": 0.05,
            "kinds": {
                "sibling": {
                    "count": 2.0,
                    "shared": ["surname"],
                    "offset": {"surname": [0, 0, 0], "given_name": [0, 0.1, -4], "birth_date": [0, 0, -6]},
                },
                "twin": {
                    "count": 0.03,
                    "shared": ["surname", "birth_date"],
                    "offset": {"surname": [0, 0, 0], "given_name": [0, 0.1, -4], "birth_date": [0, 0, 0]},
                },
            },
        },
        "prior": {"enrolled": 0.5, "relatives_enrolled": 0.5, "records": 1_000_000},
        "calibration": {"summed": [-60, 60], "calibrated": [-60, 60]},
        "families": {"names": ["surname", "given_name"], "birth": ["birth_date"]},
        "grades": {
            "certain": 0.999,
            "probable": 0.9,
            "possible": 0.02,
            "rules": [
                {"name": "two families", "cap": "probable", "families": 2, "bits": 5},
                {"name": "sex differs", "cap": "possible", "levels": {"sex": ["different"]}},
            ],
        },
    }
    content.update(changes)
    content["hash"] = digest(content)
    return content


def model(**changes: Any) -> Any:
    return parse_model(document(**changes))
