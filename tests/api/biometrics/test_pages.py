"""The pages with pictures: asked by upload, shown side by side, drawn over, told in the reader's language."""

from __future__ import annotations

import io
import re

import pytest

from api.app import create_app
from api.auth import users
from api.http_settings import HttpSettings
from api.local_node import LocalNode
from api.store.engine import writing
from tests.api.conftest import csrf

PASSWORD = "correct horse battery staple"
ASKED = {"purpose": "identification", "case": "T-1"}


@pytest.fixture(scope="module")
def browser(known, photo_file, enrolled):
    """A case worker at a node that knows three cards and a photograph."""
    known.shelf.add("tj", "R-000004", [photo_file])
    assert enrolled(known)[0].refused is None
    with writing(known.engine) as connection:
        users.add(connection, "aigul", PASSWORD, ["case-worker"])
    client = create_app(LocalNode(known), HttpSettings(secure_cookies=False, body_limit=50_000)).test_client()
    page = client.get("/login").text
    client.post("/login", data={"csrf": csrf(page), "login": "aigul", "password": PASSWORD})
    return client


def ask(browser, **fields):
    form = {"csrf": csrf(browser.get("/").text), **ASKED, **fields}
    files = {n: (io.BytesIO(v), "x") if isinstance(v, bytes) else v for n, v in form.items()}
    return browser.post("/", data=files)


@pytest.fixture(scope="module")
def pair(browser, cards, portrait):
    """The page of the best candidate for other data beside known fingers and a known face."""
    answer = ask(
        browser, surname_ru="Чужой", given_ru="Иван", birth_date="1999", photo=portrait, fingerprint_card=cards(4, 1)
    )
    assert answer.status_code == 303, answer.text
    return browser.get(answer.headers["Location"].replace("queries", "compare") + "/1").text


def test_the_form_takes_pictures_and_they_alone_are_enough(browser, cards):
    assert 'enctype="multipart/form-data"' in browser.get("/").text
    answer = ask(browser, fingerprint_card=cards(4, 1))
    assert answer.status_code == 303
    assert "R-000004" in browser.get(answer.headers["Location"]).text


def test_both_photographs_stand_side_by_side_and_over_each_other(pair):
    assert pair.count("data:image/jpeg;base64,") == 4
    assert 'class="slider"' in pair
    assert "расстояние между глазами" in pair


def test_the_hands_show_each_fingers_bits(pair):
    fingers = re.findall(r'<g class="finger (\w+)">', pair)
    assert len(fingers) == 10
    assert fingers.count("for") == 2
    assert fingers.count("missing") == 8
    assert "левый указательный" in pair


def test_paired_minutiae_are_drawn_over_both_prints(pair):
    assert pair.count("<image href=") == 4
    numbers = [int(n) for n in re.findall(r"<text x=\"[\d.]+\" y=\"-?[\d.]+\">(\d+)</text></g>", pair)]
    assert numbers
    assert all(numbers.count(n) % 2 == 0 for n in numbers)


def test_a_conflict_is_said_before_anything_else(pair):
    assert pair.index("возможно, несколько личностей") < pair.index('id="photos"')
    assert "противоречат друг другу" in pair


def test_swapped_hands_are_said_where_the_cards_disagree(browser, cards):
    answer = ask(
        browser,
        surname_ru="Назаров",
        given_ru="Алишер",
        birth_date="05.01.1954",
        fingerprint_card=cards(4, 1, swapped=True),
    )
    found = browser.get(answer.headers["Location"].replace("queries", "compare") + "/1").text
    assert "R-000004" in found
    assert "левая и правая рука переставлены" in found


def test_nothing_inline_that_the_policy_forbids(pair):
    assert not re.search(r"<script(?![^>]*src=)|<style|\sstyle=|\son\w+=", pair)


def test_a_bad_picture_is_told_at_its_field_and_the_form_stays_filled(browser):
    answer = ask(browser, surname_ru="Назаров", photo=b"\xff\xd8\xff nothing")
    assert answer.status_code == 422
    assert 'id="photo-error"' in answer.text
    assert 'value="Назаров"' in answer.text


def test_a_form_of_another_site_is_refused_with_pictures_too(browser, cards):
    assert ask(browser, csrf="x", fingerprint_card=cards(4, 1)).status_code == 403
