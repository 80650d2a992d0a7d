"""Opening: a store is whole or not there, and one that this program must not touch is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from api.search import search
from api.store import preparing
from api.store.engine import writing
from api.store.opening import open_store
from api.store.rebuild import rebuild, upgrade_tables
from models.errors import MissingExtra, StoreError
from models.query import Purpose, Query
from tests.api.people import person


def code_of(settings, **options) -> str:
    with pytest.raises(StoreError) as error:
        open_store(settings=settings, **options)
    return error.value.code


def test_a_store_that_is_not_there_is_made_only_on_request(settings, tmp_path):
    assert code_of(settings, create=False) == "store_missing"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("url", ["nonsense", "mysql://host/db", "sqlite+nope:///x"])
def test_a_url_of_no_store_is_refused(settings, url):
    assert code_of(replace(settings, store=url)) == "store_url"


def test_postgresql_without_its_driver_names_the_extra(settings, monkeypatch):
    def absent(*_, **__):
        raise ModuleNotFoundError("psycopg")

    monkeypatch.setattr("api.store.engine.create_engine", absent)
    with pytest.raises(MissingExtra):
        open_store(settings=replace(settings, store="postgresql://nowhere/tulga"))


def test_a_server_that_does_not_answer_is_told_in_words(settings, tmp_path):
    assert code_of(replace(settings, store=f"postgresql:///tulga?host={tmp_path}")) == "store_unreachable"


def test_a_file_that_is_no_database_is_left_alone(settings, tmp_path):
    file = tmp_path / "store.sqlite3"
    file.write_bytes(b"a letter, not a database" * 100)
    assert code_of(settings) == "store_foreign"
    assert file.read_bytes().startswith(b"a letter")


def test_a_folder_that_cannot_be_written_is_told(settings, tmp_path):
    (tmp_path / "file").write_text("")
    assert code_of(replace(settings, store=f"sqlite:///{tmp_path}/file/store.sqlite3")) == "store_not_writable"


def test_a_store_of_a_newer_version_is_refused(store, settings):
    with writing(store.engine) as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    assert code_of(settings) == "store_foreign"


def test_a_store_of_an_older_version_asks_for_the_upgrade(store, settings):
    with writing(store.engine) as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0000'")
    assert code_of(settings) == "store_old"


def test_features_of_another_version_are_made_anew_by_the_upgrade(store, settings, monkeypatch):
    for number in range(30):
        store.put(person(number))
    store.delete("tj", "R-000003")
    monkeypatch.setattr(preparing, "versions", lambda: {"features": "99", "keys": "99"})
    assert code_of(settings) == "features_outdated"
    upgrade_tables(settings)
    opened = open_store(settings=settings, rebuilding=True)
    assert rebuild(opened) == 29
    opened.close()
    opened = open_store(settings=settings)
    answer = search(opened, Query(person=person(7), purpose=Purpose.IDENTIFICATION))
    assert answer.candidates[0].record_id == "R-000007"
    opened.close()


def test_an_interrupted_rebuild_leaves_a_store_that_refuses_searches(store, settings, monkeypatch):
    store.put(person(1))

    def interrupted(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr("api.store.rebuild._prepare", interrupted)
        rebuild(store)
    assert code_of(settings) == "features_outdated"
    assert rebuild(store) == 1
    open_store(settings=settings).close()
