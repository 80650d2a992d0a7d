"""Sex agrees as stated; where it is not stated, the grammar of the names bears witness."""

import itertools

import pytest

from matcher.sex import COMPARATOR
from matcher.sex.grammar import FEMALE, MALE, UNKNOWN, gender_of_names
from models.name import Name
from models.person import Person, Sex
from models.presence import given, missing
from tests.matcher import room_checks


def name(surname="", patronymic="", whole=None):
    return Name(
        surname=given(surname) if surname else missing(),
        patronymic=given(patronymic) if patronymic else missing(),
        whole=whole,
    )


def person(sex="", surname="", patronymic=""):
    return Person(sex=given(Sex(sex)) if sex else missing(), names=(name(surname, patronymic),))


@pytest.mark.parametrize(
    ("surname", "patronymic", "gender"),
    [
        ("Каримова", "", FEMALE),
        ("Каримов", "", MALE),
        ("KARIMOVA", "", FEMALE),
        ("Вишневская", "", FEMALE),
        ("Ковальский", "", MALE),
        ("Кульманзода", "", UNKNOWN),
        ("Низомиддин", "", UNKNOWN),
        ("Раҳмон", "", UNKNOWN),
        ("", "Сериковна", FEMALE),
        ("", "Серікұлы", MALE),
        ("", "Серікқызы", FEMALE),
        ("", "Serikkyzy", FEMALE),
        ("", "Ilich", MALE),
        ("", "Сапар уулу", MALE),
        ("", "Сапар кызы", FEMALE),
        ("", "Karim o‘g‘li", MALE),
        ("", "Karim qizi", FEMALE),
        ("", "Каримзода", UNKNOWN),
        ("Рахимов", "Раҳимдухт", FEMALE),
        ("", "", UNKNOWN),
    ],
)
def test_endings_tell_the_gender_or_say_nothing(surname, patronymic, gender):
    assert gender_of_names((name(surname, patronymic),)) == gender


def test_a_whole_name_is_heard_when_its_parts_are_not_told_apart():
    assert gender_of_names((name(whole="Каримова Зебо Рустамовна"),)) == FEMALE
    assert gender_of_names((name(whole="Rustam Karimov"),)) == MALE
    assert gender_of_names((name(whole="Зебо Рустам"),)) == UNKNOWN


def test_names_that_contradict_each_other_say_nothing():
    assert gender_of_names((name("Каримов"), name("Каримова"))) == UNKNOWN
    assert gender_of_names((name("Каримов"), name("Каримова", "Рустамовна"))) == FEMALE


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (person("M"), person("M"), "agree"),
        (person("M"), person("F"), "conflict"),
        (person("M", "Каримова"), person("F", "Каримова"), "conflict_names_agree"),
        (person("M"), person("", "Каримов"), "agree_by_grammar"),
        (person("M"), person("", "Каримова"), "conflict_by_grammar"),
        (person("", "Каримов"), person("", "Каримова"), "conflict_by_grammar"),
        (person("", "Каримов"), person("", "", "Рустамович"), "agree_by_grammar"),
        (person("M", "Каримова"), person("M", "Каримов"), "agree"),
        (person("X"), person("M"), "missing"),
        (person("M"), person("", "Раҳмон"), "missing"),
    ],
)
def test_levels(a, b, expected):
    assert room_checks.levels_of(COMPARATOR, [a], [b]) == [expected]


PEOPLE = [person(s, n) for s, n in itertools.product(["", "M", "F", "X"], ["", "Каримов", "Каримова"])]


def test_the_room_keeps_the_protocol():
    room_checks.check_protocol(COMPARATOR, PEOPLE)
    texts = room_checks.reasons("matcher.sex")
    room_checks.check_reasons(COMPARATOR, texts)
    room_checks.check_notes_have_texts(COMPARATOR, PEOPLE, texts)


@pytest.mark.shared
def test_endings_hold_on_a_list_of_real_surnames_and_patronymics(shared_data):
    folder = shared_data / "names/inventories"
    for kind, part, floor in (("surnames", "surname", 0.995), ("midnames", "patronymic", 0.999)):
        lines = (folder / f"ru_petrovich_eval_{kind}.gender.tsv").read_text("utf-8").splitlines()[1:]
        rows = [line.split("\t") for line in lines]
        told = [(gender_of_names((name(**{part: w}),)), g) for w, g in rows if g in {"мр", "жр"}]
        heard = [(MALE if g == "мр" else FEMALE) == t for t, g in told if t != UNKNOWN]
        assert len(heard) > 0.5 * len(told)
        assert sum(heard) / len(heard) >= floor
