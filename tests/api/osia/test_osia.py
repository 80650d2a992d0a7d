"""OSIA's biometrics interface: persons, encounters, galleries, searches, tasks with a callback; its errors."""

from __future__ import annotations

import base64

import pytest

from api import journal
from api.app import create_app
from api.auth import tokens
from api.http_settings import HttpSettings
from api.local_node import LocalNode
from api.osia.bodies import FINGERS
from api.store.engine import writing
from matcher.biometrics.cards.iso_minutiae import read as read_minutiae
from matcher.biometrics.images import to_png
from matcher.biometrics.synthetic.cards import print_of

T = "transactionId=T-1"


@pytest.fixture(scope="session")
def finger():
    """One print as the standard's biometric data."""

    def make(person: int, taking: int, position: int) -> dict:
        image = to_png(print_of(person, position, taking).pixels, 500.0)
        return {
            "biometricType": "FINGER",
            "biometricSubType": FINGERS[position - 1],
            "impressionType": "LIVE_SCAN_ROLLED",
            "resolution": 500,
            "image": base64.b64encode(image).decode(),
        }

    return make


@pytest.fixture(scope="session")
def body(finger):
    def make(person: int, taking: int = 0, **more) -> dict:
        data = [finger(person, taking, position) for position in (2, 7)]
        return {"status": "ACTIVE", "encounterType": "VISA", "biometricData": data, **more}

    return make


@pytest.fixture
def call(store):
    with writing(store.engine) as connection:
        made = tokens.create(connection, "test", ["match", "records:write"])
    settings = HttpSettings(secure_cookies=False, callback_hosts="results.example:8443")
    client = create_app(LocalNode(store), settings).test_client()

    def ask(method: str, path: str, document=None, query: str = T):
        headers = {"Authorization": f"Bearer {made}"}
        return client.open(f"/v1/{path}?{query}", method=method, json=document, headers=headers)

    return ask


def test_an_encounter_lives_through_its_whole_life(call, body, enrolled, store):
    facts = {"biographicData": {"lastName": "Nazarov", "firstName": "Komil", "dateOfBirth": "1990-02-03", "x": 1}}
    ids = {"personId": "P-1", "encounterId": "E-1"}
    assert call("POST", "persons/P-1/encounters/E-1", body(4, **facts)).json == ids
    assert call("POST", "persons/P-1/encounters/E-1", body(4)).status_code == 409
    read = call("GET", "persons/P-1/encounters/E-1").json
    assert read["biographicData"] == facts["biographicData"]
    assert [d["biometricSubType"] for d in read["biometricData"]] == ["RIGHT_INDEX", "LEFT_INDEX"]
    assert read["biometricData"][0]["resolution"] == 500
    assert store.get("osia", "P-1").person.names[0].surname.value == "Nazarov"
    assert call("GET", "persons/P-1/encounters/E-1/templates").json == []
    enrolled(store)
    templates = call("GET", "persons/P-1/encounters/E-1/templates").json
    assert [t["templateFormat"] for t in templates] == ["ISO_19794_2"] * 2
    assert len(read_minutiae(base64.b64decode(templates[0]["template"]))[0].minutiae) > 10
    of_kind = f"{T}&biometricSubType=LEFT_INDEX&templateFormat=ISO_19794_2"
    assert len(call("GET", "persons/P-1/encounters/E-1/templates", None, of_kind).json) == 1
    assert call("GET", "persons/P-1/encounters/E-1/templates", None, f"{T}&biometricType=FACE").json == []
    assert call("PUT", "persons/P-1/encounters/E-1", body(4, encounterType="BORDER")).json == ids
    assert call("PUT", "persons/P-1/encounters/E-1/galleries", ["osia"]).status_code == 204
    assert call("PUT", "persons/P-1/encounters/E-1/galleries", ["VIP"]).status_code == 400
    assert call("GET", "persons/P-1/encounters").json[0]["encounterType"] == "BORDER"
    assert call("DELETE", "persons/P-1/encounters/E-1").status_code == 204
    assert call("GET", "persons/P-1/encounters").status_code == 404
    assert {w.entry.details.get("interface") for w in journal.entries(store) if w.entry.action != "template"} == {
        "osia"
    }


def test_a_person_is_identified_and_verified(call, body, enrolled, store):
    ids = [call("POST", "persons", body(person)).json for person in (4, 5)]
    enrolled(store)
    probe = {"filter": {}, "biometricData": body(4, 1)["biometricData"]}
    found = call("POST", "identify/osia", probe).json
    assert found[0]["personId"] == ids[0]["personId"]
    assert found[0]["rank"] == 1
    assert found[0]["score"] > 10
    assert {s["biometricSubType"] for s in found[0]["scores"]} == {"RIGHT_INDEX", "LEFT_INDEX"}
    assert len(call("POST", "identify/osia", probe, f"{T}&threshold=7&maxNbCand=5").json) == 1
    assert call("POST", "identify/ALL", probe).json == found
    by_id = [
        call("POST", f"identify/osia/{i['personId']}{p}", {})
        for i in ids[:1]
        for p in ("", f"/encounters/{i['encounterId']}")
    ]
    assert by_id[0].json == by_id[1].json
    assert call("POST", f"identify/osia/{ids[0]['personId']}/encounters/none", {}).status_code == 404
    itself = call("POST", f"identify/osia/{ids[0]['personId']}", {}, f"{T}&threshold=0").json
    assert ids[0]["personId"] not in [c["personId"] for c in itself]
    data = {"biometricData": probe["biometricData"]}
    assert call("POST", f"verify/osia/{ids[0]['personId']}", data).json["decision"] is True
    assert call("POST", f"verify/osia/{ids[1]['personId']}", data).json["decision"] is False
    assert call("POST", f"verify/ALL/{ids[0]['personId']}", data).json["decision"] is True
    pair = {"biometricData1": probe["biometricData"], "biometricData2": body(4)["biometricData"]}
    assert call("POST", "verify", pair).json["decision"] is True
    assert call("GET", "galleries").json == ["osia"]
    assert call("GET", "galleries/osia", None, f"{T}&limit=1").json == [ids[0]]
    refused = call("POST", "identify/osia", probe | {"filter": {"shoeSize": "44"}})
    assert (refused.status_code, set(refused.json)) == (400, {"code", "message"})


def test_encounters_move_with_their_pictures_and_are_found_there(call, body, enrolled, store):
    call("POST", "persons/A/encounters/1", body(4))
    call("POST", "persons/B/encounters/2", body(5))
    enrolled(store)
    probe = {"filter": {}, "biometricData": body(4, 1)["biometricData"]}
    assert call("POST", "identify/osia", probe).json[0]["personId"] == "A"
    assert call("POST", "persons/B/merge/A").status_code == 204
    assert call("GET", "persons/A/encounters").status_code == 404
    assert [e["encounterId"] for e in call("GET", "persons/B/encounters").json] == ["1", "2"]
    call("PUT", "persons/B/encounters/2/status", None, f"{T}&status=INACTIVE")
    assert call("POST", "identify/osia", probe, f"{T}&threshold=7").json[0]["personId"] == "B"
    call("PUT", "persons/B/encounters/1/status", None, f"{T}&status=INACTIVE")
    assert call("POST", "identify/osia", probe, f"{T}&threshold=7").json == []


@pytest.mark.parametrize(
    ("item", "field"),
    [
        ({"biometricType": "FACE", "imageRef": "http://169.254.169.254/x"}, "imageRef"),
        ({"biometricType": "IRIS", "image": "AAAA"}, "biometricType"),
        ({"biometricType": "FINGER", "biometricSubType": "PLAIN_THUMBS", "image": "AAAA"}, "biometricSubType"),
        ({"biometricType": "FACE", "image": "%%%"}, "image"),
        ({"biometricType": "FACE"}, "image"),
        ({"biometricType": "FACE", "image": "AAAA"}, "biometricData"),
    ],
)
def test_what_cannot_be_taken_is_refused_in_the_standards_words(call, body, item, field, store):
    refused = call("POST", "persons/P-9/encounters/E-1", body(4) | {"biometricData": [item]})
    assert refused.status_code == 400
    assert refused.json["code"] == 400
    assert field in refused.json["message"] or "photo" in refused.json["message"]
    assert call("GET", "persons/P-9/encounters").status_code == 404


def test_a_token_and_a_transaction_are_needed(call, body, store):
    assert call("GET", "galleries", None, "").status_code == 400
    with writing(store.engine) as connection:
        weak = tokens.create(connection, "weak", ["match"])
    client = create_app(LocalNode(store), HttpSettings(secure_cookies=False)).test_client()
    refused = client.get(f"/v1/persons/A/encounters?{T}", headers={"Authorization": f"Bearer {weak}"})
    assert (refused.status_code, refused.json["code"]) == (403, 403)
    assert client.get(f"/v1/galleries?{T}").status_code == 401


@pytest.mark.parametrize(
    "address",
    [
        "http://results.example:8443/x",
        "https://results.example/x",
        "https://127.0.0.1/x",
        "https://results.example:8443@evil.example/",
        "https://user@results.example:8443/",
        "https://[::1/x",
        "file:///etc/passwd",
        "//results.example:8443/",
    ],
)
def test_results_go_to_listed_hosts_only(call, address):
    refused = call("GET", "galleries", None, f"{T}&callback={address}")
    assert refused.status_code == 400
    assert "TULGA_CALLBACK_HOSTS" in refused.json["message"]
