"""An address is settlement, street, house and flat, in four languages and any order of abbreviations."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.addresses import COMPARATOR
from matcher.addresses.parsing import read_address
from models.person import Person
from models.place import Registration
from tests.matcher import room_checks


def person(*texts):
    return Person(registrations=tuple(Registration(t) for t in texts))


def level(a, b):
    (one,) = room_checks.levels_of(COMPARATOR, [person(a)], [person(b)])
    assert room_checks.levels_of(COMPARATOR, [person(b)], [person(a)]) == [one]
    return one


@pytest.mark.parametrize(
    ("text", "street", "house", "flat"),
    [
        ("г. Алматы, ул. Абая, д. 12, кв. 45", "aba", "12", "45"),
        ("г.Алматы ул.Абая д.12 кв.45", "aba", "12", "45"),
        ("Алматы, Абая 12-45", "aba", "12", "45"),
        ("Алматы қаласы, Абай көшесі, 12 үй, 45 пәтер", "abai", "12", "45"),
        ("Almaty, Abay street 12, apt 45", "abai", "12", "45"),
        ("ш. Душанбе, кӯчаи Рӯдакӣ 15, ҳуҷраи 3", "rudaki", "15", "3"),
        ("г. Астана, мкр-н Самал, дом 5", "samal", "5", ""),
        ("г. Бохтар, ул. 8 Марта 7", "8 marta", "7", ""),
        ("г. Шымкент, пр-т Тауке хана, 3/1", "tauke hana", "3/1", ""),
        ("ш. Хуҷанд, маҳаллаи 12, хонаи 4, ҳуҷраи 17", "12", "4", "17"),
        ("с. Хушдилабад, дом 8", "", "8", ""),
    ],
)
def test_parts_are_found_in_every_style(text, street, house, flat):
    address = read_address(text)
    assert (address.street, address.house, address.flat) == (street, house, flat)


HOME = "г. Алматы, ул. Абая, д. 12, кв. 45"


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (HOME, "Алматы қаласы, Абай көшесі, 12 үй, 45 пәтер", "same"),
        (HOME, "ул. Абая 12-45", "same"),
        (HOME, "Алма-Ата, Абая 12-46", "same_house"),
        (HOME, "Алматы, ул. Абая 12", "same_house"),
        (HOME, "Алматы, ул. Абая 13-45", "same_street"),
        (HOME, "Алматы, ул. Сатпаева 12-45", "same_settlement"),
        (HOME, "г. Алматы", "same_settlement"),
        (HOME, "г. Душанбе, ул. Абая, д. 12, кв. 45", "different"),
        (HOME, "", "missing"),
        ("с. Хушдилабад, дом 8", "к. Хушдилабад, д. 8", "same"),
    ],
)
def test_levels(a, b, expected):
    if not b:
        assert room_checks.levels_of(COMPARATOR, [person(a)], [person()]) == [expected]
    else:
        assert level(a, b) == expected


def test_the_closest_pair_of_several_addresses_counts():
    a = person("г. Душанбе, ул. Айни 1", HOME)
    b = person("г. Худжанд, ул. Ленина 3", "Алматы, Абая 12-45")
    assert room_checks.levels_of(COMPARATOR, [a], [b]) == ["same"]
    assert COMPARATOR.notes(a, b) == (("several_addresses",),)


PEOPLE = [
    person(),
    person(HOME),
    person("Алматы, Абая 12"),
    person("с. Хушдилабад, дом 8"),
    person("г. Душанбе"),
    person(HOME, "г. Душанбе, ул. Айни 1"),
    person("ул. Абая 12-45"),
]


def test_the_room_keeps_the_protocol():
    room_checks.check_protocol(COMPARATOR, PEOPLE)
    texts = room_checks.reasons("matcher.addresses")
    room_checks.check_reasons(COMPARATOR, texts)
    room_checks.check_notes_have_texts(COMPARATOR, PEOPLE, texts)


@given(st.text(max_size=60))
def test_any_text_is_read(text):
    read_address(text)
