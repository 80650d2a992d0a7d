"""Candidate keys: short texts that two records of one person nearly always share at least one of.

Most keys join two or three parts, so that they are shared by few; those that many share (kinds of ``BROAD``) answer
queries that hold nothing else, or whose other parts are all misspelt. Parts are folded so far that spelling habits do
not part them: skeletons of names, day and month in order of size, a document number without its zeros.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from matcher.comparator import Normal
from matcher.dates.packing import DAY_SHIFT, MONTH_SHIFT, YEAR_SHIFT
from matcher.features import ROOMS, Row
from matcher.names.keys import Folded, folded, other_honorifics

KEY_VERSION: Final = 4
"""Raised whenever ``keys`` makes other keys; an index of another version is rebuilt."""

RESORT: Final = frozenset({"g", "gf", "sy", "gy", "py", "gp"})
"""Kinds of keys for a search whose other keys are all spoilt. A batch job does without: they make too many pairs."""

BROAD: Final = frozenset({"s", "d", "sg"}) | RESORT
"""Kinds of keys that many people share; used when the narrow ones find too little."""

PREFIX: Final = 2
"""Sounds at the beginning of surname and given name that stand for them where both are misspelt further on."""
SHORTEST: Final = 6
LONGEST: Final = 13
"""Digits of a number whose slips are tried: a shorter one would meet too many strangers."""


Add = Callable[[str], None]


class Parts(NamedTuple):
    """What the keys of a record are joined of; each part comes from what one comparator keeps."""

    names: Folded
    date: tuple[int, str] = (0, "")
    """The year, and day and month in order of size (empty when one is unknown)."""
    birthplace: str = ""
    homes: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    personal: tuple[str, ...] = ()


def keys(row: Row) -> list[str]:
    """The candidate keys of a record, ``kind:parts``, without repeats."""
    return joined(Parts(*[part(row[place]) for place, part in _PARTS]))


def joined(parts: Parts) -> list[str]:
    """The candidate keys of a record whose parts were told apart already (``PARTS``)."""
    names, (year, day), birthplace, homes, documents, personal = parts
    made = [f"n:{number}" for number in dict.fromkeys((*documents, *personal))]
    add = made.append  # loops, not lists put together: most have one turn
    for surname in names.surnames:
        add(f"s:{surname}")
    for given in names.givens:
        add(f"g:{given}")
    _pair_keys(names, year, day, add)
    _father_keys(names, add)
    _place_keys(names, birthplace, homes, add)
    if year:
        _year_keys(names, year, add)
    if year and day:
        _day_keys(names, f"{year}{day}", add)
    return made


def blocking_keys(row: Row) -> list[str]:
    """The candidate keys under which a batch job puts records together: all but those of last resort."""
    return lasting(keys(row))


def lasting(made: Iterable[str]) -> list[str]:
    """Those of some keys that are not of last resort."""
    return [key for key in made if key.partition(":")[0] not in RESORT]


def _place_keys(names: Folded, birthplace: str, homes: Sequence[str], add: Add) -> None:
    """One name and the home; the given name and the birthplace."""
    for home in homes:
        for surname in names.surnames:
            add(f"sh:{surname}|{home}")
        for given in names.givens:
            add(f"gh:{given}|{home}")
    if birthplace:
        for given in names.givens:
            add(f"gp:{given}|{birthplace}")


def _homes(addresses: Normal) -> tuple[str, ...]:
    """Street, house and flat of addresses that have a house; the settlement may be written in too many ways."""
    return tuple(dict.fromkeys(["|".join(address[1:]) for address in addresses if address[1] and address[2]]))


def _birthplace(place: Normal) -> str:
    """The settlement of birth, as it sounds where no table knows it, else its district or region."""
    settlement, district, region, _, sounds, _ = place
    return str(settlement[0] if settlement else sounds or (district or region or ("",))[0])


def _pair_keys(names: Folded, year: int, day: str, add: Add) -> None:
    """Surname with given name, in either order (forms are filled in wrongly), alone and with one thing more."""
    for pair in _unordered(names.pairs):
        add(f"sg:{pair}")
        for father in names.fathers:
            add(f"sgf:{pair}|{father}")
        _dated_pair_keys(pair, year, day, add)


def _unordered(pairs: Iterable[tuple[str, str]]) -> Iterable[str]:
    return dict.fromkeys([f"{s}|{g}" if s < g else f"{g}|{s}" for s, g in pairs])


def _dated_pair_keys(pair: str, year: int, day: str, add: Add) -> None:
    if day:
        add(f"sgm:{pair}|{day}")
    if year:
        add(f"sgy:{pair}|{year}")


def _father_keys(names: Folded, add: Add) -> None:
    for given in names.givens:
        for father in names.fathers:
            add(f"gf:{given}|{father}")


def wider(row: Row) -> list[str]:
    """More keys for a query whose own have found next to nothing: its names may stand in each other's place, its given
    name may have an honorific more or less, its number a slip. Records are not kept under them, so they cost the index
    nothing."""
    turned = tuple((given, surname, father, sure) for surname, given, father, sure in row[_NAMES] if surname and given)
    names, (year, day) = folded(turned), _date(row[_DATE])
    numbers = dict.fromkeys(number for place in _DOCUMENTS for number in _numbers(row[place]))
    made = [f"n:{number}" for near in numbers for number in _slips(near)]
    _pair_keys(names, year, day, made.append)
    for pair in _unordered(other_honorifics(row[_NAMES])):
        _dated_pair_keys(pair, year, day, made.append)
    return list(dict.fromkeys(made))


def _slips(number: str) -> Iterator[str]:
    """Numbers that one slip of the pen makes of a number: a digit wrong, missing, added, or two in the wrong order."""
    if not (SHORTEST <= len(number) <= LONGEST and number.isdecimal()):
        return
    for i, digit in enumerate(number):
        yield (number[:i] + number[i + 1 :]).lstrip("0")
        yield (number[:i] + number[i + 1 : i + 2] + digit + number[i + 2 :]).lstrip("0")
        for other in "0123456789":
            yield (number[:i] + other + number[i + 1 :]).lstrip("0")
            yield (number[:i] + other + number[i:]).lstrip("0")
    yield from (number + other for other in "0123456789")


def _year_keys(names: Folded, year: int, add: Add) -> None:
    """One name and the year, alone and with the father's name: for a changed surname, or a misheard given name."""
    for start in dict.fromkeys([f"{s[:PREFIX]}|{g[:PREFIX]}" for s, g in names.pairs]):
        add(f"py:{start}|{year}")
    for surname in names.surnames:
        add(f"sy:{surname}|{year}")
        for father in names.fathers:
            add(f"sfy:{surname}|{father}|{year}")
    for given in names.givens:
        add(f"gy:{given}|{year}")
        for father in names.fathers:
            add(f"gfy:{given}|{father}|{year}")


def _day_keys(names: Folded, date: str, add: Add) -> None:
    """The whole birth date, alone and with one name."""
    add(f"d:{date}")
    for surname in names.surnames:
        add(f"sd:{surname}|{date}")
    for given in names.givens:
        add(f"gd:{given}|{date}")
    for father in names.fathers:
        add(f"fd:{father}|{date}")


def _numbers(packed: Normal) -> tuple[str, ...]:
    """Digits of documents or personal numbers, without zeros in front; whatever their kind and series."""
    return tuple(dict.fromkeys([f"{number[0]:x}" for number in packed]))


def _date(date: Normal) -> tuple[int, str]:
    """The year, and day and month in order of size (``MMDD`` or ``DDMM``; empty when one is unknown)."""
    packed = date[0]
    month, day = packed >> MONTH_SHIFT & 15, packed >> DAY_SHIFT & 31
    return packed >> YEAR_SHIFT, f"{min(month, day):02d}{max(month, day):02d}" if month and day else ""


PARTS: Final[Mapping[str, Callable[[Normal], Any]]] = {
    "matcher.names_comparator": folded,
    "matcher.dates": _date,
    "matcher.places": _birthplace,
    "matcher.addresses": _homes,
    "matcher.documents": _numbers,
    "matcher.documents.personal": _numbers,
}
"""For each room that keys come from, what makes its part of them of what its comparator keeps; in the order of
``Parts``."""

_PLACES: Final = {room: 1 + ROOMS.index(room) for room in PARTS}
_PARTS: Final = tuple((_PLACES[room], part) for room, part in PARTS.items())
_NAMES: Final = _PLACES["matcher.names_comparator"]
_DATE: Final = _PLACES["matcher.dates"]
_DOCUMENTS: Final = (_PLACES["matcher.documents"], _PLACES["matcher.documents.personal"])
