"""Which letters differ between two values, for the eye: the shortest edit from one to the other."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import Enum
from typing import Final

from rapidfuzz.distance import Levenshtein

TOO_FAR: Final = 0.34
"""Below this similarity letters that happen to agree are noise."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of letters that agree or differ."""

    text: str
    differs: bool


class Alike(Enum):
    """How two values can be laid beside each other."""

    BY_LETTER = "letters"
    """Letter for letter; differing ones are marked."""
    OTHER = "other"
    """Two different values: letters that happen to agree mean nothing."""
    SCRIPTS = "scripts"
    """Written in different scripts: letters cannot be compared by the eye."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Two values cut into runs, and how to look at them."""

    left: tuple[Segment, ...]
    right: tuple[Segment, ...]
    alike: Alike = Alike.BY_LETTER


def difference(left: str, right: str) -> Difference:
    """The two values with their differing letters marked; case and ways of composing a letter do not count.

    A number keeps being compared letter by letter when its few letters are of different scripts: Cyrillic А for
    Latin A is just what the eye would miss.
    """
    left, right = unicodedata.normalize("NFC", left), unicodedata.normalize("NFC", right)
    if not left or not right:
        return Difference(_whole(left), _whole(right))
    if script(left) != script(right) and not (_is_number(left) and _is_number(right)):
        return Difference(_whole(left), _whole(right), Alike.SCRIPTS)
    a, b = _folded(left), _folded(right)
    if Levenshtein.normalized_similarity(a, b) < TOO_FAR:
        return Difference(_whole(left), _whole(right), Alike.OTHER)
    steps = Levenshtein.opcodes(a, b)
    lefts = [Segment(left[s.src_start : s.src_end], s.tag != "equal") for s in steps]
    rights = [Segment(right[s.dest_start : s.dest_end], s.tag != "equal") for s in steps]
    return Difference(_joined(lefts), _joined(rights))


def script(text: str) -> str:
    """The script of most letters: ``CYRILLIC``, ``LATIN``, ``ARABIC`` …; empty when there are none (digits, dates)."""
    names = [unicodedata.name(letter, "").partition(" ")[0] for letter in text if letter.isalpha()]
    return max(sorted(set(names)), key=names.count) if names else ""


def _folded(text: str) -> str:
    """Letter for letter in lower case: what would change the length (İ) stays as it is."""
    return "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)


def _is_number(text: str) -> bool:
    return sum(map(str.isdigit, text)) > sum(map(str.isalpha, text))


def _whole(text: str) -> tuple[Segment, ...]:
    return (Segment(text, False),) if text else ()


def _joined(segments: list[Segment]) -> tuple[Segment, ...]:
    joined: list[Segment] = []
    for segment in segments:
        if not segment.text:
            continue
        if joined and joined[-1].differs == segment.differs:
            joined[-1] = Segment(joined[-1].text + segment.text, segment.differs)
        else:
            joined.append(segment)
    return tuple(joined)
