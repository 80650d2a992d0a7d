"""Document numbers are unique, in their formats, and IINs are valid."""

from __future__ import annotations

import re
from collections import Counter as Tally
from datetime import date

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.population.documents import KZ_ID, KZ_PASSPORT, TJ_ABROAD, TJ_NATIONAL, USSR, held_in, iin, numbers
from benchmarks.population.families import make_block
from benchmarks.population.numbering import Counter
from benchmarks.population.people import FIRST_STRANGER

SHAPES = {
    KZ_ID: r"\d{9}",
    KZ_PASSPORT: r"N\d{7,8}",
    TJ_NATIONAL: r"A\d{7,8}",
    TJ_ABROAD: r"4\d{8}",
    USSR: r"[IV]+-[А-Я]{2}\d{6}",
}


def test_documents_have_the_shape_of_their_kind_and_nobody_shares_one() -> None:
    people = make_block(4, 0)
    held = held_in(np.random.default_rng(1), people, np.full(len(people), 2024), 0)
    texts = [s + n for s, n in zip(*numbers(held), strict=True)]
    for kind, text in zip(held.kind.tolist(), texts, strict=True):
        if kind in SHAPES:
            assert re.fullmatch(SHAPES[kind], text), (kind, text)
    counts = Tally((k, t) for k, t in zip(held.kind.tolist(), texts, strict=True) if t)
    assert max(counts.values()) == 1


def test_a_person_keeps_the_document_until_it_is_renewed() -> None:
    people = make_block(4, 0)
    rng = np.random.default_rng(1)
    first, second = (held_in(rng, people, np.full(len(people), year), 0) for year in (2020, 2021))
    same = (first.kind == second.kind) & (people.year < 2000)
    assert np.mean(first.counter.step[same] == second.counter.step[same]) > 0.85


def test_nothing_is_issued_before_birth_or_after_the_registers_are_read() -> None:
    people = make_block(4, 1)
    held = held_in(np.random.default_rng(2), people, np.maximum(people.year, 2015), 1)
    assert np.all(held.issued >= np.minimum(people.born, 46_020))
    assert held.issued.max() <= 46_020 + 366


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2025, 12, 31)),
       st.booleans(), st.integers(0, 10**9))  # fmt: skip
def test_an_iin_is_valid_and_tells_birth_date_and_sex(born: object, female: bool, counter: int) -> None:
    text = iin(str(born), female, counter)
    digits = [int(d) for d in text]
    sums = [sum(w * d for w, d in zip(weights, digits, strict=False)) % 11
            for weights in (range(1, 12), (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2))]  # fmt: skip
    assert digits[11] == (sums[0] if sums[0] != 10 else sums[1]) != 10
    assert text[:6] == str(born)[2:].replace("-", "")
    assert (int(text[6]) % 2 == 0) == female


def test_a_family_that_applies_together_gets_neighbouring_numbers() -> None:
    person = np.arange(64, dtype=np.int64)
    found = Counter(person, np.zeros(64, np.int64), np.ones(64, np.int64)).numbers(8, 3)
    assert np.all(np.diff(found.reshape(4, 16), axis=1) == 1)


def test_numbers_are_unique_whoever_applies_and_however() -> None:
    person = np.concatenate([np.arange(50_000), FIRST_STRANGER + np.arange(50_000)])
    for digits, salt in ((8, 3), (8, 60), (7, 5)):
        parts = [
            Counter(person, np.full(len(person), step), np.full(len(person), together)).numbers(digits, salt)
            for step in range(2)
            for together in (0, 1)
        ]
        known = np.concatenate([p[:50_000] for p in parts])
        assert len(np.unique(known)) == len(known)
        strange = np.concatenate([parts[0][50_000:], parts[2][50_000:]])
        assert len(np.unique(strange)) == len(strange)
        assert not np.intersect1d(known, strange).size
