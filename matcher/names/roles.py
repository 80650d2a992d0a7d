"""Which word of a name plays which part: surname, given name or patronymic.

Evidence: endings, the lexicon, a comma after the surname, initials. The order of words is no evidence, since papers,
media and passports disagree on it; so the same words in any order are read alike.
"""

from __future__ import annotations

from functools import lru_cache

from matcher.names.declension import OBLIQUE, nominative
from matcher.names.hygiene import is_cyrillic
from matcher.names.judgement import assumed
from matcher.names.model import SlotRow, Spelling
from matcher.names.role_evidence import Evidence, evidence, father_evidence
from matcher.names.sharing import FATHER, MOST, PARTICLE, PLAIN, kind, likelihood, number, solve
from matcher.names.tokens import Word, bounded, is_particle, shortened, words

_DOUBT: int = assumed("fields")["doubt"]
"""Bits by which words must suit other fields better before they are tried there as well."""
_OBLIQUE_LETTERS = frozenset("ауыеюиёмй")
_WHOLE = 3
"""Words of a name that has all its parts."""
_Mark = tuple[str, int]
"""A word and the number of its kind."""
_Words = tuple[str, ...]


@lru_cache(maxsize=1 << 18)
def marks(chunk: str) -> tuple[_Mark, ...]:
    """The words of a chunk, compounds with spaces, each with its kind."""
    return tuple([(text.replace("-", " "), _kind_of(text, comma)) for text, _, comma in words(chunk)])


def _kind_of(text: str, comma: bool) -> int:
    return number(evidence(text), comma, PARTICLE if is_particle(text) else PLAIN)


def read_words(text: str) -> list[Word]:
    """All words of a written name in order."""
    return [word for chunk in bounded(text).split() for word in words(chunk)]


def infer(text: str) -> SlotRow:
    """The parts of a whole name.

    >>> infer("Усачев, Виктор Васильевич")[:3]
    ('усачев', 'виктор', 'васильевич')
    """
    return infer_all(text)[0]


def infer_all(text: str) -> tuple[SlotRow, ...]:
    """The parts of a whole name, and where three or more words leave it open which is which, the other ways to share
    them out."""
    found: list[_Mark] = []
    for chunk in bounded(text).split():
        found += marks(chunk)
    if not found:
        return (("", "", "", 0),)
    if len(found) > MOST or min([mark[1] for mark in found]) < 0:
        found = _join_particles(found)
        if len(found) > MOST:
            return (_many(found),)
    if len(found) > _WHOLE and found[-1][0] in shortened():
        found = _spelled_out(found)
    found.sort()
    texts, numbers = zip(*found, strict=True)
    held = (*texts, "")
    return tuple([(*_parts(*parts(held)), sure) for parts, sure, *_ in solve(numbers)])


def _parts(surname: str, given: str, patronymic: str) -> tuple[str, str, str]:
    """The parts, brought to the nominative where something shows that they are not in it."""
    if patronymic.endswith(OBLIQUE) or (not patronymic and given[-1:] in _OBLIQUE_LETTERS):
        return nominative(surname, given, patronymic)
    return surname, given, patronymic


def _many(words_: list[_Mark]) -> SlotRow:
    """More words than roles can be tried for: each goes where it suits best."""
    homes: list[list[str]] = [[], [], []]
    for text, numbered in sorted(words_):
        weights = kind(numbered).shown(comma=False)
        homes[max(range(3), key=lambda role: weights[role])].append(text)
    return " ".join(homes[0]), " ".join(homes[1]), " ".join(homes[2]), 0


def _join_particles(words_: list[_Mark]) -> list[_Mark]:
    """A particle (оглы, қызы, uulu) makes one patronymic with the word before it."""
    joined: list[_Mark] = []
    for text, numbered in words_:
        its = kind(numbered)
        if its.state == PARTICLE and joined and kind(joined[-1][1]).state == PLAIN:
            before, father = joined[-1][0], kind(joined[-1][1])
            joined[-1] = (before + text, number(father.weights, father.comma, FATHER))
        else:
            joined.append((text, number(its.weights, its.comma, PLAIN) if its.state == PARTICLE else numbered))
    return joined


def _spelled_out(words_: list[_Mark]) -> list[_Mark]:
    """A fourth word of one letter stands for the particle after a father's name (Нусубалы к. for Нусубалы кызы)."""
    *others, (father, its), (letter, _) = words_
    if kind(its).state != PLAIN or kind(its).weights.patronymic > 0 or kind(its).weights.surname > 2:
        return words_
    weights = kind(its).weights
    return [*others, (father + shortened()[letter], number(weights, False, FATHER))]


def from_parts(spelling: Spelling) -> tuple[SlotRow, ...]:
    """The parts of a spelling whose fields are told apart; a patronymic inside the given name is moved to its place.

    Where the words speak against their fields, they are read in other places as well. A field that has several words
    while the others are empty is read as a whole name.
    """
    surname = fields(bounded(spelling.surname)) if spelling.surname else ()
    given = fields(bounded(spelling.given)) if spelling.given else ()
    patronymic = fields(bounded(spelling.patronymic)) if spelling.patronymic else ()
    if not patronymic and len(given) > 1:
        fathers = tuple(word for word in given if father_evidence(word) > 0)
        if len(fathers) == 1:
            at = given.index(fathers[0])
            given, patronymic = (*given[:at], *given[at + 1 :]), fathers
    rows = _either_way(surname, given, patronymic)
    if not given and not patronymic:
        return tuple(_likelier(spelling) or rows)
    if not surname or _holds_father(surname) or _holds_father(given):
        whole = [row for row in _likelier(spelling) if row[0] and row[1] and row[2]]
        rows += [row for row in whole if row not in rows]
    return tuple(rows)


def _either_way(surname: _Words, given: _Words, patronymic: _Words) -> list[SlotRow]:
    """Surname and given name in their fields or in each other's, or, where that is doubtful, in both."""
    if len(surname) != 1 or len(given) != 1:
        return [_row(surname, given, patronymic)]
    left, right = evidence(surname[0]), evidence(given[0])
    if _swapped(left, right):
        surname, given, left, right = given, surname, right, left
    rows = [_row(surname, given, patronymic)]
    if _doubtful(left, right):
        rows.append(_row(given, surname, patronymic))
    return rows


def _holds_father(field: _Words) -> bool:
    return any(father_evidence(word) > 0 for word in field)


def _likelier(spelling: Spelling) -> list[SlotRow]:
    """Ways to share out the words of all fields that suit the words clearly better than their fields do."""
    held: list[tuple[str, int, int]] = []
    for role, text in enumerate((spelling.surname, spelling.given, spelling.patronymic)):
        chunks = bounded(text).split() if text else ()
        held += [(*mark, role) for mark in _join_particles([mark for chunk in chunks for mark in marks(chunk)])]
    if not 1 < len(held) <= MOST:
        return []
    held.sort()
    words_, numbers, roles = zip(*held, strict=True)
    limit = likelihood(numbers, roles) + _DOUBT
    plans = [plan for plan in solve(numbers) if plan.total >= limit]
    return [_row(*(tuple(part.split()) for part in plan.parts((*words_, "")))) for plan in plans]


def _row(surname: tuple[str, ...], given: tuple[str, ...], patronymic: tuple[str, ...]) -> SlotRow:
    sure = (3 if surname else 0) | (12 if given else 0) | (48 if patronymic else 0)
    return (*_parts(_joined(surname), _joined(given), _joined(patronymic)), sure)


def _joined(words_: tuple[str, ...]) -> str:
    return words_[0] if len(words_) == 1 else " ".join(words_)


@lru_cache(maxsize=1 << 17)
def fields(text: str) -> tuple[str, ...]:
    """The words of a field; registers repeat fields, and most are one word."""
    found = _join_particles([mark for chunk in text.split() for mark in marks(chunk)])
    return tuple(word for text, _ in found for word in text.split())


def _swapped(left: Evidence, right: Evidence) -> bool:
    """Whether surname and given name plainly say that each stands in the other's place."""
    return left.given - left.surname >= 3 and right.surname - right.given >= 5


def _doubtful(left: Evidence, right: Evidence) -> bool:
    """Whether the words would rather stand in each other's field, though not plainly so."""
    return left.surname + right.given + _DOUBT <= left.given + right.surname


def slots(spelling: Spelling) -> tuple[SlotRow, ...]:
    """The parts of one spelling, its roles inferred when it came as a whole (see `infer_all`)."""
    if spelling.whole is not None:
        return infer_all(spelling.whole)
    return from_parts(spelling)


def script(text: str) -> str:
    """ "Cyrl" or "Latn" for a mended word."""
    return "Cyrl" if is_cyrillic(text) else "Latn"
