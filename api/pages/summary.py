"""What the list of candidates says of one: its name and dates as received, and the evidence that weighs most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from api.language import current_language

FOR, AGAINST = 4, 2
"""Pieces of evidence for and against that are shown with a candidate in the list."""
WEIGHTY: Final = 0.5
"""Bits below which a piece of evidence is not worth a line in the list."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of evidence in the reader's words."""

    attribute: str
    level: str
    bits: float
    reason: str
    values: tuple[str, str]
    notes: tuple[str, ...]

    @property
    def silent(self) -> bool:
        """Whether there was nothing to compare on a side."""
        return self.level == "missing" and self.bits == 0


@dataclass(frozen=True, slots=True)
class Summary:
    """A candidate as the list shows it."""

    name: str
    other_names: tuple[str, ...]
    """The other spellings, where the source gives each part in as many."""
    birth: str
    place: str
    document: str
    record_id: str
    register: str
    grade: str
    probability: float
    bits: float
    relation: str | None
    key: tuple[Piece, ...]


def summary(candidate: Mapping[str, Any]) -> Summary:
    """The candidate of an answer (``api.routes.writing.candidate``) for the list."""
    found = pieces(candidate["evidence"])
    values = {p.attribute: p.values[1] for p in found}
    weighty = sorted((p for p in found if abs(p.bits) >= WEIGHTY), key=lambda p: -p.bits)
    speaking_for, against = ([p for p in weighty if (p.bits > 0) is positive] for positive in (True, False))
    names = spellings([values.get(part, "") for part in ("surname", "given_name", "patronymic")])
    return Summary(
        name=names[0] if names else "",
        other_names=names[1:],
        birth=values.get("birth_date", ""),
        place=values.get("birth_place", ""),
        document=values.get("document", ""),
        record_id=candidate["record_id"],
        register=candidate["register"],
        grade=candidate["grade"],
        probability=candidate["probability"],
        bits=candidate["bits"],
        relation=candidate["relation"],
        key=(*speaking_for[:FOR], *against[-AGAINST:]),
    )


def spellings(parts: Sequence[str]) -> tuple[str, ...]:
    """Whole names from parts that hold their spellings with `` / `` between (as ``Comparator.shown`` writes them).

    A part that is there in fewer spellings than another is not guessed into the rest.
    """
    variants = [part.split(" / ") for part in parts if part]
    most = max(map(len, variants), default=0)
    names = (" ".join(v[n] for v in variants if n < len(v)) for n in range(most) if n == 0 or _whole(variants, n))
    return tuple(dict.fromkeys(names))


def _whole(variants: Sequence[Sequence[str]], number: int) -> bool:
    return all(number < len(v) for v in variants)


def pieces(evidence: Sequence[Mapping[str, Any]]) -> tuple[Piece, ...]:
    """Evidence as sent, with the reason in the reader's language."""
    language = current_language()
    return tuple(
        Piece(
            attribute=e["attribute"],
            level=e["level"],
            bits=e["bits"],
            reason=e["reason"].get(language, ""),
            values=(e["values"][0], e["values"][1]),
            notes=tuple(e["notes"]),
        )
        for e in evidence
    )
