"""Native words in Russian and in Latin, scheme by scheme."""

from __future__ import annotations

import re

import pytest

from benchmarks.population.inventory import inventory
from benchmarks.population.spelling import latin, russian, scheme_choice
from benchmarks.population.tables import LANGUAGES, read_toml


@pytest.mark.parametrize(
    ("word", "style", "expected"),
    [
        ("Жүсіпов", "kk", "Жусипов"),
        ("Жүсіпов", "kk_soviet", "Джусипов"),
        ("Ҷамшед", "tg", "Джамшед"),
        ("Раҳмонзода", "tg_soviet", "Рахманзаде"),
        ("Тўхтаев", "uz", "Тухтаев"),
        ("Өмүрбек", "ky", "Омурбек"),
    ],
)
def test_russian_spelling(word: str, style: str, expected: str) -> None:
    assert russian(word, style) == expected


@pytest.mark.parametrize(
    ("word", "scheme", "style", "expected"),
    [
        ("Жүсіпов", "kz", "kk", "Zhusipov"),
        ("Мұсин", "kz_double", "kk", "Mussin"),
        ("Ерлан", "kz", "kk", "Yerlan"),
        ("Ҷамшед", "tj", "tg", "Jamshed"),
        ("Ғафуров", "tj", "tg", "Ghafurov"),
        ("Ҷӯраев", "tj_french", "tg", "Djouraev"),
        ("Раҳмон", "persian", "tg", "Rahman"),
        ("Ғуломов", "uz", "uz", "G‘ulomov"),
        ("Сергей", "icao", "ru", "Sergei"),
        ("Юлия", "icao", "ru", "Iuliia"),
        ("Хусаинов", "french", "ru", "Khoussainov"),
    ],
)
def test_latin_schemes(word: str, scheme: str, style: str, expected: str) -> None:
    assert latin(word, scheme, style) == expected


def test_no_letter_is_lost_between_the_alphabets() -> None:
    schemes = read_toml("schemes.toml")["latin"]
    for word in inventory().words[:400]:
        for language in LANGUAGES:
            assert not re.search("[ҳқғҷӯӣәңөұүіһў]", russian(word, language).lower()), (word, language)
        for scheme in schemes:
            assert re.fullmatch(r"[a-zäğñöūüş‘’ʻ '-]+", latin(word, scheme, "kk").lower()), (word, scheme)


def test_every_language_has_schemes_in_every_year() -> None:
    for language in LANGUAGES:
        for year in (1960, 1995, 2003, 2024):
            assert abs(sum(scheme_choice(language, year).values()) - 1) < 1e-9
