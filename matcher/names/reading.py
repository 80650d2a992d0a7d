"""One record's names read once: from spellings as received to the row that is stored and compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matcher.names.comparison import NameBatch, batch
from matcher.names.grammar import ending, father
from matcher.names.model import ROLES, NameInput, Row, Spelling
from matcher.names.phonemes import phonemes
from matcher.names.roles import evidence, infer, read_words, script, slots
from matcher.names.vocabulary import gender

VERSION = 1
"""Version of stored rows; a register whose rows carry another version is normalised anew."""


def normalise(name: NameInput) -> Row:
    """The stored row of one record: for each distinct spelling its parts as mended words, and how sure each role is."""
    if len(name) == 1:
        row = slots(name[0])
        return (row,) if row[0] or row[1] or row[2] else ()
    found = dict.fromkeys([slots(spelling) for spelling in name])
    return tuple([row for row in found if row[0] or row[1] or row[2]])


def prepare(names: Sequence[NameInput]) -> NameBatch:
    """Names as received, made into a batch."""
    return batch([normalise(name) for name in names])


@dataclass(frozen=True, slots=True)
class ReadWord:
    """How one word was read: its mended text, script, role, symbols, stem and ending, repairs made, gender shown."""

    text: str
    script: str
    role: str
    symbols: str
    stem: str
    ending: str
    father: str
    gender: str
    repairs: tuple[str, ...]
    evidence: tuple[int, int, int]


def read(text: str) -> list[ReadWord]:
    """How a whole name is read, word by word, in the order written."""
    parts = infer(text)
    homes = {word: role for role in range(3) for word in parts[role].split()}
    repairs = {word.text: word.repairs for word in read_words(text)}
    listed = [w.text for w in read_words(text)]
    ordered = sorted(homes, key=lambda w: next((i for i, t in enumerate(listed) if w.startswith(t)), 99))
    return [_word(word, homes[word], repairs.get(word, ())) for word in ordered]


def _word(word: str, role: int, repairs: tuple[str, ...]) -> ReadWord:
    tail = ending(word, ROLES[role])
    stem, kind = (tail.stem, tail.kind) if tail else (word, "")
    return ReadWord(
        text=word,
        script=script(word),
        role=ROLES[role],
        symbols=phonemes(word),
        stem=stem,
        ending=kind,
        father=father(stem) if role == 2 else "",
        gender=gender(role, word),
        repairs=repairs,
        evidence=tuple(evidence(word)),
    )


def whole(text: str) -> NameInput:
    """A name that came as one string."""
    return (Spelling(whole=text),)
