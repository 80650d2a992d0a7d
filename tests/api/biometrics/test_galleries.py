"""Galleries follow the store: what is added is found, what is deleted or inactive is not, in any process."""

from __future__ import annotations

import pytest

from api.biometrics.enrolling import sample
from api.biometrics.galleries import Galleries, samples
from api.biometrics.queue import again, waiting
from api.biometrics.settings import Models
from matcher.biometrics.pairs import Sample
from tests.api.people import person


@pytest.fixture(scope="session")
def probe(card_file, models) -> Sample:
    return sample((card_file(4, 1),), models)


@pytest.fixture
def two(store, card_file, enrolled):
    """Two people with cards, of whom R-000004 is the probe's."""
    for number in (4, 5):
        store.put(person(number))
        store.shelf.add("tj", f"R-{number:06d}", [card_file(number)])
    enrolled(store)
    return store


def found(store, galleries: Galleries, probe: Sample, *registers: str) -> list[str]:
    with store.view() as view:
        hits = [hit.record for hit in galleries.search(view.connection, probe, registers)]
        people = view.people(hits)
    return [people[number].record_id for number in hits]


def test_the_galleries_of_two_processes_follow_one_store(two, probe, models, card_file, enrolled):
    here, there = Galleries(two.shelf.keys, models), Galleries(two.shelf.keys, models)
    assert found(two, here, probe)[0] == found(two, there, probe)[0] == "R-000004"
    assert found(two, here, probe, "kz") == []
    two.delete("tj", "R-000004")
    assert found(two, here, probe) == found(two, there, probe) == ["R-000005"]
    assert len(here) == len(there) == 1
    two.put(person(4))
    two.shelf.add("tj", "R-000004", [card_file(4)])
    enrolled(two)
    assert found(two, here, probe)[0] == found(two, there, probe)[0] == "R-000004"


def test_an_inactive_encounter_is_kept_but_not_found(two, probe, models):
    (occasion,) = two.shelf.encounters("tj", "R-000004")
    two.shelf.set_active("tj", "R-000004", occasion.name, False)
    galleries = Galleries(two.shelf.keys, models)
    assert found(two, galleries, probe) == ["R-000005"]
    two.shelf.set_active("tj", "R-000004", occasion.name, True)
    assert found(two, galleries, probe)[0] == "R-000004"


def test_templates_of_another_model_never_meet(two, probe, models):
    other = Models(models.face, "leader/1")
    assert found(two, Galleries(two.shelf.keys, other), probe) == []
    with two.view() as view:
        numbers = [number for number, _ in view.features(range(1, 9))]
        assert samples(view.connection, two.shelf.keys, other, numbers) == {}
    assert again(two, models) == 0
    assert again(two, other) == 2
    assert waiting(two) == 2
