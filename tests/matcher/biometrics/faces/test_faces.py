"""A face is found, measured, embedded and compared; two models never meet."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image, ImageEnhance

from matcher.biometrics.faces.compare import compare, curve, enrol
from matcher.biometrics.faces.embed import DLIB_MODEL
from matcher.biometrics.faces.quality import RULES
from matcher.biometrics.types import FaceTemplate
from matcher.biometrics.worker import Worker
from models.errors import BadFile, BadValue


def encoded(image: Image.Image, **options: object) -> bytes:
    """Encode an image as JPEG."""
    out = io.BytesIO()
    image.save(out, "JPEG", quality=92, **options)
    return out.getvalue()


@pytest.fixture(scope="module")
def picture(portrait: bytes) -> Image.Image:
    """The portrait as an image."""
    return Image.open(io.BytesIO(portrait)).convert("RGB")


def test_one_face_is_the_same_through_light_size_and_mirror(
    picture: Image.Image, portrait: bytes, worker: Worker
) -> None:
    """What cameras and scanners do to a photo does not make another person of it."""
    first = enrol(portrait, worker=worker).template
    changed = {
        "mirrored": picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT),
        "grey": picture.convert("L"),
        "darker": ImageEnhance.Brightness(picture).enhance(0.6),
        "smaller": picture.resize((picture.width // 3, picture.height // 3)),
        "turned": picture.rotate(8, expand=True, fillcolor=(200, 200, 200)),
    }
    for name, image in changed.items():
        assert compare(first, enrol(encoded(image), worker=worker).template).bits > 5, name


def test_the_orientation_of_the_camera_is_followed(picture: Image.Image, portrait: bytes, worker: Worker) -> None:
    """A photo that lies on its side and says so in EXIF is turned upright."""
    exif = Image.Exif()
    exif[0x0112] = 6
    sideways = encoded(picture.rotate(90, expand=True), exif=exif)
    assert compare(enrol(portrait, worker=worker).template, enrol(sideways, worker=worker).template).bits > 5


def test_the_largest_central_face_is_the_subject(picture: Image.Image, portrait: bytes, worker: Worker) -> None:
    """A small face at the edge is counted, not chosen."""
    canvas = Image.new("RGB", (1400, 900), (220, 220, 220))
    canvas.paste(picture.resize((768, 900)), (250, 0))
    canvas.paste(picture, (1018, 300))
    sample = enrol(encoded(canvas), worker=worker)
    assert sample.faces == 2
    assert next(q for q in sample.quality if q.name == "faces").passed is False
    left, _, right, _ = sample.box
    assert 500 < (left + right) / 2 < 800


def test_every_quality_rule_is_reported_by_itself(portrait: bytes, worker: Worker) -> None:
    """The list is complete, and each entry has its unit and a limit."""
    sample = enrol(portrait, worker=worker)
    assert [q.name for q in sample.quality] == list(RULES)
    assert all(q.unit and (q.low is not None or q.high is not None) for q in sample.quality)
    assert {q.name for q in sample.quality if not q.passed} >= {"eye_distance"}


def test_a_photo_without_a_face_is_refused(worker: Worker) -> None:
    """The refusal says what is needed."""
    grey = Image.new("RGB", (300, 300), (128, 128, 128))
    with pytest.raises(BadFile) as refused:
        enrol(encoded(grey), worker=worker)
    assert refused.value.code == "face_none"
    assert "frontal" in refused.value.text("en")


def test_templates_of_two_models_never_meet() -> None:
    """Comparison refuses instead of giving a number."""
    vector = np.ones(128, np.float32) / np.sqrt(np.float32(128))
    with pytest.raises(BadValue):
        compare(FaceTemplate(DLIB_MODEL, vector), FaceTemplate("other/1", vector))


def test_a_face_alone_is_bounded() -> None:
    """No pair of photos says more than ten bits, nor less than the floor."""
    calibration = curve(DLIB_MODEL)
    scores = np.linspace(-2, 2, 400)
    bits = calibration(scores)
    assert bits.max() <= 10
    assert bits.min() >= calibration.floor
    assert (np.diff(bits) >= 0).all()
