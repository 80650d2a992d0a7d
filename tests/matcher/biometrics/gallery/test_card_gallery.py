"""A search over cards finds the mate, whatever fingers are missing, and forgets what is deleted."""

from __future__ import annotations

import pytest

from benchmarks.biometrics import simulated
from matcher.biometrics.gallery.cards import CardGallery
from matcher.biometrics.types import CardTemplate
from models.errors import BadValue

POSITIONS = (2, 3, 7, 8)
PEOPLE = 24


@pytest.fixture(scope="module")
def cards() -> list[CardTemplate]:
    """Cards of simulated people."""
    return [simulated.card(person, 0, POSITIONS) for person in range(PEOPLE)]


@pytest.fixture
def gallery(tmp_path, cards: list[CardTemplate]) -> CardGallery:
    """A gallery of them all."""
    made = CardGallery(tmp_path, simulated.MODEL)
    made.add([f"p{k}" for k in range(PEOPLE)], cards)
    return made


def test_the_mate_stands_first(gallery: CardGallery) -> None:
    """Another taking of a person's fingers, far before the next."""
    for person in (0, 7, 23):
        first, second = gallery.candidates(simulated.card(person, 1, POSITIONS), 2)
        assert first[0] == f"p{person}"
        assert first[1] > 2 * second[1]


def test_missing_fingers_are_missing(gallery: CardGallery, cards: list[CardTemplate]) -> None:
    """A probe with one finger is searched by it; a card without that finger is not held to be another person's."""
    one = CardTemplate({7: simulated.finger(5, 7, 1)})
    assert gallery.candidates(one, 1)[0][0] == "p5"
    gallery.add(["half"], [CardTemplate({2: cards[9].fingers[2]})])
    found = [record for record, _ in gallery.candidates(CardTemplate({2: simulated.finger(9, 2, 1)}), 2)]
    assert sorted(found) == ["half", "p9"]
    assert gallery.candidates(CardTemplate({1: simulated.finger(9, 1, 1)}), 2) == []


def test_a_deleted_card_leaves_no_codes_behind(tmp_path, gallery: CardGallery, cards: list[CardTemplate]) -> None:
    """Neither in an answer nor on the disk, also after the gallery is opened again."""
    codes = cards[4].fingers[2].codes
    row = codes[0].tobytes()
    assert row in (tmp_path / "finger-02.codes").read_bytes()
    assert gallery.delete("p4") == 1
    assert row not in (tmp_path / "finger-02.codes").read_bytes()
    again = CardGallery(tmp_path, simulated.MODEL)
    assert len(again) == PEOPLE - 1
    assert "p4" not in {record for record, _ in again.candidates(simulated.card(4, 1, POSITIONS), PEOPLE)}
    again.add(["new"], [cards[4]])
    assert again.candidates(simulated.card(4, 1, POSITIONS), 1)[0][0] == "new"


def test_templates_of_two_extractors_never_meet(tmp_path, gallery: CardGallery) -> None:
    """A gallery is of one extractor."""
    assert len(gallery) == PEOPLE
    with pytest.raises(BadValue):
        CardGallery(tmp_path, "mindtct/1")
