"""Prints are enrolled at 500 ppi from any format; what is no print is refused."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from matcher.biometrics.cards.write import to_wsq
from matcher.biometrics.fingers.compare import compare
from matcher.biometrics.images import to_png
from matcher.biometrics.types import Gray
from matcher.biometrics.worker import Worker
from models.errors import BadFile, BadValue

Prints = dict[tuple[int, int], Gray]


def test_the_network_and_mindtct_read_the_same_ridges(prints: Prints, worker: Worker) -> None:
    """Minutiae of both extractors fall on each other, with the same sense of direction."""
    data = to_png(prints[1, 0][100:360, 80:320].copy())
    a, b = (worker.call("finger", data, model, 2, 500.0, False).minutiae for model in ("leader/1", "mindtct/1"))
    far = np.hypot(a.x[:, None] - b.x[None], a.y[:, None] - b.y[None])
    near = far.min(axis=1) < 10
    assert near.mean() > 0.5
    turn = np.abs((a.angle - b.angle[far.argmin(axis=1)] + np.pi) % (2 * np.pi) - np.pi)[near]
    assert np.median(turn) < 0.4


def test_resolution_does_not_change_a_finger(prints: Prints, worker: Worker) -> None:
    """A scan at 1000 ppi that says so matches the one at 500."""
    image = Image.fromarray(prints[1, 0])
    double = image.resize((image.width * 2, image.height * 2), Image.Resampling.BICUBIC)
    out = io.BytesIO()
    double.save(out, "PNG", dpi=(1000, 1000))
    a = worker.call("finger", to_png(prints[1, 0], 500), "mindtct/1", 2, None, False)
    b = worker.call("finger", out.getvalue(), "mindtct/1", 2, None, False)
    assert (b.minutiae.width, b.minutiae.height) == (image.width, image.height)
    assert compare(a, b, worker).bits > 5


def test_wsq_and_jpeg_are_read(prints: Prints, worker: Worker) -> None:
    """A print as police systems send it."""
    wsq = to_wsq(prints[1, 0])
    assert wsq is not None
    jpeg = io.BytesIO()
    Image.fromarray(prints[1, 0]).save(jpeg, "JPEG", quality=90)
    a, b = (worker.call("finger", d, "mindtct/1", 2, 500.0, True) for d in (wsq, jpeg.getvalue()))
    assert compare(a, b, worker).bits > 5
    assert 0 <= a.nfiq2 <= 100


def test_a_wsq_that_lost_its_picture_is_not_written() -> None:
    """The codec is known to give a constant image for some; then another format is used."""
    assert to_wsq(np.full((128, 128), 128, np.uint8)) is None


def test_white_paper_is_no_print(worker: Worker) -> None:
    """Nothing is inked: take the print again."""
    with pytest.raises(BadFile) as refused:
        worker.call("finger", to_png(np.full((300, 300), 255, np.uint8)), "mindtct/1", 0, None, False)
    assert refused.value.code == "finger_not_seen"


def test_an_unknown_extractor_is_named_as_such(prints: Prints, worker: Worker) -> None:
    """The message lists those that exist."""
    with pytest.raises(BadValue) as refused:
        worker.call("finger", to_png(prints[1, 0]), "other/1", 0, None, False)
    assert "leader/1" in refused.value.text("en")
