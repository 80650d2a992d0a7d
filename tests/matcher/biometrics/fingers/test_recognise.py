"""A picture of something else is no fingerprint: a portrait, noise, an empty sheet; every real print is one."""

from __future__ import annotations

import io
import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from matcher.biometrics.fingers.recognise import require_print, ridge_share
from matcher.biometrics.images import read_gray, to_png
from matcher.biometrics.synthetic.cards import print_of
from matcher.biometrics.types import Gray
from matcher.biometrics.worker import Worker
from models.errors import BadFile

SHARED = Path(os.environ.get("TULGA_SHARED", "/nowhere")) / "data"


def refused(gray: Gray) -> bool:
    try:
        require_print(gray)
    except BadFile as error:
        assert error.code == "finger_not_seen"
        return True
    return False


def test_generated_prints_are_prints_at_any_turn_and_resolution() -> None:
    for person in range(3):
        pixels = print_of(person, 2, 1).pixels
        assert ridge_share(pixels) > 0.3
        image = Image.fromarray(pixels)
        for seen in (image.rotate(70, fillcolor=255), image.resize((image.width // 2, image.height // 2))):
            assert not refused(np.asarray(seen))


def test_what_is_no_print_is_refused(portrait: bytes) -> None:
    noise = np.random.default_rng(3).integers(0, 256, (300, 300)).astype(np.uint8)
    down = np.linspace(0, 255, 300)
    others = [noise, np.full((300, 300), 250, np.uint8), np.tile(down, (300, 1)).astype(np.uint8)]
    assert all(refused(picture) for picture in others)
    assert refused(read_gray(portrait)[0])


def test_a_face_behind_stripes_is_refused_where_stripes_alone_pass(portrait: bytes) -> None:
    """What is neither clearly ridges nor clearly something else is decided by the face in it."""
    face = read_gray(portrait)[0].copy()
    rows, columns = face.shape
    stripes = (127 + 100 * np.sin(np.arange(rows) * 2 * np.pi / 9)).astype(np.uint8)[:, None]
    face[:, : columns // 5] = stripes
    assert 0.04 <= ridge_share(face) < 0.35
    assert refused(face)
    plain = np.full_like(face, 200)
    plain[:, : columns // 5] = stripes
    assert not refused(plain)


def test_the_worker_refuses_a_portrait_as_a_print(portrait: bytes, worker: Worker) -> None:
    with pytest.raises(BadFile) as error:
        worker.call("finger", portrait, "mindtct/1", 0, 500.0, False)
    assert error.value.code == "finger_not_seen"


@pytest.mark.shared
@pytest.mark.skipif(not (SHARED / "fingers").is_dir(), reason="TULGA_SHARED has no fingers")
def test_no_real_print_is_refused() -> None:
    files = sorted((SHARED / "fingers").glob("*/*.png"))
    assert len(files) > 100
    assert [f.name for f in files if refused(read_gray(f.read_bytes())[0])] == []


@pytest.mark.shared
@pytest.mark.skipif(not (SHARED / "faces").is_dir(), reason="TULGA_SHARED has no faces")
def test_every_real_portrait_is_refused_also_enlarged() -> None:
    files = sorted((SHARED / "faces").glob("**/*.jpg"))
    assert len(files) > 100
    passed = [f.name for f in files if not refused(read_gray(f.read_bytes())[0])]
    for file in files[::40]:
        out = io.BytesIO()
        image = Image.open(file)
        image.resize((image.width * 2, image.height * 2)).save(out, "PNG")
        passed += [file.name] * (not refused(read_gray(out.getvalue())[0]))
    assert passed == []


def test_a_print_survives_encoding() -> None:
    assert not refused(read_gray(to_png(print_of(1, 2, 0).pixels))[0])
