"""POST /api/v1/match and /compare: one answer for each query, in order, journalled with its purpose and case."""

import pytest

ASKED = {"purpose": "identification", "case": "KZ-2026/14"}
SAFARALIEV = {"surname_ru": "Сафаралиев", "given_ru": "Дилшод", "birth_date": "14.03.1987"}


@pytest.fixture
def ask(client, token):
    headers = token("match")

    def post(path: str = "match", **body):
        return client.post(f"/api/v1/{path}", json={**ASKED, **body}, headers=headers)

    return post


def test_answers_come_in_the_order_of_the_queries(ask):
    answers = ask(queries=[SAFARALIEV, {"surname_ru": "Никтотаков"}]).json["answers"]
    assert [len(a["candidates"]) > 0 for a in answers] == [True, False]
    assert answers[0]["candidates"][0]["record_id"] == "R-000184"
    assert answers[0]["searched"] == 4


def test_the_bits_add_up_from_the_prior_to_the_total(ask):
    best = ask(queries=[SAFARALIEV]).json["answers"][0]["candidates"][0]
    assert best["prior_bits"] + sum(e["bits"] for e in best["evidence"]) == pytest.approx(best["bits"], abs=0.01)


def test_reasons_come_in_four_languages_or_in_those_asked_for(ask):
    def languages(**more):
        best = ask(queries=[SAFARALIEV], **more).json["answers"][0]["candidates"][0]
        return {code for piece in best["evidence"] for code in piece["reason"]}

    assert languages() == {"ru", "kk", "tg", "en"}
    assert languages(languages=["tg"]) == {"tg"}


def test_without_explain_there_is_no_evidence(ask):
    best = ask(queries=[SAFARALIEV], explain=False).json["answers"][0]["candidates"][0]
    assert "evidence" not in best
    assert best["grade"] == "certain" or best["probability"] > 0


def test_the_rich_form_is_read_as_well(ask):
    name = {"surname": {"state": "given", "value": "Сафаралиев"}, "spelling": "russian"}
    date = {"state": "given", "value": {"text": "14.03.1987"}}
    answers = ask(queries=[{"names": [name], "birth_date": date}]).json["answers"]
    assert answers[0]["candidates"][0]["record_id"] == "R-000184"


def test_limit_threshold_grade_and_registers_narrow_the_answer(ask):
    everyone = {"queries": [SAFARALIEV], "min_grade": "certainly-not"}
    found = ask(**everyone).json["answers"][0]["candidates"]
    assert len(found) == 4
    assert len(ask(**everyone, limit=2).json["answers"][0]["candidates"]) == 2
    assert {c["register"] for c in ask(**everyone, registers=["kz"]).json["answers"][0]["candidates"]} == {"kz"}
    probable = ask(**everyone, threshold=0.5).json["answers"][0]["candidates"]
    assert all(c["probability"] >= 0.5 for c in probable)
    assert len(probable) < len(found)


def test_every_query_is_journalled_with_who_why_and_for_which_case(ask, node):
    ask(queries=[SAFARALIEV, SAFARALIEV])
    assert [entry[0] for entry in node.journal] == ["search", "search"]
    assert all(entry[1].startswith("token:") for entry in node.journal)
    assert all(entry[2:] == ("identification", "KZ-2026/14") for entry in node.journal)


@pytest.mark.parametrize(
    ("change", "pointer", "code"),
    [
        ({"purpose": None}, "/purpose", "purpose_missing"),
        ({"purpose": "curiosity"}, "/purpose", "purpose_missing"),
        ({"case": ""}, "/case", "field_missing"),
        ({"case": "   "}, "/case", "field_missing"),
        ({"case": "x" * 201}, "/case", "field_too_long"),
        ({"queries": []}, "/queries", "list_length"),
        ({"queries": [SAFARALIEV] * 21}, "/queries", "list_length"),
        ({"limit": 0}, "/limit", "number_range"),
        ({"limit": 51}, "/limit", "number_range"),
        ({"limit": "ten"}, "/limit", "field_type"),
        ({"threshold": 1.5}, "/threshold", "number_range"),
        ({"min_grade": "sure"}, "/min_grade", "code_unknown"),
        ({"surname": "x"}, "/surname", "field_unknown"),
        ({"queries": [SAFARALIEV, {"birth_date": "31.02.1990"}]}, "/queries/1/birth_date", "date_impossible"),
        ({"queries": [{"sex": "M"}]}, "/queries/0", "query_empty"),
        ({"queries": [{"surname_ru": "x\u0000"}]}, "/queries/0/surname_ru", "field_control_characters"),
        ({"queries": [{"surname_ru": "x" * 5000}]}, "/queries/0/surname_ru", "field_too_long"),
        ({"queries": [{"names": [{"whole": "x", "nick": "y"}]}]}, "/queries/0/names/0/?", "field_unknown"),
        ({"queries": [{"names": [{}] * 101}]}, "/queries/0/names", "list_length"),
        (
            {"queries": [{"permits": [{"kind": "x", "right_to_work": "yes"}]}]},
            "/queries/0/permits/0/right_to_work",
            "field_type",
        ),
        (
            {"queries": [{"birth_date": {"state": "given", "value": {"text": "31.02.1990"}}}]},
            "/queries/0/birth_date/value",
            "date_impossible",
        ),
    ],
)
def test_a_wrong_field_is_named_by_its_path(ask, change, pointer, code):
    body = {"queries": [SAFARALIEV], **change}
    answer = ask(**{name: value for name, value in body.items() if value is not None} | _removed(change))
    assert answer.status_code == 422
    assert answer.mimetype == "application/problem+json"
    assert {"pointer": pointer, "code": code} in [
        {key: part[key] for key in ("pointer", "code")} for part in answer.json["errors"]
    ]


def _removed(change: dict) -> dict:
    return {name: "" for name, value in change.items() if value is None}


def test_all_wrong_fields_are_named_at_once(ask):
    answer = ask(queries=[{"birth_date": "31.02.1990"}, SAFARALIEV, {"sex": "?!"}])
    assert [part["pointer"] for part in answer.json["errors"]] == ["/queries/0/birth_date", "/queries/2/sex"]


def test_a_date_is_read_from_its_text_whatever_its_parts_say(ask, node):
    date = {"state": "given", "value": {"text": "1987", "year": 1700, "month": 77}}
    assert ask(queries=[{"birth_date": date}]).status_code == 200


def test_two_records_are_compared(ask, node):
    judged = ask("compare", a=SAFARALIEV, b={**SAFARALIEV, "given_ru": "Дилшот"}).json
    assert judged["grade"] in ("certain", "probable", "possible")
    assert node.journal[-1][0] == "compare"


def test_the_side_of_a_wrong_field_is_named(ask):
    answer = ask("compare", a=SAFARALIEV, b={"birth_date": "31.02.1990"})
    assert answer.json["errors"][0]["pointer"] == "/b/birth_date"
