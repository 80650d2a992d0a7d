"""Which word of a name plays which part: surname, given name or patronymic.

Evidence: endings, the lexicon, a comma after the surname, initials. The order of words is no evidence, since papers, media
and passports disagree on it; so the same words in any order are read alike.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import product
from typing import NamedTuple

from matcher.names.grammar import ending, father
from matcher.names.hygiene import is_cyrillic
from matcher.names.lexicon import look_up, look_up_father
from matcher.names.model import SlotRow, Spelling
from matcher.names.tokens import Word, is_particle, words

_IMPOSSIBLE = -30
_MOST = 6


class Evidence(NamedTuple):
    """How well a word suits each role (surname, given, patronymic), in rough bits."""

    surname: int
    given: int
    patronymic: int


_SURNAME_ENDINGS = {"ov": 6, "sky": 5, "zoda": 4, "in": 2, "uly": 1, "iyon": 2, "adj": 1, "dukht": 3, "ov_case": 1, "ovich": 1}


@lru_cache(maxsize=1 << 17)
def evidence(text: str) -> Evidence:
    """Role evidence of one word; of a hyphenated word, what its parts say together."""
    if "-" in text:
        parts = [evidence(part) for part in text.split("-")]
        return Evidence(max(p.surname for p in parts) + 1, max(p.given for p in parts), parts[-1].patronymic)
    if len(text) == 1:
        return Evidence(-8, 1, 1)
    known = look_up(text)
    given = (4 if known.given >= 20 else 3) if known.given else 0
    surname = 2 if known.surname else 0
    tail = ending(text, "surname")
    if tail is not None and not (known.given >= 20 and not known.surname):
        surname += _SURNAME_ENDINGS.get(tail.kind, 0)
        if tail.kind in {"ov", "sky"}:
            given -= 3
    return Evidence(surname, given, _patronymic(text))


def _patronymic(text: str) -> int:
    tail = ending(text, "patronymic")
    if tail is None:
        return -6
    known = look_up_father(father(tail.stem)).given
    if known:
        return 12
    return 6 if tail.kind == "ovich" else 9


@lru_cache(maxsize=1 << 16)
def _solve(pattern: tuple[tuple[Evidence, bool, bool], ...]) -> tuple[tuple[int, ...], int]:
    """Best role of each word, and how sure each role is (three base-4 digits)."""
    best: list[float] = [_IMPOSSIBLE * 10.0] * 1
    roles: tuple[int, ...] = ()
    options: list[tuple[float, tuple[int, ...]]] = []
    for choice in product(range(3), repeat=len(pattern)):
        options.append((_total(pattern, choice), choice))
    options.sort(key=lambda option: (-option[0], option[1]))
    best[0], roles = options[0]
    sure = 0
    for role in range(3):
        holders = {i for i, r in enumerate(roles) if r == role}
        if not holders:
            continue
        rival = max((s for s, c in options if {i for i, r in enumerate(c) if r == role} != holders), default=-99.0)
        margin = best[0] - rival
        sure += min(3, int(margin // 2.5)) << (2 * role)
    return roles, sure


def _total(pattern: tuple[tuple[Evidence, bool, bool], ...], choice: tuple[int, ...]) -> float:
    total = 0.0
    for (weights, comma, glued_patronymic), role in zip(pattern, choice, strict=True):
        total += 12 if glued_patronymic and role == 2 else weights[role]
        total += 5 if comma and role == 0 else 0
    counts = [choice.count(role) for role in range(3)]
    total -= 6.0 * sum(max(0, count - 1) for count in counts) + 14.0 * max(0, counts[2] - 1)
    if len(pattern) > 1:
        total -= 5.0 * (counts[0] == 0) + 8.0 * (counts[1] == 0)
    return total


def read_words(text: str) -> list[Word]:
    """All words of a written name in order."""
    return [word for chunk in text.split() for word in words(chunk)]


def infer(text: str) -> SlotRow:
    """The parts of a whole name.

    >>> infer("Усачев, Виктор Васильевич")[:3]
    ('усачев', 'виктор', 'васильевич')
    """
    found = _join_particles(read_words(text))
    if not found:
        return ("", "", "", 0)
    comma = sum(w.comma for w, _ in found) == 1
    marked = sorted((word.text, comma and word.comma, is_father) for word, is_father in found)
    if len(marked) > _MOST:
        return _many(marked)
    roles, sure = _solve(tuple((evidence(t), c, f) for t, c, f in marked))
    return _slots([t for t, _, _ in marked], roles, sure)


def _slots(texts: list[str], roles: tuple[int, ...], sure: int) -> SlotRow:
    parts = [" ".join(t.replace("-", " ") for t, r in zip(texts, roles, strict=True) if r == role) for role in range(3)]
    return parts[0], parts[1], parts[2], sure


def _many(marked: list[tuple[str, bool, bool]]) -> SlotRow:
    """More words than roles can be tried for: each goes where it suits best."""
    weights = [evidence(t) for t, _, _ in marked]
    roles = tuple(max(range(3), key=lambda role: w[role]) for w in weights)
    return _slots([t for t, _, _ in marked], roles, 0)


def _join_particles(found: list[Word]) -> list[tuple[Word, bool]]:
    """A particle (оглы, қызы, uulu) makes one patronymic with the word before it."""
    joined: list[tuple[Word, bool]] = []
    for word in found:
        if is_particle(word.text) and joined and not joined[-1][1]:
            before = joined[-1][0]
            joined[-1] = (Word(before.text + word.text, before.repairs + word.repairs, before.comma), True)
        else:
            joined.append((word, False))
    return joined


def from_parts(spelling: Spelling) -> SlotRow:
    """The parts of a spelling whose fields are told apart; a patronymic inside the given name is moved to its place."""
    fields = [spelling.surname or "", spelling.given or "", spelling.patronymic or ""]
    texts = [[w for w, _ in _join_particles(read_words(field))] for field in fields]
    filled = [[word for w in part for word in w.text.split("-")] for part in texts]
    if not filled[2] and len(filled[1]) > 1:
        fathers = [t for t in filled[1] if _patronymic(t) > 0]
        if len(fathers) == 1:
            filled[1].remove(fathers[0])
            filled[2] = fathers
    filled = _unswap(filled)
    sure = sum((3 if part else 0) << (2 * role) for role, part in enumerate(filled))
    return " ".join(filled[0]), " ".join(filled[1]), " ".join(filled[2]), sure


def _unswap(filled: list[list[str]]) -> list[list[str]]:
    """Surname and given name change places when both words plainly say so."""
    if len(filled[0]) != 1 or len(filled[1]) != 1:
        return filled
    left, right = evidence(filled[0][0]), evidence(filled[1][0])
    if left.given - left.surname >= 3 and right.surname - right.given >= 5:
        return [filled[1], filled[0], filled[2]]
    return filled


def slots(spelling: Spelling) -> SlotRow:
    """The parts of one spelling, its roles inferred when it came as a whole."""
    if spelling.whole is not None:
        return infer(spelling.whole)
    return from_parts(spelling)


def script(text: str) -> str:
    """ "Cyrl" or "Latn" for a mended word."""
    return "Cyrl" if is_cyrillic(text) else "Latn"
