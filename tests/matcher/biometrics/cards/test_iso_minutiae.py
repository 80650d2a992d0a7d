"""The ISO/IEC 19794-2:2005 codec conforms, and no mutated record is read as something it is not."""

from __future__ import annotations

import random
import struct
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.biometrics import simulated
from matcher.biometrics.cards import iso_minutiae as iso
from matcher.biometrics.types import Impression
from models.errors import BadFile, BadValue, TulgaError


def view(person: int = 1, position: int = 2, ppi: float = 500.38) -> iso.FingerView:
    """A view with minutiae at whole pixels, as a record holds them."""
    m = simulated.finger(person, position, 0).minutiae
    whole = replace(m, x=np.round(m.x).clip(0, 299), y=np.round(m.y).clip(0, 399))
    return iso.FingerView(position, Impression.ROLLED, 70, whole, ppi)


def test_a_record_written_by_hand_is_read() -> None:
    """Byte for byte after the standard: one view of the right index with one ending and one bifurcation."""
    body = bytes.fromhex("02 01 50 02") + bytes.fromhex("4064 00c8 20 5a") + bytes.fromhex("8010 0020 c0 00")
    header = b"FMR\x00 20\x00" + struct.pack(">IHHHHHBB", 24 + len(body) + 2, 0, 300, 400, 197, 197, 1, 0)
    (found,) = iso.read(header + body + b"\x00\x00")
    assert (found.position, found.impression, found.quality) == (2, Impression.ROLLED, 80)
    assert found.ppi == pytest.approx(500.38, abs=0.01)
    assert found.minutiae.x.tolist() == [100, 16]
    assert found.minutiae.y.tolist() == [200, 32]
    assert found.minutiae.kind.tolist() == [1, 2]
    assert found.minutiae.angle == pytest.approx([np.pi / 4, 3 * np.pi / 2])
    assert found.minutiae.quality[0] == pytest.approx(0.9)


def test_what_is_written_is_read_again() -> None:
    """Two views of one finger; positions exact, angles within half a unit."""
    views = (view(1), view(2))
    back = iso.read(iso.write(views))
    for a, b in zip(views, back, strict=True):
        assert (a.position, a.impression, a.quality, len(a.minutiae)) == (
            b.position,
            b.impression,
            b.quality,
            len(b.minutiae),
        )
        assert np.array_equal(a.minutiae.x, b.minutiae.x)
        turn = (a.minutiae.angle - b.minutiae.angle + np.pi) % (2 * np.pi) - np.pi
        assert np.abs(turn).max() <= np.pi / 256 + 1e-6


def test_mutated_records_are_refused_or_read_whole() -> None:
    """Five thousand mutations: nothing but a clear refusal; what is read stands inside its image."""
    rng, records = random.Random(5), [iso.write((view(k),)) for k in range(5)]
    for number in range(5000):
        raw = bytearray(records[number % 5])
        for _ in range(rng.randint(1, 3)):
            raw[rng.randrange(40 if rng.random() < 0.5 else len(raw))] = rng.randrange(256)
        if number % 3 == 0:
            del raw[rng.randrange(len(raw)) :]
        check_refused_or_sound(bytes(raw))


def check_refused_or_sound(raw: bytes) -> None:
    """Read a record that may be broken."""
    try:
        found = iso.read(raw)
    except BadFile as refused:
        assert refused.code == "minutiae_unreadable"
        assert refused.facts["reason"]
        return
    for one in found:
        assert (one.minutiae.x < one.minutiae.width).all()
        assert (one.minutiae.y < one.minutiae.height).all()
        assert 0 <= one.position <= 10


@given(st.binary(max_size=120))
@settings(max_examples=500, deadline=None)
def test_any_bytes_are_refused_with_a_reason(data: bytes) -> None:
    """Also those that begin as a record does."""
    for raw in (data, b"FMR\x00 20\x00" + data):
        with pytest.raises(TulgaError):
            iso.read(raw)


def test_the_layout_of_a_known_library_is_not_taken_for_the_standard() -> None:
    """One wheel writes a 26-byte header, no view header and resolution 0, and calls it ISO."""
    wrong = b"FMR\x00 20\x00" + struct.pack(">IHHHHHHH", 32, 0, 388, 374, 0, 0x4100, 0, 1) + b"\x40\x64\x00\xcb\x30\x07"
    with pytest.raises(BadFile) as refused:
        iso.read(wrong)
    assert "resolution" in refused.value.text("en")


def test_views_of_two_sizes_do_not_share_a_record() -> None:
    """A record has one image size."""
    other = view(2)
    with pytest.raises(BadValue):
        iso.write((view(1), replace(other, minutiae=replace(other.minutiae, width=500))))


def test_minutiae_are_brought_to_500_ppi() -> None:
    """A record at 1000 ppi is halved."""
    scaled = iso.at_standard_ppi(view(1, ppi=1000.0))
    assert scaled.width == 150
    assert scaled.x.max() <= 150
