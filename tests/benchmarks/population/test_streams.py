"""Registers as streams: overlap, second records, ids that tell nothing, strangers who are nowhere."""

from __future__ import annotations

from benchmarks.population import queries, stream
from benchmarks.population.faults import all_kinds
from benchmarks.population.people import FIRST_STRANGER

PEOPLE = 6000


def test_two_registers_overlap_and_neither_holds_everybody() -> None:
    held: dict[str, set[int]] = {"a": set(), "b": set()}
    for part in stream(PEOPLE, seed=4):
        held[part.register] |= set(part.people.person.tolist())
    assert 0.1 < len(held["a"] & held["b"]) / PEOPLE < 0.4
    assert max(len(found) for found in held.values()) < 0.8 * PEOPLE
    assert len(held["a"] | held["b"]) > 0.95 * PEOPLE


def test_one_register_alone_holds_everybody_and_a_few_twice() -> None:
    persons = [p for part in stream(PEOPLE, seed=4, registers="b") for p in part.people.person.tolist()]
    assert set(persons) == set(range(PEOPLE))
    assert 1.02 < len(persons) / PEOPLE < 1.06


def test_record_ids_are_unique_and_say_nothing_of_the_person() -> None:
    ids: dict[str, dict[int, str]] = {"a": {}, "b": {}}
    seen: set[str] = set()
    for part in stream(PEOPLE, seed=4):
        for person, record in zip(part.people.person.tolist(), part.columns["record_id"], strict=True):
            assert record not in seen
            seen.add(record)
            ids[part.register][person] = record[3:]
    both = ids["a"].keys() & ids["b"].keys()
    assert all(ids["a"][p] != ids["b"][p] for p in both)


def test_no_document_of_a_stranger_is_in_a_register() -> None:
    known = {
        row["document_series"] + row["document_number"]
        for part in stream(PEOPLE, seed=6)
        for row, kinds in zip(part.rows(), part.errors, strict=True)
        if len(row["document_number"]) > 7 and not kinds
    }
    spoilt = {k.name for k in all_kinds() if k.group == "document"} | {"renewed_document"}
    asked = [q for q in queries(PEOPLE, 600, seed=6) if q.kind != "mated" and not spoilt & set(q.errors)]
    shared = [q for q in asked if q.fields.get("document_series", "") + q.fields.get("document_number", "") in known]
    assert len(asked) > 20
    assert not shared


def test_queries_come_in_every_kind_and_strangers_have_no_person() -> None:
    found = list(queries(PEOPLE, 800, seed=6, registers="a"))
    kinds = {q.kind for q in found}
    assert kinds == {"mated", "stranger", "sibling", "twin", "child", "parent", "namesake"}
    assert all((q.person_id is None) == (q.kind != "mated") for q in found)
    assert all(q.person_id is None or q.person_id < FIRST_STRANGER for q in found)
    assert [q.fields["record_id"] for q in found] == [f"Q{n:07d}" for n in range(800)]


def test_a_namesake_has_the_three_names_but_another_birthday() -> None:
    found = [q for q in queries(PEOPLE, 800, seed=6) if q.kind == "namesake"]
    assert all(q.relative_id is not None for q in found)
