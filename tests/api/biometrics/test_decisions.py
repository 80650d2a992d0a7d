"""A reading is set by a person: written down with who, when and why, added to, never changed, gone with its record."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from api import journal
from api.app import create_app
from api.auth import tokens, users
from api.biometrics.decisions import Decision, Pair, decide, decided
from api.biometrics.tables import decisions
from api.http_settings import HttpSettings
from api.local_node import LocalNode
from api.store.engine import reading, writing
from models.errors import BadValue, NotFound
from models.evidence import Reading
from tests.api.conftest import csrf
from tests.api.people import person

PAIR = Pair(register="tj", record_id="R-000004", case="Д-1")
PASSWORD = "correct horse battery staple"


def made(which: Reading = Reading.SEVERAL_IDENTITIES, **more) -> Decision:
    return Decision(**{"reading": which, "proposed": "undecided", "by": "aigul", "case": "Д-1", **more})


@pytest.fixture
def two(store):
    for number in (4, 5):
        store.put(person(number))
    return store


def rows(store) -> int:
    with reading(store.engine) as connection:
        return connection.execute(select(func.count()).select_from(decisions)).scalar_one()


def test_a_change_of_mind_is_added_and_both_are_journalled(two):
    decide(two, PAIR, made(), "user:aigul")
    decide(two, PAIR, made(Reading.DIFFERENT, note="близнец"), "user:head")
    found = decided(two, PAIR)
    assert [d.reading for d in found] == [Reading.DIFFERENT, Reading.SEVERAL_IDENTITIES]
    assert (found[0].note, found[0].by, found[0].proposed) == ("близнец", "aigul", "undecided")
    assert found[0].at >= found[1].at
    entries = [w.entry for w in journal.entries(two) if w.entry.action == "set reading"]
    assert [(e.actor, e.case, e.details["reading"]) for e in entries] == [
        ("user:aigul", "Д-1", Reading.SEVERAL_IDENTITIES),
        ("user:head", "Д-1", Reading.DIFFERENT),
    ]
    assert journal.verify(two) is None


def test_a_pair_of_records_is_one_pair_from_both_sides_and_another_case_is_another_pair(two):
    forth = Pair(register="tj", record_id="R-000004", case="Д-1", other=("tj", "R-000005"))
    back = Pair(register="tj", record_id="R-000005", case="Д-2", other=("tj", "R-000004"))
    decide(two, forth, made(), "user:aigul")
    assert len(decided(two, forth)) == len(decided(two, back)) == 1
    assert decided(two, PAIR) == []
    assert decided(two, Pair(register="tj", record_id="R-000004", case="Д-2")) == []


def test_what_cannot_be_set_is_refused(two):
    with pytest.raises(BadValue):
        decide(two, PAIR, made(Reading.UNDECIDED), "user:aigul")
    for pair in (
        Pair(register="tj", record_id="R-9", case="Д-1"),
        Pair(register="tj", record_id="R-000004", case="Д-1", other=("tj", "R-9")),
    ):
        with pytest.raises(NotFound):
            decide(two, pair, made(), "user:aigul")
    assert rows(two) == 0


def test_decisions_go_with_either_record_and_the_journal_stays(two):
    decide(two, PAIR, made(), "user:aigul")
    decide(two, Pair(register="tj", record_id="R-000005", case="Д-1", other=("tj", "R-000004")), made(), "user:aigul")
    two.delete("tj", "R-000004")
    assert rows(two) == 0
    assert sum(w.entry.action == "set reading" for w in journal.entries(two)) == 2


@pytest.fixture
def client(two):
    """The interface, with a token that may set readings and one that may not."""
    with writing(two.engine) as connection:
        made_ = {scope: tokens.create(connection, scope, [scope]) for scope in ("decisions", "records:write")}
    app = create_app(LocalNode(two), HttpSettings(secure_cookies=False)).test_client()

    def call(method, path="", scope="decisions", **options):
        url = f"/api/v1/registers/tj/records/R-000004/decisions{path}"
        return app.open(url, method=method, headers={"Authorization": f"Bearer {made_[scope]}"}, **options)

    return call


def test_the_interface_takes_what_a_person_decided(client):
    document = {"reading": "different-data-same-person", "case": "Д-1", "decided_by": "aigul", "note": "x"}
    added = client("POST", json=document)
    assert added.status_code == 201, added.text
    (told,) = client("GET", "?case=Д-1").json["decisions"]
    assert (told["reading"], told["by"], told["proposed"]) == (document["reading"], "aigul", None)
    assert client("GET").status_code == 422
    for wrong in ({"reading": "undecided"}, {"decided_by": ""}, {"reading": "same"}, {"by": "x"}):
        assert client("POST", json=document | wrong).status_code == 422
    assert client("POST", scope="records:write", json=document).status_code == 403
    other = {"other": {"register": "tj", "record_id": "R-000005"}}
    assert client("POST", json=document | other).status_code == 201
    found = client("GET", "?other_register=tj&other_record_id=R-000005").json["decisions"]
    assert len(found) == 1


def test_a_person_sets_it_on_the_page_of_the_pair_beside_the_proposal(two):
    with writing(two.engine) as connection:
        users.add(connection, "aigul", PASSWORD, ["case-worker"])
    browser = create_app(LocalNode(two), HttpSettings(secure_cookies=False)).test_client()
    browser.post("/login", data={"csrf": csrf(browser.get("/login").text), "login": "aigul", "password": PASSWORD})
    who = person(4)
    asked = {
        "csrf": csrf(browser.get("/").text),
        "purpose": "identification",
        "case": "Д-1",
        "surname_ru": who.names[0].surname.value,
        "given_ru": who.names[0].given.value,
        "birth_date": who.birth_date.value.iso(),
    }
    page = browser.post("/", data=asked).headers["Location"].replace("queries", "compare") + "/1"
    before = browser.get(page).text
    assert "ещё не принято" in before
    assert before.count('type="radio" name="reading"') == 4
    form = {"csrf": csrf(before), "reading": "same-data-same-person", "note": "сверено с паспортом <b>"}
    assert browser.post(f"{page}/decision", data=form | {"csrf": "x"}).status_code == 403
    assert browser.post(f"{page}/decision", data=form | {"reading": "undecided"}).status_code == 422
    assert browser.post(f"{page}/decision", data=form).status_code == 303
    after = browser.get(page).text
    assert "сверено с паспортом &lt;b&gt;" in after
    assert "aigul" in after
    assert "ещё не принято" not in after
    (entry,) = [w.entry for w in journal.entries(two) if w.entry.action == "set reading"]
    assert (entry.actor, entry.case) == ("user:aigul", "Д-1")
