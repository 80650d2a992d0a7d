"""Official transliterations as evidence for letter costs: listed names spelled by every scheme of `translit.tsv`.

The official tables are the prior of what is learned: a letter that no pair shows still costs nothing where a scheme
prescribes it.
"""

from __future__ import annotations

import csv
import random
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from matcher.names.tables import rows

_VOWELS = frozenset("аеёиоуыэюяәөұүіӣӯўїє")
_SIGNS = frozenset("ъь")
_CYRILLIC = re.compile(r"[Ѐ-ԯ'’]+")
_LATIN_TARGET = re.compile(r"[a-zÀ-ɏ\u0300-\u0361ḀʹʺʻʼḀ-ỿ'’`]*")
_FEWEST_LETTERS = 30
"""A list with fewer letters is no scheme of its own."""
_NAMES = 2000
_PER_SCHEME = 700
_PER_LANGUAGE = 3000
_WEIGHT = 0.4
_PLAIN = str.maketrans(dict.fromkeys("‘’ʻʼ`", "'"))

Place = tuple[str, int, int]


class Rule(NamedTuple):
    """One row of a scheme: a letter or letters, where it holds, what is written."""

    source: str
    context: str
    target: str


def _fits(context: str, place: Place) -> int | None:
    """How specially a context fits a place in a word (0: anywhere), or None where it does not fit."""
    word, start, end = place
    before, after = word[start - 1 : start], word[end : end + 1]
    if context == "any":
        return 0
    tests = {
        "word-initial": not before,
        "word-final": not after,
        "between two vowels": before in _VOWELS and after in _VOWELS and bool(before and after),
        "after vowel or й/ъ/ь": bool(before) and before in _VOWELS | _SIGNS | {"й"},
    }
    if context in tests:
        return 2 if tests[context] else None
    named = re.fullmatch(r"(after|followed by) (\w)", context)
    if named is None:
        return None
    return 1 if named[2] == (before if named[1] == "after" else after) else None


def spell(word: str, rules: dict[str, list[Rule]], longest: int) -> str | None:
    """The word by one scheme; None where the scheme lacks one of its letters."""
    out, at = "", 0
    while at < len(word):
        for size in range(longest, 0, -1):
            fitting = [
                (fit, rule.target)
                for rule in rules.get(word[at : at + size], ())
                if (fit := _fits(rule.context, (word, at, at + size))) is not None
            ]
            if fitting:
                out += max(fitting)[1]
                at += size
                break
        else:
            return None
    return out


@cache
def _names() -> dict[str, list[str]]:
    """Known Cyrillic names by language, given names and surnames."""
    found: dict[str, list[str]] = defaultdict(list)
    for table in ("given_names", "surnames"):
        for form, *_, language in rows(table):
            if _CYRILLIC.fullmatch(form):
                found[language].append(form)
    return found


def _schemes(path: Path) -> dict[tuple[str, str], dict[str, list[Rule]]]:
    """The complete schemes by name and language; a rule that offers a choice or a remark instead of letters is left
    out."""
    found: dict[tuple[str, str], dict[str, list[Rule]]] = defaultdict(lambda: defaultdict(list))
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            rule = Rule(row["source_letter"], row["context"], row["target"])
            if _LATIN_TARGET.fullmatch(rule.target) and (rule.target or rule.source in _SIGNS):
                found[row["scheme"], row["language"]][rule.source].append(rule)
    return {name: rules for name, rules in found.items() if len(rules) >= _FEWEST_LETTERS}


def official(path: Path) -> Iterator[tuple[str, str, str, float]]:
    """Each listed name as a scheme spells it, and two schemes' spellings of one name: name, spelling, language, weight.

    `path` is the table of schemes.
    """
    chance = random.Random(5)
    chosen = {language: chance.sample(known, min(_NAMES, len(known))) for language, known in _names().items()}
    before: dict[tuple[str, str], str] = {}
    for (_, languages), rules in sorted(_schemes(path).items()):
        longest = max(map(len, rules))
        for language in languages.split("+")[0].split("/"):
            known = chosen.get(language, [])
            for name in chance.sample(known, min(_PER_SCHEME, len(known))):
                spelled = spell(name, rules, longest)
                if spelled and spelled != name:
                    yield name, spelled, language, _WEIGHT
                    if (other := before.get((language, name), spelled)) != spelled:
                        yield other, spelled, language, _WEIGHT
                    before[language, name] = spelled


def through_russian(path: Path) -> Iterator[tuple[str, str, float]]:
    """Names as Russian papers spell them, and those spellings as Russian schemes print them: name, spelling, weight."""
    chance = random.Random(6)
    printed = [rules for (_, language), rules in sorted(_schemes(path).items()) if language == "ru"]
    for name, russian in _by_habit("through_russian", chance):
        scheme = chance.choice(printed)
        yield name, russian, _WEIGHT
        if latin := spell(russian, scheme, max(map(len, scheme))):
            yield name, latin, _WEIGHT


def persianised() -> Iterator[tuple[str, str, float]]:
    """Tajik names as writers used to Persian spell them in Latin: name, spelling, weight."""
    for name, written in _by_habit("persianised", random.Random(7)):
        yield name, written, _WEIGHT


def _by_habit(habit: str, chance: random.Random) -> Iterator[tuple[str, str]]:
    """Listed names and how a habit of `knowledge/spelling_habits.tsv` writes them; a choice is drawn at random, the
    likelier ones being listed more than once."""
    for language, rules in _habit(habit).items():
        longest = max(map(len, rules))
        known = [form for form, of in _forms() if of == language and form.isascii() == (language == "uz")]
        for name in chance.sample(known, min(_PER_LANGUAGE, len(known))):
            yield name, _drawn(name, rules, longest, chance)


def _forms() -> Iterator[tuple[str, str]]:
    """Every listed given name with its language, Uzbek apostrophes made plain; no surnames, whose -ov is Russian
    already."""
    for form, *_, language in rows("given_names"):
        yield form.translate(_PLAIN), language


def _habit(habit: str) -> dict[str, dict[str, list[str]]]:
    """Letters and what one habit makes of them, by language."""
    found: dict[str, dict[str, list[str]]] = defaultdict(dict)
    for of, language, source, written in rows("knowledge/spelling_habits"):
        if of == habit:
            found[language][source.translate(_PLAIN)] = written.split(" ")
    return found


def _drawn(word: str, rules: dict[str, list[str]], longest: int, chance: random.Random) -> str:
    """The word with each group of letters replaced by one of its spellings; other letters stay."""
    out, at = "", 0
    while at < len(word):
        size = next((n for n in range(longest, 0, -1) if word[at : at + n] in rules), 0)
        out += chance.choice(rules[word[at : at + size]]) if size else word[at]
        at += size or 1
    return out
