"""Cards are compared finger by finger; a missing finger is missing; prints in the wrong box are found."""

from __future__ import annotations

from dataclasses import replace

import pytest

from benchmarks.biometrics import simulated
from matcher.biometrics.cards.compare import capped, compare_cards
from matcher.biometrics.cards.sequence import Fault, check_card, check_pair
from matcher.biometrics.evidence import card_evidence
from matcher.biometrics.types import CardTemplate, FingerTemplate
from matcher.biometrics.worker import Worker

FINGERS = (1, 2, 3, 6, 7)


@pytest.fixture(scope="module")
def own() -> CardTemplate:
    """A card."""
    return simulated.card(1, 0, FINGERS)


@pytest.fixture(scope="module")
def again() -> CardTemplate:
    """The same person, taken again."""
    return simulated.card(1, 1, FINGERS)


def moved(card: CardTemplate, order: dict[int, int]) -> CardTemplate:
    """The card with the print of box ``order[f]`` in box ``f``."""
    fingers: dict[int, FingerTemplate] = {f: replace(card.fingers[order.get(f, f)], position=f) for f in card.fingers}
    return CardTemplate(fingers)


def test_a_card_agrees_with_itself_taken_again(own: CardTemplate, again: CardTemplate, worker: Worker) -> None:
    """All fingers speak for it, and the sum stays within the cap."""
    compared = compare_cards(own, again, worker)
    assert set(compared.fingers) == set(FINGERS)
    assert 20 < compared.bits <= 40
    evidence = card_evidence(compared)
    assert evidence is not None
    assert evidence.level == "similar"
    assert len(evidence.notes) == 5


def test_another_person_disagrees(own: CardTemplate, worker: Worker) -> None:
    """Fingers together speak against."""
    assert compare_cards(own, simulated.card(2, 0, FINGERS), worker).bits < -5


def test_missing_fingers_say_nothing(own: CardTemplate, again: CardTemplate, worker: Worker) -> None:
    """One common finger still speaks; none is no evidence at all."""
    one = CardTemplate({2: again.fingers[2]})
    assert compare_cards(own, one, worker).bits > 3
    nothing = compare_cards(own, CardTemplate({9: again.fingers[2]}), worker)
    assert (nothing.bits, card_evidence(nothing)) == (0, None)


def test_the_weight_of_a_card_is_bounded() -> None:
    """However many fingers agree."""
    assert (capped(90.0), capped(-90.0), capped(3.0)) == (40.0, -40.0, 3.0)


def test_prints_in_their_own_boxes_raise_nothing(own: CardTemplate, again: CardTemplate, worker: Worker) -> None:
    """No false alarm."""
    assert check_card(own, worker) == ()
    assert check_pair(own, again, worker) == ()


def test_one_finger_in_two_boxes_is_found(own: CardTemplate, again: CardTemplate, worker: Worker) -> None:
    """The index finger printed as middle finger too."""
    twice = CardTemplate({**own.fingers, 3: replace(again.fingers[2], position=3)})
    (fault,) = check_card(twice, worker)
    assert (fault.fault, fault.positions) == (Fault.SAME_FINGER_TWICE, (2, 3))


def test_swapped_fingers_are_found(own: CardTemplate, again: CardTemplate, worker: Worker) -> None:
    """Between two cards, and between the rolled and plain impressions of one."""
    swapped = moved(again, {2: 3, 3: 2})
    (fault,) = check_pair(own, swapped, worker)
    assert (fault.fault, fault.positions) == (Fault.SWAPPED, (2, 3))
    within = replace(own, control=swapped.fingers)
    assert [f.fault for f in check_card(within, worker)] == [Fault.SWAPPED]


def test_left_taken_for_right_is_found(own: CardTemplate, again: CardTemplate, worker: Worker) -> None:
    """Whole hands in each other's place."""
    faults = check_pair(own, moved(again, {1: 6, 6: 1, 2: 7, 7: 2}), worker)
    assert faults[0].fault is Fault.WRONG_HAND
    assert faults[0].positions == (1, 2, 6, 7)


def test_a_single_print_in_a_strange_box_is_found(own: CardTemplate, again: CardTemplate, worker: Worker) -> None:
    """Only one card has the finger there."""
    (fault,) = check_pair(own, CardTemplate({6: replace(again.fingers[3], position=6)}), worker)
    assert (fault.fault, fault.positions) == (Fault.MISPLACED, (3, 6))
