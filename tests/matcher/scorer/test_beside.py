"""Pictures beside the data: bounded doubt about other data, and data that contradict still count."""

from __future__ import annotations

import numpy as np
import pytest

from matcher.features import batch, normalise
from matcher.scorer import score
from matcher.scorer.beside import Beside
from matcher.scorer.prior import search_prior
from matcher.weights import default_model
from models.flat import read_flat

NAN = float("nan")
KINDS = ("face", "fingerprints")


def features(**row: str):
    return batch([normalise(read_flat({"record_id": "R", **row}, "kz"))])


MINE = features(surname_ru="Чужой", given_ru="Иван", birth_date="1999-05-07", sex="M")
STRANGER = features(surname_ru="Сафаралиев", given_ru="Дилшод", birth_date="1987-03-14", sex="M")


def probability(pictures: list[float], records: int, other=STRANGER) -> float:
    beside = Beside(KINDS, np.array([pictures], np.float32))
    model = default_model()
    return float(score(MINE, other, model, search_prior(records, model), beside).probability[0])


@pytest.mark.parametrize("records", [3, 1000, 100_000])
def test_a_face_does_not_outvote_a_stranger_s_data(records: int) -> None:
    """Ten bits for one person, ten bits at most against it: no more probable than before anybody looked."""
    assert probability([10.0, NAN], records) < 1.5 / records
    assert probability([10.0, NAN], records) > probability([NAN, NAN], records)


def test_fingers_do_and_the_data_bound_how_far() -> None:
    """Forty bits less ten."""
    assert probability([NAN, 40.0], 1000) > 0.999
    assert probability([NAN, 20.0], 100_000) < 0.1


def test_without_pictures_nothing_changes() -> None:
    model = default_model()
    prior = search_prior(1000, model)
    plain = score(MINE, STRANGER, model, prior).probability
    assert probability([NAN, NAN], 1000) == pytest.approx(float(plain[0]))


def test_fingers_against_one_person_count_beside_data_for_it() -> None:
    assert probability([NAN, -20.0], 1000, MINE) < probability([NAN, NAN], 1000, MINE)
