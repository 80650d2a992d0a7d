"""Which word is surname, given name, patronymic: by what the words are, not by where they stand."""

from itertools import permutations

import pytest

from matcher.names.model import Spelling
from matcher.names.roles import infer, infer_all, slots

WHOLE = [
    ("Каримов Рустам Азизович", ("каримов", "рустам", "азизович")),
    ("Rustam Karimov", ("karimov", "rustam", "")),
    ("Сапар уулу Тимур", ("", "тимур", "сапаруулу")),
    ("Ахметова Айгүл Серікқызы", ("ахметова", "айгүл", "серікқызы")),
    ("Каримову Рустаму Азизовичу", ("каримов", "рустам", "азизович")),
]


@pytest.mark.parametrize(("name", "parts"), WHOLE)
def test_parts_are_told_apart(name, parts):
    assert infer(name)[:3] == parts


@pytest.mark.parametrize("name", ["Каримов Рустам Азизович", "Ахметова Айгүл Серікқызы", "Karimov Rustam"])
def test_the_order_of_words_is_no_evidence(name):
    assert len({infer(" ".join(words)) for words in permutations(name.split())}) == 1


def test_plain_roles_leave_one_way_to_read_a_name():
    assert len(infer_all("Каримов Рустам Азизович")) == 1


def test_three_given_names_are_read_in_each_likely_way():
    ways = infer_all("Мырза Қадыр Әли")
    assert len(ways) > 1
    assert len(set(ways)) == len(ways)
    assert {word for way in ways for part in way[:3] for word in part.split()} == {"мырза", "қадыр", "әли"}


def test_fields_that_are_told_apart_stay_so():
    assert slots(Spelling("Иванов", "Пётр", "Ильич")) == (("иванов", "пётр", "ильич", 63),)


def test_swapped_fields_are_put_right():
    assert slots(Spelling("Рустам", "Каримов"))[0][:2] == ("каримов", "рустам")


@pytest.mark.parametrize(
    ("surname", "given", "patronymic"),
    [
        ("Евгений Алмасович", "Адамбеков", None),
        ("Адамбеков Евгений", "Алмасович", None),
        ("Алмасович", "Евгений", "Адамбеков"),
        ("Адамбеков", "Алмасович", "Евгений"),
        ("Евгений", "Алмасович", "Адамбеков"),
        (None, "Адамбеков Евгений Алмасович", None),
        ("Адамбеков Евгений Алмасович", None, None),
    ],
)
def test_a_fathers_name_in_another_field_puts_the_fields_in_doubt(surname, given, patronymic):
    assert ("адамбеков", "евгений", "алмасович", 63) in slots(Spelling(surname, given, patronymic))


def test_a_surname_field_that_holds_a_whole_name_is_read_as_one():
    assert slots(Spelling("Karimov Toleubek"))[0][:2] == ("karimov", "toleubek")


@pytest.mark.parametrize(
    ("surname", "given", "patronymic"),
    [
        ("Болот кызы", "Айгуль", None),
        ("Абрамович", "Ольга", None),
        ("Абрамович", "Анна", "Петровна"),
        ("Сулаймонов", "Акбар", "Дилшодзода"),
        (None, "Анна Мария", None),
        ("Иванов", "Нур Али", None),
    ],
)
def test_fields_whose_words_may_stand_there_are_read_one_way(surname, given, patronymic):
    assert len(slots(Spelling(surname, given, patronymic))) == 1


def test_an_initial_may_stand_for_the_surname():
    assert ("м", "олександр", "борисович") in {way[:3] for way in infer_all("М. Олександр Борисович")}


@pytest.mark.parametrize(
    ("name", "father"), [("Асанова Гүлсая Нусубалы к.", "нусубалыкызы"), ("Асанов Бакыт Эсен у.", "эсенуулу")]
)
def test_a_fourth_letter_alone_shortens_the_word_after_a_fathers_name(name, father):
    assert infer(name)[2] == father


def test_an_initial_after_a_patronymic_shortens_nothing():
    assert infer("Ivanov Ivan Ivanovich K.")[2] == "ivanovich"
