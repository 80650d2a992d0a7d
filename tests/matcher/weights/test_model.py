"""A model file says who it is, and a changed or misshapen one is refused."""

import json

import pytest

from matcher.weights import load_model, save_model
from matcher.weights.model import digest, parse_model
from models.errors import BadFile


def test_a_saved_model_reads_back_the_same(world, tmp_path):
    saved = save_model(world.document(), tmp_path / "model.json")
    assert load_model(tmp_path / "model.json").document == saved.document
    assert saved.version.startswith("test+")


def test_a_file_changed_by_hand_is_refused(world, tmp_path):
    document = world.document()
    document["grades"]["certain"] = 0.5
    (tmp_path / "model.json").write_text(json.dumps(document), "utf-8")
    with pytest.raises(BadFile) as error:
        load_model(tmp_path / "model.json")
    assert error.value.code == "model_hash"


@pytest.mark.parametrize("broken", ["calibration", "attributes", "prior"])
def test_a_misshapen_file_is_refused(world, broken):
    document = world.document()
    document[broken] = {"summed": [1, 0], "calibrated": [0, 1]} if broken == "calibration" else {"sex": {}}
    document["hash"] = digest(document)
    with pytest.raises(BadFile) as error:
        parse_model(document)
    assert error.value.code == "model_unreadable"


def test_what_is_no_model_is_refused(tmp_path):
    (tmp_path / "model.json").write_bytes(b"\xff\x00")
    with pytest.raises(BadFile):
        load_model(tmp_path / "model.json")
