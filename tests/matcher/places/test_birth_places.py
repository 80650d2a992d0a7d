"""Two places of birth agree as far as the table of places, or their spelling, tells."""

import numpy as np
import pytest

from matcher.places import COMPARATOR
from matcher.places.comparison import WORTH_SORTING
from models.person import Person
from models.place import Place
from models.presence import given
from tests.matcher import room_checks


def person(text="", country=None):
    return Person(birth_place=given(Place(text, country))) if text or country else Person()


def level(a, b):
    (one,) = room_checks.levels_of(COMPARATOR, [person(a)], [person(b)])
    assert room_checks.levels_of(COMPARATOR, [person(b)], [person(a)]) == [one]
    return one


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("", "Душанбе", "missing"),
        ("СССР", "Душанбе", "missing"),
        ("Ленинабад", "г. Худжанд", "same_place"),
        ("dushanbe", "dusanbe", "same_place"),
        ("Вахдат", "г. Вахдат", "same_ambiguous"),
        ("london", "London", "same_text"),
        ("с. Хушдилабад, Аштский р-н", "ноҳияи Ашт, деҳаи Хушдилабад", "same_text"),
        ("с. Хушдилабад", "к. Хушдилобад", "similar_text"),
        ("Аштский р-н", "ноҳияи Ашт, вилояти Суғд", "same_district"),
        ("Согдийская обл.", "Худжанд", "contains"),
        ("Аштский р-н", "с. Хушдилабад, Аштский р-н", "contains"),
        ("г. Гиссар", "г. Гиссар, к. Алмоси", "contains"),
        ("Ленинабадская обл.", "вилояти Суғд", "same_region"),
        ("Таджикистан", "Худжанд", "same_country"),
        ("Таджикистан", "Тоҷикистон", "same_country"),
        ("с. Хушдилабад, Аштский р-н", "с. Понгоз, Аштский р-н", "same_district_other_place"),
        ("Худжанд", "Исфара", "same_region_other_place"),
        ("с. Хушдилабад, Аштский р-н", "с. Хушдилабад, Айнинский р-н", "same_text"),
        ("Актау, Алматинская обл.", "Актау", "same_ambiguous"),
        ("Акмолинская обл., с. Коксу", "Коксу", "same_ambiguous"),
        ("с. Фирдавстеппа Вахшский р-н", "Фирдавстеппа, Кулябская обл.", "same_text"),
        ("Первомайка, Канибадам", "Канибадам (с. Первомайка)", "same_text"),
        ("с. Первомайка, Канибадам", "Первомайка", "same_text"),
        ("с. Первомайка, Канибадам", "Канибадам", "contains"),
        ("Дангара, Куляб", "Куляб, Дангара", "same_place"),
        ("с. Аксай, Семей", "с. Аксай, Павлодар", "other_region"),
        ("Худжанд", "Куляб", "other_region"),
        ("Душанбе", "Худжанд", "other_region"),
        ("Согдийская обл.", "Хатлонская обл.", "other_region"),
        ("Астана", "Душанбе", "other_country"),
        ("Таджикистан", "Казахстан", "other_country"),
        ("london", "westminster", "other_text"),
    ],
)
def test_levels(a, b, expected):
    assert level(a, b) == expected


PEOPLE = [
    person(t)
    for t in (
        "",
        "Душанбе",
        "Вахдат",
        "Кофарнихон",
        "Согдийская обл.",
        "с. Хушдилабад, Аштский р-н",
        "Аштский район",
        "Казахстан",
        "СССР",
        "london",
        "г. Гиссар, к. Алмоси",
        "Кировский",
    )
]


def test_the_room_keeps_the_protocol():
    room_checks.check_protocol(COMPARATOR, PEOPLE)
    texts = room_checks.reasons("matcher.places")
    room_checks.check_reasons(COMPARATOR, texts)
    room_checks.check_notes_have_texts(COMPARATOR, PEOPLE, texts)


def test_the_country_field_helps_where_the_text_is_silent():
    assert room_checks.levels_of(COMPARATOR, [person("Навобод", "TJK")], [person("Шымкент")]) == ["other_country"]
    assert COMPARATOR.shown(person("Навобод", "TJK")) == ("TJK, Навобод",)


def test_a_shared_capital_says_less_than_a_shared_small_town():
    columns = COMPARATOR.batch([COMPARATOR.normalise(person(t)) for t in ("Душанбе", "Айни", "с. Хушдилабад")])
    shares = COMPARATOR.compare(columns, columns).frequency[:, 0]
    assert shares[0] > 10 * shares[1]
    assert shares[1] >= shares[2] > 0


def test_batches_made_apart_agree_with_one_made_together():
    rows = [COMPARATOR.normalise(p) for p in PEOPLE]
    whole = COMPARATOR.batch(rows)
    reversed_ = COMPARATOR.batch(rows[::-1])
    order = np.arange(len(rows))[::-1]
    one = COMPARATOR.compare(whole, whole.take(order)).levels
    assert (one == COMPARATOR.compare(whole, reversed_).levels).all()


def test_a_long_batch_is_judged_as_a_short_one():
    columns = COMPARATOR.batch([COMPARATOR.normalise(p) for p in PEOPLE])
    rng = np.random.default_rng(3)
    left, right = rng.integers(0, len(PEOPLE), (2, WORTH_SORTING + 1))
    long = COMPARATOR.compare(columns.take(left), columns.take(right))
    every = np.arange(len(PEOPLE))
    for i in every:
        short = COMPARATOR.compare(columns.take(np.full(len(PEOPLE), i)), columns.take(every))
        here = left == i
        assert (long.levels[here] == short.levels[right[here]]).all()
        np.testing.assert_array_equal(long.frequency[here], short.frequency[right[here]])
