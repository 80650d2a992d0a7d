"""What is sealed can be opened only with the same key, in the same place, unchanged."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.store.sealing import KEY_BITS, Blinder, Keys
from models.errors import StoreError

KEYS = Keys(bytes(range(32)))


@given(st.binary(max_size=300), st.binary(max_size=20))
def test_what_was_sealed_comes_back(plain, context):
    cipher = KEYS.cipher("payload")
    assert cipher.open(cipher.seal(plain, context), context) == plain


def test_the_same_text_is_sealed_differently_each_time():
    cipher = KEYS.cipher("payload")
    assert cipher.seal(b"text") != cipher.seal(b"text")


@pytest.mark.parametrize("position", [0, 12, -1])
def test_a_changed_byte_is_noticed(position):
    sealed = bytearray(KEYS.cipher("payload").seal(b"text"))
    sealed[position] ^= 1
    with pytest.raises(StoreError) as error:
        KEYS.cipher("payload").open(bytes(sealed))
    assert error.value.code == "store_tampered"


def test_a_text_cannot_be_moved_to_another_row():
    sealed = KEYS.cipher("payload").seal(b"text", b"row 1")
    with pytest.raises(StoreError):
        KEYS.cipher("payload").open(sealed, b"row 2")


def test_each_purpose_has_a_key_of_its_own():
    with pytest.raises(StoreError):
        KEYS.cipher("features").open(KEYS.cipher("payload").seal(b"text"))


@given(st.text(max_size=40))
def test_a_hashed_key_has_forty_bits_and_depends_on_the_secret(text):
    mine, other = KEYS.blinder(), Keys(bytes(32)).blinder()
    assert 0 <= mine.numbers([text])[0] < 2**KEY_BITS
    assert mine.numbers([text])[0] == KEYS.blinder().numbers([text])[0]
    assert mine.numbers([text])[0] != other.numbers([text])[0]


def test_register_and_identifier_do_not_run_together():
    blinder = Blinder(bytes(32))
    assert blinder.identity("a", "bc") != blinder.identity("ab", "c")
    assert len(blinder.identity("a", "b")) == 16
    assert len(blinder.content(b"")) == 8
