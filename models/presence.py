"""Four ways a value can stand in a record; they mean different things to a comparator and to a reader."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

T = TypeVar("T")
U = TypeVar("U")


class Presence(StrEnum):
    """Whether a value is there, and if not, why not."""

    GIVEN = "given"
    """The source states the value."""
    ABSENT = "absent"
    """The source states that the person has none (no patronymic, no fingerprint card)."""
    UNKNOWN = "unknown"
    """The source does not know, or says nothing."""
    WITHHELD = "withheld"
    """The source knows and does not tell (Art. 6 is a *may*)."""


@dataclass(frozen=True, slots=True)
class Value(Generic[T]):
    """A value with its presence; ``value`` is set exactly when ``state`` is GIVEN."""

    state: Presence = Presence.UNKNOWN
    value: T | None = None

    def __post_init__(self) -> None:
        if (self.state is Presence.GIVEN) != (self.value is not None):
            raise ValueError("a value is set exactly when its state is 'given'")

    @property
    def given(self) -> bool:
        """Whether the value is there."""
        return self.state is Presence.GIVEN

    def map(self, f: Callable[[T], U]) -> Value[U]:
        """The same presence with the value put through ``f``."""
        return Value(self.state, None if self.value is None else f(self.value))


def given(value: T) -> Value[T]:
    """A value that the source states."""
    return Value(Presence.GIVEN, value)


def missing(state: Presence = Presence.UNKNOWN) -> Value[T]:
    """No value, with the reason why."""
    return Value(state, None)
