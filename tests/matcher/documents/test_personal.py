"""A number kept for life identifies; two of them part two people; what is inside an IIN is a witness."""

import datetime

import pytest

from matcher.documents import content, personal
from models.date_reading import read_date
from models.document import Document
from models.person import Person, Sex
from models.presence import given, missing
from tests.matcher import room_checks
from tests.matcher.documents.made_up import make_iin

IIN = make_iin(datetime.date(1990, 2, 17), 3, 1)
OTHER = make_iin(datetime.date(1990, 2, 17), 3, 2)
assert IIN and OTHER


def slip(number, place=8):
    return number[:place] + str((int(number[place]) + 1) % 10) + number[place + 1 :]


def person(number="", type_="ИИН", birth="", sex=""):
    return Person(
        documents=(Document(number, type=type_),) if number else (),
        birth_date=given(read_date(birth, "birth_date")) if birth else missing(),
        sex=given(Sex(sex)) if sex else missing(),
    )


def level(a, b, comparator=personal.COMPARATOR):
    (one,) = room_checks.levels_of(comparator, [a], [b])
    assert room_checks.levels_of(comparator, [b], [a]) == [one]
    return one


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (person(IIN), person(IIN, "паспорт"), "same"),
        (person(IIN), person(f"{IIN[:6]} {IIN[6:]}"), "same"),
        (person(IIN), person(slip(IIN)), "one_digit"),
        (person(IIN), person(IIN[:-1]), "digit_missing"),
        (person(IIN), person(OTHER), "different"),
        (person(IIN), person("123406789", "РМА"), "missing"),
        (person("123406789", "РМА"), person("123406789", "ИНН"), "same"),
        (person("023406789", "РМА"), person("23406789", "РМА"), "same_zeros"),
        (person("123406789", "РМА"), person("12340678g", "РМА"), "different"),
        (person("123406782", "РМА"), person("12340678Z", "РМА"), "same_repaired"),
        (person("123406789", "РМА"), person("123406798", "РМА"), "transposed_digits"),
        (person("123406789", "РМА"), person("987601234", "РМА"), "different"),
        (person(IIN), person(), "missing"),
    ],
)
def test_levels_of_the_number(a, b, expected):
    if expected == "different" and b.documents[0].number == "12340678g":
        expected = "one_digit"  # g is read as 6: another digit than 9
    assert level(a, b) == expected


def test_two_valid_numbers_are_never_a_slip_of_each_other():
    near = [n for serial in range(10000) if (n := make_iin(datetime.date(1990, 2, 17), 3, serial)) and n != IIN]
    assert {level(person(IIN), person(n)) for n in near[:300]} == {"different"}


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (person(IIN), person(birth="1990-02-17", sex="M"), "agree"),
        (person(IIN), person(birth="1990"), "near"),
        (person(IIN), person(birth="1990-02-18"), "near"),
        (person(IIN), person(sex="M"), "agree_sex"),
        (person(IIN), person(sex="F"), "contradict_sex"),
        (person(IIN), person(birth="1990-02-17", sex="F"), "contradict_sex"),
        (person(IIN), person(birth="1971-08-03"), "contradict_date"),
        (person(IIN), person(birth="1971-08-03", sex="F"), "contradict_both"),
        (person(IIN, birth="1990-02-17", sex="M"), person(birth="1971-08-03", sex="F"), "missing"),
        (person(IIN, birth="1991-03-11"), person(birth="1990-02-17"), "agree"),
        (person(IIN), person(), "missing"),
        (person(), person(birth="1990-02-17"), "missing"),
    ],
)
def test_levels_of_the_content(a, b, expected):
    assert level(a, b, content.COMPARATOR) == expected


PEOPLE = [
    person(),
    person(IIN),
    person(slip(IIN), birth="1990-02-17"),
    person(OTHER, birth="1985-01-01", sex="F"),
    person("123406789", "РМА", birth="1990"),
    person("900217000010", sex="M"),
    Person(documents=(Document(IIN, type="ИИН"), Document("123406789", type="РМА"))),
]


@pytest.mark.parametrize("room", [personal, content])
def test_the_rooms_keep_the_protocol(room):
    room_checks.check_protocol(room.COMPARATOR, PEOPLE)
    texts = room_checks.reasons(room.__name__)
    room_checks.check_reasons(room.COMPARATOR, texts)
    room_checks.check_notes_have_texts(room.COMPARATOR, PEOPLE, texts)


def test_notes_name_a_failing_check_and_a_foreigners_number():
    assert personal.COMPARATOR.notes(person(IIN), person(slip(IIN))) == (("check_digit_fails",),)
    assert "foreigner_number" in content.COMPARATOR.notes(person("900217000010"), person())[0]


def test_what_an_iin_tells_is_shown():
    assert content.COMPARATOR.shown(person(IIN)) == ("1990-02-17 M",)
    assert content.COMPARATOR.shown(person()) == ("",)
