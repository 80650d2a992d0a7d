"""From a file to evidence: put on the shelf, made a template, found and weighed."""

from __future__ import annotations

import pytest

from api import journal
from api.search import compare, search
from models.evidence import Grade, Reading
from models.person import Person
from models.query import Purpose, Query
from tests.api.people import person


def asked(someone, *files, **more) -> Query:
    return Query(person=someone, purpose=Purpose.IDENTIFICATION, media=files, **more)


def bits(candidate) -> dict[str, float]:
    return {e.attribute: e.bits for e in candidate.judgement.evidence}


def test_a_person_found_only_by_fingers_appears(known, card_file):
    found = search(known, asked(Person(), card_file(4, 1))).candidates
    assert found[0].record_id == "R-000004"
    assert bits(found[0])["fingerprints"] > 10


def test_data_and_fingers_add_up_in_one_sum(known, card_file):
    plain = search(known, asked(person(4))).candidates[0].judgement
    both = search(known, asked(person(4), card_file(4, 1))).candidates[0]
    fingers = bits(both)["fingerprints"]
    assert fingers > 10
    assert both.judgement.bits == pytest.approx(plain.bits + fingers, abs=0.1)
    assert both.judgement.reading is Reading.SAME_PERSON
    assert not both.judgement.conflict


def test_other_data_beside_the_same_fingers_are_shown_first(known, card_file):
    found = search(known, asked(person(8), card_file(4, 1))).candidates
    assert [c.record_id for c in found[:2]] == ["R-000004", "R-000008"]
    first = found[0].judgement
    assert first.conflict
    assert first.reading is Reading.SEVERAL_IDENTITIES
    assert bits(found[0])["other_identity"] > 0


def test_missing_pictures_are_missing(known, card_file):
    found = search(known, asked(person(8), card_file(4, 1))).candidates[1]
    assert "fingerprints" not in bits(found)
    assert found.judgement.reading is None


def test_the_same_data_beside_other_fingers_is_said(known, card_file):
    found = search(known, asked(person(4), card_file(9))).candidates[0].judgement
    assert found.reading in (Reading.SHARED_IDENTITY, Reading.UNDECIDED)
    assert {e.attribute: e.bits for e in found.evidence}["fingerprints"] < 0


def test_a_pair_that_is_brought_along_is_compared_with_its_pictures(card_file):
    judged = compare(person(4), person(4), media=((card_file(4),), (card_file(4, 1),)))
    assert judged.reading is Reading.SAME_PERSON
    assert judged.grade is Grade.CERTAIN


def test_a_face_alone_is_never_certain(store, photo_file, enrolled):
    store.put(person(1))
    store.shelf.add("tj", "R-000001", [photo_file])
    assert enrolled(store)[0].refused is None
    found = search(store, asked(Person(), photo_file)).candidates[0]
    assert found.record_id == "R-000001"
    assert bits(found)["face"] > 5
    assert found.judgement.grade is not Grade.CERTAIN


def test_templates_are_in_the_journal(known):
    written = [w.entry for w in journal.entries(known) if w.entry.action == "template"]
    assert {e.shown for e in written} == {(("tj", f"R-{n:06d}"),) for n in (3, 4, 5)}
    assert written[0].details == {"kind": "fingerprint_card", "model": "mindtct/1"}
