"""Persons travel as JSON and come back unchanged."""

import json
from pathlib import Path

import pytest
from hypothesis import given as hypothesis_given
from hypothesis import strategies as st

import matcher
from models.errors import BadValue
from models.flat import COLUMNS
from models.name import Name, Spelling
from models.person import Person
from models.presence import given
from models.wire import dump, flat_schema, load, person_schema, read_record, to_object


def test_the_flat_form_is_read():
    person = read_record({"surname_ru": "Каримов", "document_number": 1234567}, register="kz")
    assert person.names[0].surname.value == "Каримов"
    assert person.documents[0].number == "1234567"
    assert person.register == "kz"


def test_the_rich_form_is_read():
    person = read_record({"names": [{"surname": {"state": "given", "value": "Каримов"}, "spelling": "russian"}]}, "kz")
    assert person.names == (Name(surname=given("Каримов"), spelling=Spelling.RUSSIAN),)
    assert person.register == "kz"


def test_an_unknown_field_is_refused_by_name():
    with pytest.raises(BadValue) as caught:
        read_record({"surnameru": "Каримов"})
    assert caught.value.field == "surnameru"


def test_an_unknown_field_that_may_be_personal_data_is_not_repeated():
    with pytest.raises(BadValue) as caught:
        read_record({"Каримов Али": "x"})
    assert "Каримов" not in caught.value.text("ru")


def test_a_wrong_type_deep_inside_is_named_with_its_path():
    with pytest.raises(BadValue) as caught:
        read_record({"names": [{"surname": {"state": "given", "value": 5}}]})
    assert caught.value.field is not None
    assert caught.value.field.startswith("names.0.surname")


@pytest.mark.parametrize("cell", [1.5, True, ["x"], {"a": 1}])
def test_a_flat_cell_is_text(cell):
    with pytest.raises(BadValue):
        read_record({"surname_ru": cell})


@hypothesis_given(st.fixed_dictionaries({}, optional={c: st.text("абвәҷxyz .-", max_size=12) for c in COLUMNS[:7]}))
def test_a_person_survives_the_journey(row):
    person = read_record(row)
    assert load(dump(person)) == person
    assert (
        read_record(to_object(person) | {"record_id": person.record_id, "names": to_object(person).get("names", [])})
        == person
    )


def test_the_schema_names_every_field():
    assert set(person_schema()["properties"]) == set(Person.__dataclass_fields__)
    assert set(COLUMNS) <= set(flat_schema()["properties"])
    json.dumps(person_schema())


def test_liability_is_not_in_the_person():
    assert not any(
        "liabilit" in name or name in ("administrative", "criminal") for name in _property_names(person_schema())
    )


def test_no_room_of_the_matcher_knows_of_liability():
    """Items 7 and 8 of Art. 6 are never a feature: nothing that compares records can even read them."""
    rooms = Path(matcher.__file__).parent.rglob("*.py")
    assert not [room for room in rooms if "liability" in room.read_text("utf-8").replace("reliability", "")]


def _property_names(schema: object) -> list[str]:
    if isinstance(schema, dict):
        own = list(schema.get("properties", {}))
        return own + [name for part in schema.values() for name in _property_names(part)]
    return [name for part in schema for name in _property_names(part)] if isinstance(schema, list) else []
