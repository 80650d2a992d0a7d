"""What the list of candidates says of one: its name and dates as received, and the evidence that weighs most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from api.language import current_language
from api.pages import labels, values

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
    def said(self) -> str:
        """The reason as it stands beside the attribute's name, which it then need not repeat."""
        name = labels.attribute(self.attribute)
        return sentence(self.reason.removeprefix(f"{sentence(name)}: "))

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
    facts: tuple[str, ...]
    """Birth date and place, citizenship and document, as far as they are given."""
    record_id: str
    register: str
    grade: str
    probability: float
    bits: float
    relation: str | None
    reading: str | None
    conflict: bool
    key: tuple[Piece, ...]


def summary(candidate: Mapping[str, Any]) -> Summary:
    """The candidate of an answer (``api.routes.writing.candidate``) for the list."""
    found = pieces(candidate["evidence"])
    given = {p.attribute: p.values[1] for p in found}
    weighty = sorted((p for p in found if abs(p.bits) >= WEIGHTY), key=lambda p: -p.bits)
    speaking_for, against = ([p for p in weighty if (p.bits > 0) is positive] for positive in (True, False))
    names = spellings([given.get(part, "") for part in ("surname", "given_name", "patronymic")])
    return Summary(
        name=names[0] if names else "",
        other_names=names[1:],
        facts=facts({name: given.get(name, "") for name in ("birth_date", "birth_place", "citizenship", "document")}),
        record_id=candidate["record_id"],
        register=candidate["register"],
        grade=candidate["grade"],
        probability=candidate["probability"],
        bits=candidate["bits"],
        relation=candidate["relation"],
        reading=candidate.get("reading"),
        conflict=candidate.get("conflict", False),
        key=(*speaking_for[:FOR], *against[-AGAINST:]),
    )


def facts(texts: Mapping[str, str]) -> tuple[str, ...]:
    """What is known of a person beside the name: dates as an official writes them, countries by name."""
    date, countries = texts.get("birth_date", ""), texts.get("citizenship", "").split(";")
    number = " ".join(t for t in (texts.get("document_series"), texts.get("document_number")) if t)
    known = (
        values.date_text(date) if date else "",
        texts.get("birth_place", ""),
        "; ".join(values.country(c.strip()).text for c in countries if c.strip()),
        texts.get("document", number),
    )
    return tuple(text for text in known if text)


def sentence(text: str) -> str:
    """A text that may stand alone: it begins with a capital letter and ends without a full stop."""
    return text[:1].upper() + text[1:].removesuffix(".")


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
            reason=sentence(e["reason"].get(language, "")),
            values=(e["values"][0], e["values"][1]),
            notes=tuple(e["notes"]),
        )
        for e in evidence
    )
