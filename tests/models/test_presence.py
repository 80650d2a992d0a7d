"""What a reader may rely on about missing values."""

import pytest

from models.presence import Presence, Value, given, missing


def test_a_given_value_carries_it():
    assert given("Али").given
    assert given("Али").value == "Али"


@pytest.mark.parametrize("state", [Presence.ABSENT, Presence.UNKNOWN, Presence.WITHHELD])
def test_the_three_kinds_of_missing_stay_apart(state):
    assert missing(state).state is state
    assert not missing(state).given
    assert len({missing(s) for s in Presence if s is not Presence.GIVEN}) == 3


def test_a_given_value_without_a_value_cannot_be_made():
    with pytest.raises(ValueError, match="given"):
        Value(Presence.GIVEN, None)


def test_a_missing_value_with_a_value_cannot_be_made():
    with pytest.raises(ValueError, match="given"):
        Value(Presence.ABSENT, "x")


def test_map_keeps_the_presence():
    assert given("3").map(int) == given(3)
    assert missing(Presence.WITHHELD).map(int) == missing(Presence.WITHHELD)
