"""The face on a fingerprint card is a photograph of its person: kept with where it stood, found by, shown, deleted."""

from __future__ import annotations

import numpy as np
import pytest

from api.biometrics.desk import Desk
from api.biometrics.enrolling import enrol, sample
from api.biometrics.galleries import Galleries, samples
from api.biometrics.queue import again
from api.biometrics.settings import Models
from matcher.biometrics.cards.write import Contents, write_card
from matcher.biometrics.images import read_gray
from matcher.biometrics.synthetic.cards import prints
from matcher.biometrics.types import FaceTemplate, FingerImage, Impression, Portrait
from models.biometrics import MediaFile, MediaKind
from models.errors import BadFile
from tests.api.biometrics.conftest import TRANSACTION
from tests.api.people import person

CARD = MediaKind.FINGERPRINT_CARD


@pytest.fixture(scope="session")
def card_with_face(portrait) -> MediaFile:
    contents = Contents(prints=prints(4, 0, fingers=(2,)), portraits=(Portrait(portrait, ""),))
    return MediaFile(CARD, write_card(TRANSACTION, contents), source="test")


@pytest.fixture
def record(store, card_with_face, enrolled):
    store.put(person(4))
    store.shelf.add("tj", "R-000004", [card_with_face])
    assert [done.refused for done in enrolled(store)] == [None]
    return store


def hits(store, models, file: MediaFile) -> list[int]:
    with store.view() as view:
        found = Galleries(store.shelf.keys, models).search(view.connection, sample((file,), models))
    return [hit.record for hit in found]


def test_a_person_whose_card_has_a_portrait_is_found_by_a_photo(record, models, photo_file):
    (medium,) = record.shelf.media("tj", "R-000004")
    assert medium.details["portrait"]["record"] == "10.2"
    assert medium.details["portrait"]["taken_on"] == "2026-01-01"
    assert medium.details["portrait"]["agency"] == TRANSACTION.origin
    assert medium.details["portrait"]["quality"]["faces"]["passed"]
    assert {m for m, _ in record.shelf.templates("tj", "R-000004", medium.number)} == {models.face, models.fingers}
    assert len(hits(record, models, photo_file)) == 1


def test_a_query_with_such_a_card_asks_with_the_face_too(record, models, card_with_face, photo_file):
    asked = sample((card_with_face,), models)
    assert asked.face is not None
    assert asked.card is not None
    with record.view() as view:
        held = samples(view.connection, record.shelf.keys, models, [1])
    assert np.allclose(held[1].face.vector, asked.face.vector)
    both = sample((photo_file, card_with_face), models)
    assert isinstance(enrol(photo_file, models).template, FaceTemplate)
    assert np.allclose(both.face.vector, enrol(photo_file, models).template.vector)


def test_the_desk_shows_the_portrait_where_there_is_no_photo(record, portrait):
    data, details = Desk(record).held("tj", "R-000004").photo
    assert data == portrait
    assert details["record"] == "10.2"


def test_both_templates_go_with_the_card(record, models, photo_file):
    (medium,) = record.shelf.media("tj", "R-000004")
    record.shelf.delete("tj", "R-000004", medium.number)
    assert hits(record, models, photo_file) == []


def test_a_change_of_either_model_makes_both_anew(record, models):
    assert again(record, models) == 0
    assert again(record, Models("another/1", models.fingers)) == 1


def test_a_portrait_in_the_box_of_a_finger_is_no_print(models, portrait, store):
    face = FingerImage(2, Impression.ROLLED, read_gray(portrait)[0], 500.0, "")
    good = prints(4, 0, fingers=(7,))
    only, among = (write_card(TRANSACTION, Contents(prints=some)) for some in ((face,), (face, *good)))
    with pytest.raises(BadFile) as refused:
        Desk(store).check([MediaFile(CARD, only)])
    assert (refused.value.code, refused.value.field) == ("finger_not_seen", "fingerprint_card")
    Desk(store).check([MediaFile(CARD, among)])
    details = enrol(MediaFile(CARD, among), models).details
    assert set(details["fingers"]) == {"7"}
    assert "no ridges" in details["notes"][0]
