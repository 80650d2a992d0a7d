"""What is on the shelf is sealed with a key of its record, and gone for good once it is deleted."""

from __future__ import annotations

import shutil

import pytest
from sqlalchemy import func, select

from api.biometrics.rows import State
from api.biometrics.sealed import Occasion
from api.biometrics.tables import doomed_keys, encounters, media, templates
from api.store.engine import database_file, reading
from api.store.opening import open_store
from models.biometrics import MediaFile, MediaKind
from models.errors import Conflict, NotFound, StoreError
from tests.api.people import person

PHOTO = MediaFile(MediaKind.PHOTO, b"\xff\xd8\xff" + b"not quite a photo" * 50, "2020-05-01", "people.csv:2")
OTHER = MediaFile(MediaKind.PHOTO, b"\xff\xd8\xff" + b"another one" * 50)


def rows(store, table) -> int:
    with reading(store.engine) as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar_one()


@pytest.fixture
def shelf(any_store):
    any_store.put(person(1))
    any_store.put(person(2))
    return any_store.shelf


def test_a_picture_comes_back_as_it_was_put_with_where_it_came_from(shelf):
    (put,) = shelf.add("tj", "R-000001", [PHOTO])
    medium, data = shelf.image("tj", "R-000001", put.number)
    assert data == PHOTO.data
    assert medium.details["taken_on"] == "2020-05-01"
    assert medium.details["source"] == "people.csv:2"
    assert [m.state for m in shelf.media("tj", "R-000001")] == [State.WAITING]


def test_the_same_picture_is_not_put_twice(shelf):
    assert len(shelf.add("tj", "R-000001", [PHOTO])) == 1
    assert shelf.add("tj", "R-000001", [PHOTO]) == []
    assert len(shelf.add("tj", "R-000002", [PHOTO])) == 1


def test_a_picture_needs_a_record(shelf):
    with pytest.raises(NotFound, match="record"):
        shelf.add("tj", "R-000077", [PHOTO])
    with pytest.raises(NotFound):
        shelf.image("tj", "R-000002", 1)


def test_an_encounter_has_one_name(shelf):
    shelf.add("tj", "R-000001", [PHOTO], Occasion("visit 1", facts={"type": "visa"}))
    with pytest.raises(Conflict):
        shelf.add("tj", "R-000001", [OTHER], Occasion("visit 1"))
    assert shelf.encounters("tj", "R-000001") == [Occasion("visit 1", True, {"type": "visa"})]
    shelf.set_active("tj", "R-000001", "visit 1", False)
    assert not shelf.encounters("tj", "R-000001")[0].active


def test_a_correction_leaves_the_pictures_where_they_are(any_store, shelf):
    shelf.add("tj", "R-000001", [PHOTO])
    any_store.put(person(1, surname_ru="Исправленный"))
    assert len(shelf.media("tj", "R-000001")) == 1


def test_deleting_a_record_deletes_all_of_it_and_its_key(any_store, shelf):
    shelf.add("tj", "R-000001", [PHOTO, OTHER])
    shelf.add("tj", "R-000002", [PHOTO])
    identity = any_store.vault.blinder.identity("tj", "R-000001")
    any_store.delete("tj", "R-000001")
    assert (rows(any_store, media), rows(any_store, encounters), rows(any_store, doomed_keys)) == (1, 1, 0)
    assert not shelf.keys.holds(identity)
    assert shelf.image("tj", "R-000002", shelf.media("tj", "R-000002")[0].number)[1] == PHOTO.data


def test_deleting_the_last_picture_destroys_the_key_too(any_store, shelf):
    first, second = shelf.add("tj", "R-000001", [PHOTO, OTHER])
    identity = any_store.vault.blinder.identity("tj", "R-000001")
    shelf.delete("tj", "R-000001", first.number)
    assert shelf.keys.holds(identity)
    shelf.delete("tj", "R-000001", second.number)
    assert not shelf.keys.holds(identity)
    assert rows(any_store, encounters) == 0
    assert len(shelf.add("tj", "R-000001", [PHOTO])) == 1


def test_a_backup_keeps_nothing_of_a_deleted_record_that_could_be_opened(settings, tmp_path):
    store = open_store(settings=settings)
    store.put(person(1))
    (put,) = store.shelf.add("tj", "R-000001", [PHOTO])
    file = database_file(store.engine)
    with store.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(file, tmp_path / "backup.sqlite3")
    store.delete("tj", "R-000001")
    store.close()
    shutil.copy(tmp_path / "backup.sqlite3", file)
    restored = open_store(settings=settings)
    assert restored.get("tj", "R-000001").person == person(1)
    with pytest.raises(StoreError, match="key of this record"):
        restored.shelf.image("tj", "R-000001", put.number)
    restored.close()


def test_a_deletion_that_died_before_its_key_is_finished_by_the_next(any_store, shelf, monkeypatch):
    shelf.add("tj", "R-000001", [PHOTO])
    monkeypatch.setattr(shelf.keys, "destroy", lambda _: (_ for _ in ()).throw(OSError("killed")))
    with pytest.raises(OSError, match="killed"):
        any_store.delete("tj", "R-000001")
    monkeypatch.undo()
    identity = any_store.vault.blinder.identity("tj", "R-000001")
    assert rows(any_store, media) == 0
    assert shelf.keys.holds(identity)
    assert shelf.finish() == 1
    assert not shelf.keys.holds(identity)


def test_a_lost_database_of_keys_is_said_and_not_made_anew(settings):
    store = open_store(settings=settings)
    store.put(person(1))
    store.shelf.add("tj", "R-000001", [PHOTO])
    store.close()
    file = settings.key_file.with_name(settings.key_file.name + ".media.sqlite3")
    assert file.stat().st_mode & 0o077 == 0
    file.unlink()
    again = open_store(settings=settings)
    with pytest.raises(StoreError, match="TULGA_MEDIA_KEYS"):
        again.shelf.media("tj", "R-000001")
    again.close()


def test_nothing_stands_in_clear_on_the_disk(settings, card_file, enrolled):
    store = open_store(settings=settings)
    store.put(person(1))
    store.shelf.add("tj", "R-000001", [PHOTO, card_file(3)])
    outcomes = {done.kind: done.refused for done in enrolled(store)}
    assert outcomes["fingerprint_card"] is None
    assert outcomes["photo"].code == "image_unreadable"
    assert rows(store, templates) == 1
    store.close()
    written = b"".join(path.read_bytes() for path in settings.key_file.parent.iterdir() if path.is_file())
    for trace in (PHOTO.data[:40], card_file(3).data[100:140], b"people.csv", b"2020-05-01", b"FingerTemplate"):
        assert trace not in written


def test_a_refused_picture_says_why_and_is_not_tried_again(settings, enrolled):
    store = open_store(settings=settings)
    store.put(person(1))
    store.shelf.add("tj", "R-000001", [PHOTO])
    assert len(enrolled(store)) == 1
    assert enrolled(store) == []
    (medium,) = store.shelf.media("tj", "R-000001")
    assert medium.state is State.REFUSED
    assert medium.details["refused"]["code"] == "image_unreadable"
    store.close()
