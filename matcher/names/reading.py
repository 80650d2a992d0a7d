"""One record's names read once: from spellings as received to the row that is stored and compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matcher.names.batches import NameBatch, batch
from matcher.names.grammar import ending, father
from matcher.names.lexicon import look_up
from matcher.names.model import PATRONYMIC, ROLES, SURNAME, NameInput, Row, Spelling
from matcher.names.phonemes import readings
from matcher.names.role_evidence import evidence
from matcher.names.roles import infer, read_words, script, slots
from matcher.names.vocabulary import gender, knowledge
from matcher.names.wholes import wholes


def normalise(name: NameInput) -> Row:
    """The stored row of one record: for each distinct spelling its parts as mended words, and how sure each role is."""
    found = slots(name[0]) if len(name) == 1 else dict.fromkeys([row for spelling in name for row in slots(spelling)])
    return tuple([row for row in found if row[0] or row[1] or row[2]])


def prepare(names: Sequence[NameInput]) -> NameBatch:
    """Names as received, made into a batch."""
    texts = [name[0].whole for name in names if len(name) == 1]
    whole = [text for text in texts if text is not None]
    if len(whole) == len(names):
        return wholes(whole)
    return batch([normalise(name) for name in names])


@dataclass(frozen=True, slots=True)
class ReadWord:
    """How one word was read: mended text, script, role, symbols, stem and ending, the father's name in a patronymic,
    the gender it shows, what the lexicon knows of it, repairs made, and the evidence for each role."""

    text: str
    script: str
    role: str
    symbols: str
    stem: str
    ending: str
    father: str
    gender: str
    known: str
    repairs: tuple[str, ...]
    evidence: tuple[int, int, int]


def read(text: str) -> list[ReadWord]:
    """How a whole name is read, word by word in the order written; particles stand with the word they belong to."""
    parts = infer(text)
    written = read_words(text)
    order = {word.text.replace("-", " "): i for i, word in reversed(list(enumerate(written)))}
    repairs = {piece: word.repairs for word in written for piece in word.text.split("-")}
    homes = [(word, role) for role, part in enumerate(parts[:3]) for word in str(part).split()]
    homes.sort(key=lambda home: min((i for t, i in order.items() if home[0].startswith(t) or home[0] in t), default=99))
    return [_word(word, role, repairs.get(word, ())) for word, role in homes]


def _word(word: str, role: int, repairs: tuple[str, ...]) -> ReadWord:
    tail = ending(word, ROLES[role])
    stem, kind = (tail.stem, tail.kind) if tail else (word, "")
    return ReadWord(
        text=word,
        script=script(word),
        role=ROLES[role],
        symbols=" / ".join(readings(word)),
        stem=stem,
        ending=kind,
        father=father(stem) if role == PATRONYMIC else "",
        gender=gender(role, word),
        known=_known(role, word),
        repairs=repairs,
        evidence=evidence(word),
    )


def _known(role: int, word: str) -> str:
    entry = look_up(word) if role == SURNAME else knowledge(role, word)[0]
    kinds = [name for name, weight in (("given name", entry.given), ("surname", entry.surname)) if weight]
    return ", ".join(kinds)


def whole(text: str) -> NameInput:
    """A name that came as one string."""
    return (Spelling(whole=text),)
