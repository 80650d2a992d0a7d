"""Records: added, corrected, deleted at once and wholly; nothing personal in clear."""

from __future__ import annotations

import pytest

from api.search import search
from api.store.records import Change
from models.errors import BadValue, Conflict, NotFound
from models.query import Purpose, Query
from tests.api.people import person


def found(store, asked) -> list[str]:
    answer = search(store, Query(person=asked, purpose=Purpose.IDENTIFICATION))
    return [candidate.record_id for candidate in answer.candidates]


def test_a_record_comes_back_as_it_was_put(any_store):
    stored, change = any_store.put(person(1))
    assert change is Change.ADDED
    assert any_store.get("tj", "R-000001") == stored
    assert stored.person == person(1)


def test_a_record_is_found_as_soon_as_it_is_added(any_store):
    for number in range(20):
        any_store.put(person(number))
    assert found(any_store, person(7))[0] == "R-000007"


def test_putting_the_same_again_changes_nothing(any_store):
    first, _ = any_store.put(person(1))
    again, change = any_store.put(person(1))
    assert change is Change.UNCHANGED
    assert again.version == first.version
    assert any_store.stats().records == 1


def test_a_corrected_record_is_found_by_its_new_values_only(any_store):
    any_store.put(person(1))
    stored, change = any_store.put(person(1, surname_ru="Мирзоев", given_ru="Парвиз", birth_date="11.11.1977"))
    assert change is Change.CORRECTED
    assert any_store.get("tj", "R-000001").version == stored.version
    assert found(any_store, person(1, surname_ru="Мирзоев", given_ru="Парвиз", birth_date="11.11.1977"))
    assert any_store.stats().records == 1


def test_a_deleted_record_is_gone(any_store):
    any_store.put(person(1))
    any_store.put(person(2))
    any_store.delete("tj", "R-000001")
    assert "R-000001" not in found(any_store, person(1))
    assert any_store.registers() == {"tj": 1}
    with pytest.raises(NotFound):
        any_store.get("tj", "R-000001")
    with pytest.raises(NotFound):
        any_store.delete("tj", "R-000001")


def test_the_same_identifier_in_two_registers_is_two_records(any_store):
    any_store.put(person(1, "tj"))
    any_store.put(person(1, "kz", surname_ru="Ахметов"))
    assert any_store.registers() == {"kz": 1, "tj": 1}
    assert any_store.get("kz", "R-000001").person.names[0].surname.value == "Ахметов"


def test_adding_what_is_there_already_is_a_conflict(store):
    store.add(person(1))
    with pytest.raises(Conflict) as error:
        store.add(person(1))
    assert error.value.code == "record_exists"


def test_a_correction_of_another_version_than_the_stored_one_is_a_conflict(store):
    first = store.add(person(1))
    store.put(person(1, given_ru="Парвиз"))
    for attempt in (lambda: store.put(person(1), first.version), lambda: store.delete("tj", "R-000001", first.version)):
        with pytest.raises(Conflict) as error:
            attempt()
        assert error.value.code == "record_changed"
    assert store.get("tj", "R-000001").person.names[0].given.value == "Парвиз"


@pytest.mark.parametrize("name", ["", "x" * 65, "tj\n"])
def test_a_register_must_have_a_name(store, name):
    with pytest.raises(BadValue):
        store.put(person(1, name))


def test_a_record_needs_an_identifier(store):
    with pytest.raises(BadValue) as error:
        store.put(person(1, record_id=""))
    assert error.value.field == "record_id"
    assert store.stats().records == 0


def test_a_write_that_fails_leaves_nothing(store, monkeypatch):
    store.put(person(1))

    def fails(*_):
        raise RuntimeError

    with monkeypatch.context() as patch, pytest.raises(RuntimeError):
        patch.setattr("api.store.index.add", fails)
        store.put(person(1, given_ru="Парвиз"))
    assert store.get("tj", "R-000001").person == person(1)
    assert found(store, person(1)) == ["R-000001"]


def test_people_gives_all_records(store):
    for number in range(5):
        store.put(person(number, "kz" if number == 4 else "tj"))
    assert [p.record_id for p in store.people("tj")] == [f"R-{n:06d}" for n in range(4)]
    assert len(list(store.people())) == 5


def test_no_byte_of_a_person_stands_in_clear(store, tmp_path):
    store.put(person(1))
    store.close()
    data = b"".join(path.read_bytes() for path in tmp_path.glob("store.sqlite3*"))
    for text in ("Каримов", "каримов", "krm", "Алишер", "R-000001", "1950", "40007919", "Душанбе"):
        assert text.encode() not in data, text


def test_only_the_owner_may_read_the_files(store, tmp_path):
    store.put(person(1))
    assert {path.stat().st_mode & 0o077 for path in tmp_path.glob("store.sqlite3*")} == {0}


def test_a_search_in_one_register_leaves_the_others_out(any_store):
    any_store.put(person(1, "tj"))
    any_store.put(person(1, "kz"))
    query = Query(person=person(1), purpose=Purpose.IDENTIFICATION, registers=("kz",))
    answer = search(any_store, query)
    assert [(c.register, c.record_id) for c in answer.candidates] == [("kz", "R-000001")]
    assert answer.searched == 1


def test_a_register_that_is_not_there_cannot_be_asked(store):
    with pytest.raises(NotFound) as error:
        search(store, Query(person=person(1), purpose=Purpose.IDENTIFICATION, registers=("xx",)))
    assert error.value.code == "register_not_found"


def test_the_size_of_a_store_counts_what_was_just_written(store):
    before = store.stats().store_bytes
    for number in range(50):
        store.put(person(number))
    assert store.stats().store_bytes > before
