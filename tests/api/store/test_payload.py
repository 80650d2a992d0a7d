"""A person survives the store unchanged, whatever it holds."""

from __future__ import annotations

import msgpack
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.store.payload import read, write
from models.biometrics import MediaReference
from models.date import PartialDate
from models.document import Document
from models.errors import StoreError
from models.name import Name
from models.person import Person, Sex
from models.place import Citizenship, Permit, Place, Registration, Restriction
from models.presence import Presence, Value
from tests.api.people import person

dates = st.builds(
    PartialDate,
    text=st.text(max_size=12),
    year=st.none() | st.integers(1900, 2030),
    month=st.none() | st.integers(1, 12),
    day=st.none() | st.integers(1, 31),
    alternative=st.none() | st.tuples(st.integers(1, 12), st.integers(1, 31)),
    century_open=st.booleans(),
)


def values(of):
    missing = st.sampled_from([p for p in Presence if p is not Presence.GIVEN]).map(Value)
    return missing | of.map(lambda value: Value(Presence.GIVEN, value))


texts = st.text(max_size=20)
names = st.builds(Name, surname=values(texts), given=values(texts), patronymic=values(texts), whole=st.none() | texts)
optional = {"since": st.none() | dates, "until": st.none() | dates}
people = st.builds(
    Person,
    record_id=texts,
    register=texts,
    names=st.lists(names, max_size=3).map(tuple),
    sex=values(st.sampled_from(Sex)),
    birth_date=values(dates),
    birth_place=values(st.builds(Place, text=texts, country=st.none() | texts)),
    citizenships=st.lists(st.builds(Citizenship, country=texts, **optional), max_size=2).map(tuple),
    documents=st.lists(st.builds(Document, number=texts, issued_on=st.none() | dates), max_size=2).map(tuple),
    registrations=st.lists(st.builds(Registration, address=texts, **optional), max_size=2).map(tuple),
    permits=st.lists(st.builds(Permit, kind=texts, **optional), max_size=2).map(tuple),
    restrictions=st.lists(st.builds(Restriction, kind=texts, **optional), max_size=2).map(tuple),
    photos=st.lists(st.builds(MediaReference), max_size=2).map(tuple),
    fingerprint_cards=st.lists(st.builds(MediaReference), max_size=2).map(tuple),
)


@given(people)
def test_every_person_comes_back_unchanged(found):
    assert read(write(found)) == found


def test_a_record_of_a_register_takes_few_bytes():
    assert len(write(person(1))) < 250


def test_a_format_of_a_newer_version_is_refused():
    newer = msgpack.packb([99, *msgpack.unpackb(write(person(1)))[1:]])
    with pytest.raises(StoreError) as error:
        read(newer)
    assert error.value.code == "store_foreign"
