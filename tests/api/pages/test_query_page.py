"""The query page: errors at their fields, purposes and cases asked for, addresses that say nothing of a person."""

import re

import pytest

ASKED = {"purpose": "identification", "case": "ДЛ-2026/7"}
SAFARALIEV = {
    "surname_ru": "Сафаралиев",
    "given_ru": "Дилшод",
    "patronymic_ru": "Насриддинович",
    "birth_date": "14.03.1987",
}


def test_a_query_leads_to_its_candidates(browser):
    answer = browser.post_form("/", **ASKED, **SAFARALIEV)
    assert answer.status_code == 303
    page = browser.get(answer.headers["Location"]).text
    assert "R-000184" in page
    assert page.index("R-000184") < page.index("R-000185")
    assert "Записей в реестрах: 4" in page


def test_no_address_says_anything_of_a_person(browser):
    location = browser.post_form("/", **ASKED, **SAFARALIEV).headers["Location"]
    page = browser.get(location).text
    addresses = [location, *re.findall(r'(?:href|action|src)="([^"]+)"', page)]
    assert not [a for a in addresses if re.search("R-0|1987|Сафар|%D0|safar", a, re.IGNORECASE)]


def test_the_query_is_journalled_with_its_purpose_and_case_and_so_is_the_look_at_a_candidate(browser, node):
    location = browser.post_form("/", **ASKED, **SAFARALIEV).headers["Location"]
    browser.get(location.replace("queries", "compare") + "/1")
    who = ("user:aigul", "identification", "ДЛ-2026/7")
    assert node.journal[1:] == [("search", *who), ("show", *who, "R-000184")]


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"purpose": "", "case": "1", "surname_ru": "А"}, ["purpose"]),
        ({"purpose": "curiosity", "case": "1", "surname_ru": "А"}, ["purpose"]),
        ({"purpose": "identification", "case": " ", "surname_ru": "А"}, ["case"]),
        ({"purpose": "identification", "case": "x" * 201, "surname_ru": "А"}, ["case"]),
        ({**ASKED, "birth_date": "31.02.1990", "document_issued_on": "вчера"}, ["birth_date", "document_issued_on"]),
        ({**ASKED, "surname_ru": "x" * 501}, ["surname_ru"]),
        ({**ASKED}, ["surname_ru"]),
        ({**ASKED, "sex": "?!"}, ["sex"]),
        ({}, ["purpose", "case"]),
    ],
)
def test_what_is_wrong_stands_at_its_field(browser, fields, wrong):
    answer = browser.post_form("/", **fields)
    assert answer.status_code == 422
    assert re.findall(r'<li><a href="#([a-z_]+)">', answer.text) == wrong


def test_what_was_typed_stays_in_the_form(browser):
    page = browser.post_form("/", purpose="legal-status", case="", surname_ru='О"<script>').text
    assert 'value="О&#34;&lt;script&gt;"' in page
    assert re.search(r'value="legal-status" selected', page)


def test_messages_use_the_labels_of_the_form(browser):
    page = browser.post_form("/", **ASKED, birth_date="31.02.1990").text
    assert "Дата рождения" in re.search(r'id="birth_date-error" class="error">([^<]+)<', page)[1]
    assert "birth_date»" not in page


def test_a_query_can_be_changed(browser):
    location = browser.post_form("/", **ASKED, **SAFARALIEV).headers["Location"]
    page = browser.get("/?again=" + location.rpartition("/")[2]).text
    assert 'value="Насриддинович"' in page
    assert 'value="ДЛ-2026/7"' in page


def test_a_register_can_be_chosen(browser):
    location = browser.post_form("/", **ASKED, **SAFARALIEV, register="kz").headers["Location"]
    assert "R-000184" not in browser.get(location).text


def test_without_candidates_the_page_says_what_that_means(browser):
    page = browser.get(browser.post_form("/", **ASKED, surname_ru="Ктототам").headers["Location"]).text
    assert "Подходящих записей нет" in page
    assert "не доказывает" in page


@pytest.mark.parametrize("path", ["/queries/{}", "/compare/{}/1", "/?again={}"])
def test_the_query_of_another_session_is_not_there(app, browser, user, path, log_in):
    name = browser.post_form("/", **ASKED, **SAFARALIEV).headers["Location"].rpartition("/")[2]
    other = log_in(app.test_client(), *user("marat"))
    assert other.get(path.format(name)).status_code == 404
    assert browser.get(path.format(name)).status_code == 200


def test_queries_die_with_their_session(browser, node):
    from sqlalchemy import select

    from api.auth.tables import page_queries

    browser.post_form("/", **ASKED, **SAFARALIEV)
    with node.engine.connect() as connection:
        sealed = connection.execute(select(page_queries.c.sealed)).scalar_one()
    assert "Сафаралиев".encode() not in sealed
    browser.post_form("/logout")
    with node.engine.connect() as connection:
        assert not connection.execute(select(page_queries)).all()


@pytest.mark.parametrize("address", ["/", "/mrz"])
def test_a_form_from_elsewhere_is_refused(browser, address, node):
    assert browser.post(address, data={**ASKED, **SAFARALIEV, "csrf": "forged"}).status_code == 403
    assert not [entry for entry in node.journal if entry[0] == "search"]


def test_a_candidate_that_is_not_listed_is_not_there(browser):
    name = browser.post_form("/", **ASKED, **SAFARALIEV).headers["Location"].rpartition("/")[2]
    for place in ("0", "99", "-1", "x"):
        assert browser.get(f"/compare/{name}/{place}").status_code == 404


def test_the_page_of_a_pair_shows_prior_evidence_and_total(browser):
    name = browser.post_form("/", **ASKED, **SAFARALIEV, place="x").headers["Location"].rpartition("/")[2]
    page = browser.get(f"/compare/{name}/1").text
    for word in ("до сравнения", "Итог", "записей в реестрах", "<svg", "Не сравнивалось"):
        assert word in page
    assert 'style="' not in page
    assert "<script>" not in page


def test_the_lists_of_facts_write_dates_as_an_official_does_and_countries_by_name(browser):
    asked = SAFARALIEV | {"birth_date": "1987-03-14", "citizenship": "TJK", "document_number": "40218877"}
    page = browser.get(browser.post_form("/", **ASKED, **asked).headers["Location"]).text
    facts = [re.findall("<span>([^<]+)</span>", line) for line in re.findall('<p class="facts">(.+)</p>', page)]
    assert facts[0] == ["14.03.1987", "Таджикистан", "40218877"]
    assert facts[1][0] == "14.03.1987"


def test_unknown_absent_and_withheld_look_different(browser):
    asked = {"surname_ru": "Сафаралиев", "patronymic_ru": "нет", "birth_place": "скрыто"}
    name = browser.post_form("/", **ASKED, **asked).headers["Location"].rpartition("/")[2]
    page = browser.get(f"/compare/{name}/1").text
    found = set(re.findall('class="missing ([a-z]+)">([^<]+)<', page))
    assert {("absent", "нет (указано источником)"), ("withheld", "не передано"), ("unknown", "не указано")} <= found


@pytest.mark.parametrize("path", ["/nowhere", "/queries/x"])
def test_a_page_that_is_not_there_leads_back_to_the_form(browser, path):
    answer = browser.get(path)
    assert answer.status_code == 404
    assert re.search("<h1>Не найдено</h1>\\s+<p>[^<]+</p>", answer.text)
    assert 'href="/"' in answer.text


def test_a_fault_of_the_node_is_a_page_with_a_code_for_the_administrator(browser, node):
    node.match = lambda *_: 1 / 0
    answer = browser.post_form("/", **ASKED, **SAFARALIEV)
    assert answer.status_code == 500
    assert answer.headers["X-Request-Id"] in answer.text
    assert "ZeroDivision" not in answer.text
    assert "Сафаралиев" not in answer.text
