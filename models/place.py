"""Places, addresses and citizenship as received."""

from __future__ import annotations

from dataclasses import dataclass

from models.date import PartialDate


@dataclass(frozen=True, slots=True)
class Place:
    """A place of birth: the text as received and, where the source gives one, its country."""

    text: str
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Citizenship:
    """One citizenship with its dates; ``country`` is the text or code as received. A former one has ``until``."""

    country: str
    since: PartialDate | None = None
    until: PartialDate | None = None
    former: bool = False


@dataclass(frozen=True, slots=True)
class Registration:
    """Record-keeping at a place of stay or residence (item 9)."""

    address: str
    since: PartialDate | None = None
    until: PartialDate | None = None
    body: str | None = None


@dataclass(frozen=True, slots=True)
class Permit:
    """A permit for residence or the right to work (item 10)."""

    kind: str
    number: str | None = None
    since: PartialDate | None = None
    until: PartialDate | None = None
    right_to_work: bool | None = None


@dataclass(frozen=True, slots=True)
class Restriction:
    """A refusal of entry or restriction of exit with its term (item 11); ``open_ended`` must be said, never assumed."""

    kind: str
    since: PartialDate | None = None
    until: PartialDate | None = None
    open_ended: bool = False
    ground: str | None = None
