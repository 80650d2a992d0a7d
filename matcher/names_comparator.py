"""The names room behind the comparator protocol: three attributes, levels and bits of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matcher import names
from matcher.comparator import Comparison, Met, Normal
from models.name import Name
from models.person import Person
from models.presence import Value

_ROLES: Final = {"surname": 0, "given": 1, "patronymic": 2}
_MISSING: Final = names.LEVELS.index("missing")
LEVELS: Final = (*names.LEVELS, "explained")
"""`explained`: another name with an ordinary reason, told by the other parts (a married woman's surname)."""
_EXPLAINED: Final = LEVELS.index("explained")


class NamesComparator:
    """Comparator of ``surname``, ``given_name`` and ``patronymic``."""

    room: Final = "matcher.names"
    attributes: Final = ("surname", "given_name", "patronymic")
    levels: Final = LEVELS

    def normalise(self, person: Person) -> Normal:
        """Every distinct spelling, read once."""
        return names.normalise(spellings(person))

    def batch(self, rows: Sequence[Normal]) -> names.NameBatch:
        """Readings as numbers."""
        return names.batch(rows)

    def compare(self, a: names.NameBatch, b: names.NameBatch) -> Comparison:
        """Levels and bits of the best-fitting spellings; what crossing roles costs is taken from the parts that
        gain."""
        found = names.compare(a, b)
        unknown = np.full(found.levels.shape, np.nan, np.float32)
        bits = _charged(found.levels, found.bits, found.cross)
        return Comparison(_explained(found), unknown, bits, found)

    def shown(self, person: Person) -> tuple[str, ...]:
        """Each part in all spellings received, apart by a slash; a whole name stands for the surname."""
        parts = [_distinct(_part(n, role) for n in person.names) for role in _ROLES]
        parts[0] = _distinct([parts[0], *(n.whole for n in person.names)])
        return tuple(parts)

    def notes(self, a: Person, b: Person) -> tuple[tuple[str, ...], ...]:
        """The rules of the name grammar at work, for each part."""
        return self.notes_for(a, [b])[0]

    def notes_for(
        self, a: Person, others: Sequence[Person], met: Met[names.NameBatch] | None = None
    ) -> list[tuple[tuple[str, ...], ...]]:
        """The notes of one person with each of several, worked out together."""
        known = None if met is None else (met.a.take(met.at), met.b.take(met.at), met.detail.take(met.at))
        return [_notes(parts) for parts in names.explain_many(spellings(a), [spellings(b) for b in others], known)]


def _notes(parts: Iterable[names.Part]) -> tuple[tuple[str, ...], ...]:
    """Rules for each of the three attributes; those of the order stand with each."""
    found: list[tuple[str, ...]] = [(), (), ()]
    for part in parts:
        if part.role in _ROLES:
            found[_ROLES[part.role]] += part.rules
        else:
            found = [(*rules, *part.rules) for rules in found]
    return tuple(found)


def _explained(found: names.NameComparison) -> NDArray[np.uint8]:
    """Levels (n, 3), those of married women's surnames at ``explained``."""
    woman = (found.flags & names.WOMAN) > 0
    if not woman.any():
        return found.levels
    levels = found.levels.copy()
    levels[woman, 0] = _EXPLAINED
    return levels


def _charged(levels: NDArray[np.uint8], bits: NDArray[np.float32], cross: NDArray[np.float32]) -> NDArray[np.float32]:
    """Bits with the price of crossing shared out, in proportion to the gain, or evenly where nothing is gained."""
    at = np.flatnonzero(cross)
    if not len(at):
        return bits
    gain = np.maximum(bits[at], 0.0) + 1e-6 * (levels[at] != _MISSING)
    charged = bits.copy()
    charged[at] += cross[at, None] * gain / np.maximum(gain.sum(axis=1, keepdims=True), 1e-9)
    return charged


def spellings(person: Person) -> names.NameInput:
    """All spellings of a person; parts that one leaves out are those of another that has them.

    An earlier surname comes alone, a passport's Latin line without the patronymic: what is left out there is no less
    known, and a spelling that has less to disagree on must not be the one by which two brothers agree.
    """
    return tuple([_spelling(n, person) for n in person.names if not n.empty])


def _spelling(name: Name, person: Person) -> names.Spelling:
    if name.whole:
        return names.Spelling(whole=name.whole, script_hint=name.spelling)
    return names.Spelling(
        name.surname.value,
        name.given.value or _elsewhere(person, "given"),
        name.patronymic.value or _elsewhere(person, "patronymic"),
        name.spelling,
    )


def _elsewhere(person: Person, part: str) -> str | None:
    """The part in the first spelling that has it."""
    for name in person.names:
        if text := _part(name, part):
            return text
    return None


def _part(name: Name, role: str) -> str | None:
    value: Value[str] = getattr(name, role)
    return value.value


def _distinct(texts: Iterable[str | None]) -> str:
    return " / ".join(dict.fromkeys(t for t in texts if t))


COMPARATOR: Final = NamesComparator()
