"""Stores, invented pictures and the models of the tests: the quick extractor, so that a card takes a second."""

from __future__ import annotations

import dataclasses

import pytest

from api.biometrics.queue import work
from api.biometrics.settings import Models, models_in_use
from api.store.opening import open_store
from matcher.biometrics.cards.write import Contents, Transaction, write_card
from matcher.biometrics.synthetic.cards import prints
from matcher.biometrics.worker import default_worker
from models.biometrics import MediaFile, MediaKind
from tests.api.people import person
from tests.api.stores import any_settings, any_store, database, postgresql_server, settings, settings_at, store
from tests.matcher.biometrics.conftest import portrait, worker

__all__ = ["any_settings", "any_store", "database", "portrait", "postgresql_server", "settings", "store", "worker"]

FINGERS = (2, 7)
"""Positions on the tests' cards: both index fingers, which the search looks at."""
TRANSACTION = Transaction("REG", "20260101", "KZ", "TJ", "T-1")


@pytest.fixture(autouse=True, scope="session")
def quick_models():
    """mindtct instead of the network: thirty times quicker."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TULGA_FINGER_MODEL", "mindtct/1")
        yield
    default_worker().close()


@pytest.fixture(scope="session")
def models(quick_models) -> Models:
    return models_in_use()


@pytest.fixture(scope="session")
def cards():
    """A card file by (person, taking), of people who do not exist."""
    made: dict[tuple[int, int, bool], bytes] = {}

    def card(person: int, taking: int = 0, swapped: bool = False) -> bytes:
        key = person, taking, swapped
        if key not in made:
            taken = prints(person, taking, fingers=FINGERS)
            if swapped:
                boxes = reversed([p.position for p in taken])
                taken = tuple(dataclasses.replace(p, position=box) for p, box in zip(taken, boxes, strict=True))
            made[key] = write_card(TRANSACTION, Contents(prints=taken))
        return made[key]

    return card


@pytest.fixture(scope="session")
def card_file(cards):
    """The same as a file on its way in."""
    return lambda person, taking=0: MediaFile(MediaKind.FINGERPRINT_CARD, cards(person, taking), source="test")


@pytest.fixture(scope="session")
def photo_file(portrait):
    return MediaFile(MediaKind.PHOTO, portrait, taken_on="1984-01-01", source="test")


@pytest.fixture(scope="session")
def enrolled(models):
    """Empties the queue of a store; gives what became of each picture."""
    return lambda opened: list(work(opened, models, "test"))


@pytest.fixture(scope="session")
def known(tmp_path_factory, card_file, enrolled):
    """A store of ten people, of whom 3, 4 and 5 have a card; for tests that only read."""
    folder = tmp_path_factory.mktemp("known")
    opened = open_store(settings=settings_at(folder, f"sqlite:///{folder / 'store.sqlite3'}"))
    for number in range(10):
        opened.put(person(number))
    for number in (3, 4, 5):
        opened.shelf.add("tj", f"R-{number:06d}", [card_file(number)])
    assert [done.refused for done in enrolled(opened)] == [None] * 3
    yield opened
    opened.close()
