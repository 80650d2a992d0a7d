"""Which word of a name plays which part: surname, given name or patronymic.

Evidence: endings, the lexicon, a comma after the surname, initials. The order of words is no evidence, since papers,
media and passports disagree on it; so the same words in any order are read alike.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import product
from typing import NamedTuple

from matcher.names.declension import OBLIQUE, nominative
from matcher.names.hygiene import is_cyrillic
from matcher.names.model import SlotRow, Spelling
from matcher.names.role_evidence import Evidence, evidence, father_evidence
from matcher.names.tokens import Word, bounded, is_particle, words

_MOST = 6
_RIVAL = 2.5
"""Bits by which another sharing out of three or more words may be less likely and is still compared as well."""
_RIVALS = 5
_OBLIQUE_LETTERS = frozenset("ауыеюиёмй")


class _Kind(NamedTuple):
    """What the inference needs to know of a word: its evidence, whether a comma followed, whether it is a father's
    name by a particle, or a particle that still waits for the word before it."""

    weights: Evidence
    comma: bool
    state: int


_PLAIN, _FATHER, _PARTICLE = range(3)
_Mark = tuple[str, int]
_Plan = tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...], int]
"""Which words (by index) hold each role, and how sure each role is (three base-4 digits)."""
_KINDS: list[_Kind] = []


@lru_cache(maxsize=1 << 14)
def _kind(kind: _Kind) -> int:
    """A number for a kind of word, negative for particles. Kinds are few: small whole numbers of evidence."""
    _KINDS.append(kind)
    return -len(_KINDS) if kind.state == _PARTICLE else len(_KINDS)


def _of(number: int) -> _Kind:
    return _KINDS[abs(number) - 1]


@lru_cache(maxsize=8)
def _choices(size: int) -> list[tuple[tuple[int, ...], tuple[int, ...], float]]:
    """All ways to give `size` words roles: the roles, a bit mask of holders for each role, and what the shape itself
    costs."""
    listed = []
    for choice in product(range(3), repeat=size):
        counts = [choice.count(role) for role in range(3)]
        cost = 6.0 * sum(max(0, count - 1) for count in counts) + 14.0 * max(0, counts[2] - 1)
        if size > 1:
            cost += 5.0 * (counts[0] == 0) + 8.0 * (counts[1] == 0)
        masks = tuple(sum(1 << i for i, r in enumerate(choice) if r == role) for role in range(3))
        listed.append((choice, masks, cost))
    return listed


@lru_cache(maxsize=1 << 15)
def _solve(numbers: tuple[int, ...]) -> tuple[_Plan, ...]:
    """How words of these kinds are shared out among the roles: the best plan, then those that are nearly as likely."""
    pattern = [_of(number) for number in numbers]
    comma_counts = sum(comma for _, comma, _ in pattern) == 1
    weights = [_weights(w, comma and comma_counts, state) for w, comma, state in pattern]
    options = [
        (sum(w[r] for w, r in zip(weights, choice, strict=True)) - cost, choice, masks)
        for choice, masks, cost in _choices(len(pattern))
    ]
    options.sort(key=lambda option: (-option[0], option[1]))
    best, roles, holders = options[0]
    sure = 0
    for role in range(3):
        if holders[role]:
            rival = next((total for total, _, masks in options if masks[role] != holders[role]), -99.0)
            sure += min(3, int((best - rival) // 2.5)) << (2 * role)
    rivals = options[1 : 1 + _RIVALS] if len(pattern) > 2 else ()
    near = [choice for total, choice, _ in rivals if best - total <= _RIVAL]
    return (_plan(roles, sure), *(_plan(choice, 0) for choice in near))


def _plan(choice: tuple[int, ...], sure: int) -> _Plan:
    held = [tuple(i for i, r in enumerate(choice) if r == role) for role in range(3)]
    return held[0], held[1], held[2], sure


def _weights(weights: Evidence, comma: bool, state: int) -> Evidence:
    return Evidence(weights.surname + 5 * comma, weights.given, 12 if state == _FATHER else weights.patronymic)


@lru_cache(maxsize=1 << 18)
def marks(chunk: str) -> tuple[_Mark, ...]:
    """The words of a chunk, compounds with spaces, each with its kind."""
    return tuple(
        (
            w.text.replace("-", " "),
            _kind(_Kind(evidence(w.text), w.comma, _PARTICLE if is_particle(w.text) else _PLAIN)),
        )
        for w in words(chunk)
    )


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
    kinds = [mark[1] for mark in found]
    if min(kinds) < 0 or len(kinds) > _MOST:
        found = _join_particles(found)
        if len(found) > _MOST:
            return (_many(found),)
    found.sort()
    plans = _solve(tuple([mark[1] for mark in found]))
    return tuple([_shared_out(found, plan) for plan in plans])


def _shared_out(found: list[_Mark], plan: _Plan) -> SlotRow:
    return (*_parts(_held(found, plan[0]), _held(found, plan[1]), _held(found, plan[2])), plan[3])


def _parts(surname: str, given: str, patronymic: str) -> tuple[str, str, str]:
    """The parts, brought to the nominative where something shows that they are not in it."""
    if patronymic.endswith(OBLIQUE) or (not patronymic and given[-1:] in _OBLIQUE_LETTERS):
        return nominative(surname, given, patronymic)
    return surname, given, patronymic


def _held(words_: list[_Mark], places: tuple[int, ...]) -> str:
    if len(places) == 1:
        return words_[places[0]][0]
    return " ".join([words_[i][0] for i in places])


def _many(words_: list[_Mark]) -> SlotRow:
    """More words than roles can be tried for: each goes where it suits best."""
    homes: list[list[str]] = [[], [], []]
    for text, number in sorted(words_):
        kind = _of(number)
        weights = _weights(kind.weights, comma=False, state=kind.state)
        homes[max(range(3), key=lambda role: weights[role])].append(text)
    return " ".join(homes[0]), " ".join(homes[1]), " ".join(homes[2]), 0


def _join_particles(words_: list[_Mark]) -> list[_Mark]:
    """A particle (оглы, қызы, uulu) makes one patronymic with the word before it."""
    joined: list[_Mark] = []
    for text, number in words_:
        kind = _of(number)
        if kind.state == _PARTICLE and joined and _of(joined[-1][1]).state == _PLAIN:
            before, its = joined[-1]
            joined[-1] = (before + text, _kind(_of(its)._replace(state=_FATHER)))
        else:
            joined.append((text, _kind(kind._replace(state=_PLAIN)) if kind.state == _PARTICLE else number))
    return joined


def from_parts(spelling: Spelling) -> SlotRow:
    """The parts of a spelling whose fields are told apart; a patronymic inside the given name is moved to its place."""
    surname, given, patronymic = [
        fields(bounded(text)) if text else () for text in (spelling.surname, spelling.given, spelling.patronymic)
    ]
    if not patronymic and len(given) > 1:
        fathers = tuple(word for word in given if father_evidence(word) > 0)
        if len(fathers) == 1:
            at = given.index(fathers[0])
            given, patronymic = (*given[:at], *given[at + 1 :]), fathers
    if _swapped(surname, given):
        surname, given = given, surname
    sure = (3 if surname else 0) | (12 if given else 0) | (48 if patronymic else 0)
    return (*_parts(_joined(surname), _joined(given), _joined(patronymic)), sure)


def _joined(words_: tuple[str, ...]) -> str:
    return words_[0] if len(words_) == 1 else " ".join(words_)


@lru_cache(maxsize=1 << 17)
def fields(text: str) -> tuple[str, ...]:
    """The words of a field; registers repeat fields, and most are one word."""
    found = _join_particles([mark for chunk in text.split() for mark in marks(chunk)])
    return tuple(word for text, _ in found for word in text.split())


def _swapped(surname: tuple[str, ...], given: tuple[str, ...]) -> bool:
    """Whether surname and given name plainly say that each stands in the other's place."""
    if len(surname) != 1 or len(given) != 1:
        return False
    left, right = evidence(surname[0]), evidence(given[0])
    return left.given - left.surname >= 3 and right.surname - right.given >= 5


def slots(spelling: Spelling) -> tuple[SlotRow, ...]:
    """The parts of one spelling, its roles inferred when it came as a whole (see `infer_all`)."""
    if spelling.whole is not None:
        return infer_all(spelling.whole)
    return (from_parts(spelling),)


def script(text: str) -> str:
    """ "Cyrl" or "Latn" for a mended word."""
    return "Cyrl" if is_cyrillic(text) else "Latn"
