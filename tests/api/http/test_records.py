"""Records over HTTP: added, read, corrected against the version that was read, deleted."""

import pytest

PATH = "/api/v1/registers/tj/records"
RECORD = {"record_id": "N-1", "surname_ru": "Назаров", "given_ru": "Комил", "birth_date": "00.00.1990"}


@pytest.fixture
def machine(client, token):
    headers = token("records:write")

    def call(method: str, path: str = "", **more):
        return client.open(PATH + path, method=method, headers={**headers, **more.pop("headers", {})}, **more)

    return call


def test_a_record_is_added_and_read_as_it_was_received(machine):
    added = machine("POST", json=RECORD)
    assert added.status_code == 201
    assert added.headers["Location"].endswith("/api/v1/registers/tj/records/N-1")
    read = machine("GET", "/N-1")
    assert read.json == added.json
    assert read.headers["ETag"] == added.headers["ETag"]
    assert read.json["birth_date"]["value"]["text"] == "00.00.1990"
    assert read.json["register"] == "tj"


def test_what_was_read_can_be_sent_back_unchanged(machine):
    tag = machine("POST", json=RECORD).headers["ETag"]
    sent = machine("PUT", "/N-1", json=machine("GET", "/N-1").json, headers={"If-Match": tag})
    assert sent.status_code == 200
    assert sent.headers["ETag"] == tag


def test_a_correction_changes_the_etag(machine):
    tag = machine("POST", json=RECORD).headers["ETag"]
    corrected = machine("PUT", "/N-1", json={**RECORD, "given_ru": "Комилджон"}, headers={"If-Match": tag})
    assert corrected.status_code == 200
    assert corrected.headers["ETag"] != tag


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_a_lost_update_is_refused(machine, method):
    tag = machine("POST", json=RECORD).headers["ETag"]
    machine("PUT", "/N-1", json={**RECORD, "given_ru": "Комилджон"}, headers={"If-Match": tag})
    refused = machine(method, "/N-1", json=RECORD, headers={"If-Match": tag})
    assert refused.status_code == 412
    assert refused.json["code"] == "record_changed"
    assert machine("GET", "/N-1").json["names"][0]["given"]["value"] == "Комилджон"


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_a_change_without_a_version_is_refused(machine, method):
    machine("POST", json=RECORD)
    assert machine(method, "/N-1", json=RECORD).status_code == 428


@pytest.mark.parametrize("tag", ['W/"x"', "*", "x", '"a", "b"'])
def test_a_tag_that_can_be_no_version_is_refused(machine, tag):
    machine("POST", json=RECORD)
    assert machine("DELETE", "/N-1", headers={"If-Match": tag}).status_code == 412


def test_a_deleted_record_is_gone(machine):
    tag = machine("POST", json=RECORD).headers["ETag"]
    assert machine("DELETE", "/N-1", headers={"If-Match": tag}).status_code == 204
    assert machine("GET", "/N-1").status_code == 404
    assert machine("DELETE", "/N-1", headers={"If-Match": tag}).status_code == 404


def test_an_identifier_is_given_once(machine):
    machine("POST", json=RECORD)
    again = machine("POST", json=RECORD)
    assert (again.status_code, again.json["code"]) == (409, "record_exists")


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"surname_ru": "Назаров"}, "/record_id"),
        ({"record_id": "N-1", "register": "kz", "names": []}, "/register"),
        ([], ""),
        ("x", ""),
    ],
)
def test_a_body_that_is_no_record_of_the_register_is_refused(machine, body, pointer):
    refused = machine("POST", json=body)
    assert refused.status_code == 422
    assert refused.json["errors"][0]["pointer"] == pointer


def test_a_record_keeps_its_identifier(machine):
    tag = machine("POST", json=RECORD).headers["ETag"]
    refused = machine("PUT", "/N-1", json={**RECORD, "record_id": "N-2"}, headers={"If-Match": tag})
    assert (refused.status_code, refused.json["code"]) == (422, "record_id_differs")


def test_every_look_and_change_is_journalled(machine, node):
    tag = machine("POST", json=RECORD).headers["ETag"]
    machine("GET", "/N-1")
    machine("DELETE", "/N-1", headers={"If-Match": tag})
    assert [entry[0] for entry in node.journal] == ["create", "read", "delete"]
