"""The master key: made once, kept private, never confused with another store's."""

from __future__ import annotations

import secrets
import stat
from dataclasses import replace

import pytest

from api.store.engine import writing
from api.store.keyring import rewrap
from api.store.opening import open_store
from models.errors import StoreError
from tests.api.people import person


def code_of(settings, **options) -> str:
    with pytest.raises(StoreError) as error:
        open_store(settings=settings, **options)
    return error.value.code


@pytest.fixture
def with_file(settings):
    """Settings whose key is in a file that is not there yet."""
    return replace(settings, key=None)


def test_a_new_store_without_a_key_gets_one_that_only_its_owner_can_read(with_file):
    store = open_store(settings=with_file)
    assert store.new_key == str(with_file.key_file)
    assert stat.S_IMODE(with_file.key_file.stat().st_mode) == 0o600
    assert len(bytes.fromhex(with_file.key_file.read_text())) == 32
    store.close()


def test_the_key_is_made_once(with_file):
    open_store(settings=with_file).close()
    again = open_store(settings=with_file)
    assert again.new_key is None
    again.close()


def test_a_store_whose_key_is_gone_is_not_given_a_new_one(with_file):
    open_store(settings=with_file).close()
    with_file.key_file.unlink()
    assert code_of(with_file) == "key_missing"
    assert not with_file.key_file.exists()


def test_a_key_that_others_can_read_is_refused(with_file):
    open_store(settings=with_file).close()
    with_file.key_file.chmod(0o640)
    assert code_of(with_file) == "key_exposed"


def test_the_key_of_another_store_is_refused(settings):
    open_store(settings=settings).close()
    assert code_of(replace(settings, key=secrets.token_hex(32))) == "key_wrong"


@pytest.mark.parametrize("key", ["abc", "z" * 64, "00" * 31])
def test_a_key_that_is_no_key_is_refused(settings, key):
    assert code_of(replace(settings, key=key)) == "key_malformed"


def test_the_message_does_not_repeat_the_key(settings):
    with pytest.raises(StoreError) as error:
        open_store(settings=replace(settings, key="hunter2"))
    assert "hunter2" not in str(error.value)


def test_the_master_key_can_be_changed_without_touching_a_record(settings):
    store = open_store(settings=settings)
    store.put(person(1))
    new = secrets.token_hex(32)
    with writing(store.engine) as connection:
        rewrap(connection, bytes.fromhex(settings.key), bytes.fromhex(new))
    store.close()
    assert code_of(settings) == "key_wrong"
    reopened = open_store(settings=replace(settings, key=new))
    assert reopened.get("tj", "R-000001").person == person(1)
    reopened.close()
