"""Candidate keys: whatever single field is missing or wrong, two records of one person still share a narrow key."""

from __future__ import annotations

import pytest

from matcher.features import normalise
from matcher.keys import BROAD, keys, wider
from models.flat import read_flat

PERSON = {
    "surname_ru": "Сафаралиев",
    "given_ru": "Дилшод",
    "patronymic_ru": "Насриддинович",
    "surname_latin": "SAFARALIEV",
    "given_latin": "DILSHOD",
    "birth_date": "14.03.1987",
    "document_series": "A",
    "document_number": "40218877",
}


def keys_of(**fields):
    return keys(normalise(read_flat(fields)))


def without(*names, **others):
    return {name: cell for name, cell in PERSON.items() if name not in names} | others


def narrow(found):
    return {key for key in found if key.partition(":")[0] not in BROAD}


@pytest.mark.parametrize(
    "asked",
    [
        without("document_series", "document_number"),
        without("birth_date", "document_series", "document_number"),
        without("patronymic_ru", "document_number", birth_date="1987"),
        without("surname_ru", "given_ru", "patronymic_ru", "document_number"),
        without("document_number", birth_date="03.14.1987"),
        without("document_number", surname_ru="Ахмедова", surname_latin="AHMEDOVA"),
        without("document_number", given_ru="Фаррух", given_latin="FARRUKH"),
        {"document_number": "040218877"},
        {"surname_latin": "SAFARALIYEV", "given_latin": "DILSHOD", "birth_date": "1987"},
        {"surname_ru": "Дилшод", "given_ru": "Сафаралиев", "birth_date": "1987-03-14"},
        {"name": "Дилшод Сафаралиев", "birth_date": "1987"},
    ],
    ids=",".join,
)
def test_a_record_with_one_thing_amiss_shares_a_narrow_key(asked):
    assert narrow(keys_of(**asked)) & set(keys_of(**PERSON))


def test_no_key_comes_twice():
    found = keys_of(**PERSON)
    assert len(found) == len(set(found))


def test_a_record_without_anything_to_search_by_has_no_keys():
    assert keys_of(sex="M", citizenship="TJK") == []


@pytest.mark.parametrize("fields", [{"surname_ru": "Рахимов"}, {"birth_date": "01.02.1990"}, {"given_ru": "Алишер"}])
def test_a_query_with_a_single_field_has_a_key(fields):
    assert keys_of(**fields)


@pytest.mark.parametrize(
    "asked",
    [
        {"document_number": "40218887"},
        {"document_number": "4021877"},
        {"document_number": "440218877"},
        {"document_number": "40281877"},
    ],
    ids=lambda fields: " ".join(fields.values()),
)
def test_wider_keys_allow_for_one_slip_in_a_number(asked):
    assert set(wider(normalise(read_flat(asked)))) & set(keys_of(**PERSON))


def test_wider_keys_allow_for_unknown_names_in_each_others_place():
    right = {"surname_ru": "Кустарбанов", "given_ru": "Вилларион", "birth_date": "1987"}
    turned = right | {"surname_ru": right["given_ru"], "given_ru": right["surname_ru"]}
    assert narrow(wider(normalise(read_flat(turned)))) & set(keys_of(**right))


@pytest.mark.parametrize(
    ("asked", "kept"), [("Каюмарсбек", "Каюмарс"), ("Каюмарс", "Каюмарсхон"), ("Нурбек", "Нурҷон")]
)
def test_wider_keys_allow_for_an_honorific_more_or_less(asked, kept):
    asked, kept = ({"surname_ru": "Сангинов", "given_ru": given, "birth_date": "2006"} for given in (asked, kept))
    assert narrow(wider(normalise(read_flat(asked)))) & set(keys_of(**kept))


@pytest.mark.parametrize(
    "whole",
    [
        {"surname_ru": "Сафаралиев Дилшод Насриддинович"},
        {"surname_latin": "SAFARALIEV DILSHOD"},
        {"surname_ru": "Дилшод Сафаралиев", "surname_latin": "SAFARALIEV DILSHOD"},
    ],
)
def test_a_whole_name_in_the_field_of_the_surname_has_the_keys_of_its_parts(whole):
    asked = whole | {"birth_date": "1987"}
    assert narrow(keys_of(**asked)) & set(keys_of(**PERSON))


def test_wider_keys_are_not_made_of_a_number_that_is_too_short():
    assert wider(normalise(read_flat({"document_number": "12345"}))) == []
