"""Pictures over HTTP: with a record, on their own, in a question; as files of a form and as base64."""

from __future__ import annotations

import base64
import io
import json

import pytest

from api import journal
from api.app import create_app
from api.auth import tokens
from api.http_settings import HttpSettings
from api.local_node import LocalNode
from api.store.engine import writing

RECORDS = "/api/v1/registers/tj/records"
ASKED = {"purpose": "identification", "case": "T-1"}


@pytest.fixture
def client(store):
    with writing(store.engine) as connection:
        made = tokens.create(connection, "test", ["match", "records:write"])
    app = create_app(LocalNode(store), HttpSettings(secure_cookies=False, body_limit=50_000))
    caller = app.test_client()
    caller.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {made}"
    return caller


def as_data(data: bytes, kind: str = "image/jpeg") -> str:
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"


def form(document, part, **files):
    return {part: json.dumps(document), **{name: (io.BytesIO(data), "x") for name, data in files.items()}}


def test_a_record_comes_with_its_pictures_and_is_found_by_them(client, cards, portrait, store, enrolled):
    record = {"record_id": "N-1", "surname_ru": "Назаров", "photo": as_data(portrait)}
    added = client.post(RECORDS, data=form(record, "record", fingerprint_card=cards(4)))
    assert added.status_code == 201, added.text
    assert added.json["photos"][0]["uri"].startswith("sha256:")
    assert client.get(f"{RECORDS}/N-1/media").json["media"][0]["state"] == "waiting"
    enrolled(store)
    listed = client.get(f"{RECORDS}/N-1/media").json["media"]
    assert {m["kind"]: m["state"] for m in listed} == {"photo": "ready", "fingerprint_card": "ready"}
    question = {**ASKED, "queries": [{"fingerprint_card": as_data(cards(4, 1), "")}]}
    found = client.post("/api/v1/match", json=question).json["answers"][0]["candidates"][0]
    assert found["record_id"] == "N-1"
    assert found["prior_bits"] + sum(e["bits"] for e in found["evidence"]) == pytest.approx(found["bits"], abs=0.01)
    again = client.post("/api/v1/match", data=form({**ASKED, "queries": [{}]}, "request", fingerprint_card=cards(4, 1)))
    assert again.json["answers"][0]["candidates"][0]["record_id"] == "N-1"


def test_a_bad_picture_leaves_nothing_behind_and_is_told(client):
    record = {"record_id": "N-2", "photo": as_data(b"\xff\xd8\xff not a photo")}
    refused = client.post(RECORDS, json=record)
    assert refused.status_code == 400
    assert refused.json["code"] == "image_unreadable"
    assert refused.json["errors"][0]["pointer"] == "/photo"
    assert client.get(f"{RECORDS}/N-2").status_code == 404
    assert client.post(RECORDS, json={**record, "photo": "data:image/png;base64,%%%"}).status_code == 422


def test_a_path_in_a_request_is_a_reference_and_never_opened(client):
    added = client.post(RECORDS, json={"record_id": "N-3", "surname_ru": "Назаров", "photo": "/etc/hostname"})
    assert added.status_code == 201
    assert client.get(f"{RECORDS}/N-3/media").json == {"media": []}


def test_pictures_are_added_fetched_and_deleted_one_by_one(client, portrait, store):
    client.post(RECORDS, json={"record_id": "N-4", "surname_ru": "Назаров"})
    path = f"{RECORDS}/N-4/media"
    added = client.post(path, json={"photo": [base64.b64encode(portrait).decode()], "taken_on": "2020-01-01"})
    assert added.status_code == 201, added.text
    number = added.json["media"][0]["id"]
    assert added.json["media"][0]["taken_on"] == "2020-01-01"
    fetched = client.get(f"{path}/{number}")
    assert fetched.data == portrait
    assert fetched.headers["X-Media-Type"] == "image/jpeg"
    assert "attachment" in fetched.headers["Content-Disposition"]
    assert client.delete(f"{path}/{number}").status_code == 204
    assert client.delete(f"{path}/{number}").status_code == 404
    assert client.get(f"{path}/{number}").status_code == 404
    assert client.post(path, json={}).status_code == 422
    actions = [w.entry.action for w in journal.entries(store)]
    assert actions == ["create", "add picture", "show picture", "delete picture"]


def test_a_pair_brings_its_pictures_along(client, cards):
    record = {"surname_ru": "Назаров", "given_ru": "Комил", "birth_date": "1990-02-03"}
    body = {
        **ASKED,
        "a": {**record, "fingerprint_card": as_data(cards(4))},
        "b": {**record, "fingerprint_card": as_data(cards(4, 1))},
    }
    judged = client.post("/api/v1/compare", json=body).json
    assert judged["reading"] == "same-data-same-person"
    assert not judged["conflict"]
    assert {e["attribute"]: e["bits"] for e in judged["evidence"]}["fingerprints"] > 10


def test_too_many_pictures_are_refused(client):
    many = [base64.b64encode(b"x").decode()] * 11
    refused = client.post(f"{RECORDS}/N-5/media", json={"photo": many})
    assert (refused.status_code, refused.json["code"]) == (422, "media_many")
