"""Card files: what is written is read, what is missing has its reason, what is broken is refused or noted."""

from __future__ import annotations

import io
import random
import struct

import nistitl
import numpy as np
import pytest
from PIL import Image

from matcher.biometrics.cards.write import Contents, Transaction, to_wsq, write_card
from matcher.biometrics.synthetic.cards import print_of
from matcher.biometrics.types import FingerImage, Gray, Impression, Missing, Portrait
from matcher.biometrics.worker import Worker
from models.errors import BadFile, TulgaError

Prints = dict[tuple[int, int], Gray]
HEAD = Transaction("TEN", "20261122", "TJ/MVD", "KZ/MVD", "T-0001")


def image(pixels: Gray, finger: int = 2, kind: Impression = Impression.ROLLED) -> FingerImage:
    """Pixels as a print of a card."""
    return FingerImage(finger, kind, pixels, 500.0, "")


@pytest.fixture(scope="module")
def file(prints: Prints) -> bytes:
    """A card with a portrait, two rolled fingers, one plain, an amputation and a bandage."""
    photo = io.BytesIO()
    Image.new("RGB", (60, 80), (90, 80, 70)).save(photo, "JPEG")
    contents = Contents(
        text={18: "Рахимов Ҷамшед", 22: "19900203"},
        prints=(
            image(prints[1, 0], 1),
            image(prints[2, 0], 2),
            image(prints[2, 1], 2, Impression.PLAIN),
        ),
        missing={4: Missing.AMPUTATED, 5: Missing.BANDAGED, 9: Missing.NOT_TAKEN},
        portraits=(Portrait(photo.getvalue(), ""),),
    )
    return write_card(HEAD, contents)


def test_a_card_comes_back_as_it_was_written(file: bytes, prints: Prints, worker: Worker) -> None:
    """Header, Cyrillic text, prints, reasons, portrait."""
    card = worker.call("card", file)
    assert (card.header[4], card.header[7], card.header[9]) == ("TEN", "TJ/MVD", "T-0001")
    assert card.text[18] == "Рахимов Ҷамшед"
    assert [(p.position, p.impression) for p in card.prints] == [
        (1, Impression.ROLLED),
        (2, Impression.ROLLED),
        (2, Impression.PLAIN),
    ]
    for stored, original in zip(card.prints, (prints[1, 0], prints[2, 0], prints[2, 1]), strict=True):
        assert np.corrcoef(stored.pixels.ravel(), original.ravel())[0, 1] > 0.9
    assert card.missing[4] is Missing.AMPUTATED
    assert card.missing[5] is Missing.BANDAGED
    assert card.missing[9] is card.missing[10] is Missing.NOT_TAKEN
    assert len(card.portraits) == 1
    assert card.notes == ()


def test_an_image_that_does_not_fit_its_hash_is_left_out(file: bytes, worker: Worker) -> None:
    """Flipped bytes often decode silently; the hash tells, and the other fingers stay."""
    at = file.rfind(b"14.999:") + 2000
    broken = file[:at] + bytes([file[at] ^ 0x55]) + file[at + 1 :]
    card = worker.call("card", broken)
    assert len(card.prints) == 2
    assert "hash" in card.notes[0]


def test_type_4_palms_slaps_and_minutiae_are_read(prints: Prints, worker: Worker) -> None:
    """Old binary prints, a palm, a slap cut by its segments, opaque minutiae."""
    message = nistitl.Message()
    message.TOT, message[0].DAT, message[0].TCN = "TEN", "20261122", "X"
    pixels = prints[1, 0]
    height, width = pixels.shape
    message += nistitl.AsciiRecord(2)
    old = nistitl.BinaryRecord(4)
    old.IDC = 1
    wsq = to_wsq(pixels)
    assert wsq is not None
    old.pack(">B6sBHHB", 1, bytes([3, 255, 255, 255, 255, 255]), 0, width, height, 1, wsq)
    message += old
    slap = np.hstack([pixels, prints[2, 0]])
    message += variable(14, 2, slap, {3: 0, 13: 13, 21: [["2", "0", str(width - 1), "0", str(height - 1)]]})
    message += variable(15, 3, pixels, {3: 10, 13: 21})
    minutiae = nistitl.AsciiRecord(9)
    minutiae.IDC = 4
    minutiae += nistitl.Field(9, 4, "S")
    message += minutiae
    card = worker.call("card", bytes(message.NIST))
    assert card.notes == ()
    assert [(p.position, p.impression) for p in card.prints] == [(3, Impression.ROLLED), (2, Impression.PLAIN)]
    assert card.prints[1].pixels.shape == (height, width)
    assert [o.position for o in card.others] == [13, 21]
    assert card.minutiae[0][4] == "S"


def variable(kind: int, idc: int, pixels: Gray, fields: dict[int, object]) -> nistitl.AsciiRecord:
    """A variable-resolution record with an uncompressed image."""
    record = nistitl.AsciiRecord(kind)
    record.IDC = idc
    height, width = pixels.shape
    common = {6: width, 7: height, 8: 1, 9: 500, 10: 500, 11: "NONE", 12: 8}
    for number, value in sorted((common | fields).items()):
        record += nistitl.Field(kind, number, value)
    record += nistitl.BinaryField(kind, 999, pixels.tobytes())
    return record


@pytest.mark.parametrize(
    "data",
    [b"", b"\x00" * 40, b"1.001:9\x1d", b"FMR\x00 20\x00", struct.pack(">LB", 0, 1) * 9],
    ids=["empty", "zeros", "cut", "other", "binary"],
)
def test_what_is_no_card_is_refused(data: bytes, worker: Worker) -> None:
    """With a sentence that names the format."""
    with pytest.raises(BadFile) as refused:
        worker.call("card", data)
    assert "ANSI/NIST-ITL" in refused.value.text("en")


def test_mutated_cards_are_refused_or_read_without_a_wrong_image(worker: Worker) -> None:
    """Two thousand mutations of one card: no crash, no hang, and every image that is read is the one written."""
    pixels = print_of(1, 2, 0).pixels[150:280, 120:250].copy()
    whole = write_card(HEAD, Contents({18: "X"}, (image(pixels),), {4: Missing.AMPUTATED}))
    rng, read, child = random.Random(4), 0, worker._started().pid
    for _ in range(2000):
        mutant = bytearray(whole)
        for _ in range(rng.randint(1, 4)):
            mutant[rng.randrange(len(mutant) if rng.random() < 0.5 else 300)] = rng.randrange(256)
        if rng.random() < 0.2:
            del mutant[rng.randrange(len(mutant)) :]
        try:
            card = worker.call("card", bytes(mutant), seconds=5)
        except TulgaError as refused:
            assert refused.code in {"card_unreadable", "biometrics_failed"}
            continue
        read += 1
        for found in card.prints:
            assert np.corrcoef(found.pixels.ravel(), pixels.ravel())[0, 1] > 0.9
    assert read > 100
    assert worker._started().pid == child


def test_mutated_prints_are_decoded_or_refused(prints: Prints, worker: Worker) -> None:
    """Three thousand PNG, JPEG and WSQ files with flipped and cut bytes: refused or decoded, and the next is served.

    A PNG carries checksums, so one that is decoded is the print itself; JPEG and WSQ carry none: there the hash that a
    card keeps of each image tells (the test before this one). Where the WSQ decoder dies, a new process goes on.
    """
    pixels = prints[1, 0][100:300, 100:300].copy()
    wsq, rng, decoded = to_wsq(pixels), random.Random(7), [0, 0, 0]
    assert wsq is not None
    files = [wsq]
    for kind in ("PNG", "JPEG"):
        out = io.BytesIO()
        Image.fromarray(pixels).save(out, kind)
        files.append(out.getvalue())
    for number in range(3000):
        kind_of = number % 3
        mutant = bytearray(files[kind_of])
        for _ in range(rng.randint(1, 6)):
            mutant[rng.randrange(len(mutant))] = rng.randrange(256)
        if number % 5 == 0:
            del mutant[rng.randrange(len(mutant)) :]
        try:
            found = worker.call("image", bytes(mutant), 200, seconds=5)
        except TulgaError as refused:
            assert refused.code.startswith("image_") or (refused.code == "biometrics_crashed" and kind_of == 0)
            continue
        decoded[kind_of] += 1
        assert kind_of != 1 or np.array_equal(found[..., 0], pixels)
    assert min(decoded) > 0
    assert np.array_equal(worker.call("image", files[1], 200)[..., 0], pixels)
