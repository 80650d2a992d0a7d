"""Countries are known by any name their citizens' papers use; a former citizenship is not a contradiction."""

import pytest

from matcher.citizenship import COMPARATOR
from matcher.citizenship.countries import codes, country_code, data, says_nothing, successors
from models.person import Person
from models.place import Citizenship
from tests.matcher import room_checks


def person(*countries, former=()):
    now = tuple(Citizenship(c) for c in countries)
    return Person(citizenships=now + tuple(Citizenship(c, former=True) for c in former))


def level(a, b):
    return room_checks.levels_of(COMPARATOR, [a], [b])[0]


@pytest.mark.parametrize(
    ("code", "texts"),
    [
        ("TJK", "TJK TJ Таджикистан ТАДЖИКИСТАН Тоҷикистон Точикистон Тәжікстан Tajikistan РТ Тадж.ССР Таджикистон"),
        ("KAZ", "KAZ KZ Казахстан Қазақстан Казакстан Қазоқистон Kazakhstan РК ҚР КазССР"),
        ("UZB", "Узбекистан Oʻzbekiston Өзбекстан Ӯзбекистон Uzbekistan"),
        ("KGZ", "Кыргызстан Киргизия Қирғизистон Kyrgyzstan"),
        ("RUS", "РФ Россия Ресей Русия RUS Russia"),
        ("SUN", "СССР USSR КСРО"),
        ("XXA", "ЛБГ stateless"),
    ],
)
def test_a_country_is_known_by_every_name(code, texts):
    assert {country_code(t) for t in texts.split()} == {code}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("гражданин Республики Таджикистан", "TJK"),
        ("Таджик ССР", "TJK"),
        ("Казах ССР", "KAZ"),
        ("Казахская Советская Социалистическая Республика", "KAZ"),
        ("Ҷумҳурии Тоҷикистон", "TJK"),
        ("Қазақстан Республикасы", "KAZ"),
        ("Republic of Kazakhstan", "KAZ"),
        ("Российская Федерация", "RUS"),
        ("без гражданства", "XXA"),
        ("Таджекистан", "TJK"),
        ("Казахстанн", "KAZ"),
    ],
)
def test_long_forms_and_slips_are_understood(text, code):
    assert country_code(text) == code


def test_what_is_no_country_is_not_guessed():
    assert country_code("Атлантида") is None
    assert country_code("ЪЪ") is None
    assert says_nothing("XXX")
    assert says_nothing(" - ")


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (person("РТ"), person("TJK"), "agree"),
        (person("РТ"), person("KAZ"), "different"),
        (person("РТ", "РФ"), person("RUS"), "agree"),
        (person("РК", former=["РТ"]), person("TJK"), "agree_former"),
        (person("РК", former=["РТ"]), person("РФ", former=["РТ"]), "agree_former"),
        (person("СССР"), person("TJK"), "soviet"),
        (person("СССР"), person("Турция"), "different"),
        (person("ЛБГ"), person("TJK"), "stateless"),
        (person("ЛБГ"), person("stateless"), "agree"),
        (person(), person("TJK"), "missing"),
        (person("XXX"), person("TJK"), "missing"),
        (person("Атлантида"), person("атлантида"), "agree"),
        (person("Атлантида"), person("TJK"), "missing"),
    ],
)
def test_levels(a, b, expected):
    assert level(a, b) == level(b, a) == expected


PEOPLE = [
    person(),
    person("РТ"),
    person("KAZ", "РФ"),
    person("СССР"),
    person("ЛБГ"),
    person("Атлантида"),
    person("РК", former=["РТ", "СССР"]),
]


def test_the_room_keeps_the_protocol():
    room_checks.check_protocol(COMPARATOR, PEOPLE)
    texts = room_checks.reasons("matcher.citizenship")
    room_checks.check_reasons(COMPARATOR, texts)
    room_checks.check_notes_have_texts(COMPARATOR, PEOPLE, texts)


def test_a_shared_neighbouring_citizenship_says_less_than_a_rare_one():
    columns = COMPARATOR.batch([COMPARATOR.normalise(person(c)) for c in ("KAZ", "DEU")])
    shares = COMPARATOR.compare(columns, columns).frequency[:, 0]
    assert shares[0] > 100 * shares[1]


def test_the_tables_name_only_known_codes():
    assert set(successors("SUN")) < set(codes())
    assert set(data()["shares"]) - {"rest"} <= set(codes())
    assert len(codes()) > 240
