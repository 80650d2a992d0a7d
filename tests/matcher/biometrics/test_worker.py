"""Whatever a file does, the node hears a refusal and goes on."""

from __future__ import annotations

import os
import signal
import struct
import subprocess
import sys
import threading
import zlib
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.biometrics import wire
from matcher.biometrics.images import to_png
from matcher.biometrics.limits import limits
from matcher.biometrics.types import FaceTemplate, Impression, QualityCheck
from matcher.biometrics.worker import Worker
from models.errors import BadFile, TooLarge


def test_importing_the_package_loads_nothing_native() -> None:
    """A command that touches no picture pays for no decoder, network or compiler."""
    rooms = ("faces.compare", "fingers.compare", "cards.compare", "gallery.faces", "gallery.cards", "link", "evidence")
    modules = ", ".join(f"matcher.biometrics.{room}" for room in (*rooms, "worker"))
    code = (
        f"import sys, {modules}\n"
        "bad = {'dlib', 'nbis', 'nistitl', 'wsq', 'onnxruntime', 'numba', 'PIL', 'scipy'} & set(sys.modules)\n"
        "assert not bad, bad"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_value_comes_back_as_it_was(worker: Worker) -> None:
    """Arrays keep type and shape, objects their class."""
    template = FaceTemplate("m/1", np.arange(4, dtype=np.float32), 0.25)
    back = worker.call("ping", {"t": template, "i": Impression.ROLLED, "n": None, "q": (1, 2.5, "ж")})
    assert back["t"].model == "m/1"
    assert back["t"].vector.tolist() == [0, 1, 2, 3]
    assert back["i"] is Impression.ROLLED
    assert back["q"] == [1, 2.5, "ж"]


@given(st.binary(max_size=200))
@settings(max_examples=300, deadline=None)
def test_bytes_that_are_not_a_message_never_become_an_object(data: bytes) -> None:
    """A child that a decoder has taken over can only send plain values or be refused."""
    try:
        value = wire.unpack(data)
    except Exception as error:
        assert not isinstance(error, (SystemExit, KeyboardInterrupt))
    else:
        assert not callable(value)


def test_an_unknown_class_is_refused() -> None:
    """Only the listed classes are built."""
    with pytest.raises(TypeError):
        wire.pack({"x": object()})
    assert wire.unpack(wire.pack(QualityCheck("a", 1.0, "px", None, 2.0))).passed


def test_a_task_that_is_not_listed_cannot_be_called(worker: Worker) -> None:
    """The child runs the tasks of its table and nothing else; it dies on the rest and the next call starts another."""
    with pytest.raises(BadFile):
        worker.call("os.system", "true")
    assert worker.call("ping", 1) == 1


def test_the_child_is_killed_when_its_time_is_up() -> None:
    """A file that keeps a library busy is refused, and the worker serves the next one."""
    with Worker() as own:
        own.call("ping", 1)
        with pytest.raises(BadFile) as refused:
            own.call("finger", noise_that_spins(), "mindtct/1", 0, 500.0, True, seconds=0.05)
        assert refused.value.code == "biometrics_timeout"
        assert own.call("ping", 2) == 2


def test_a_busy_machine_makes_no_file_suspect() -> None:
    """A task that waits without working outlives its processor time; the clock ends it in the end."""
    with Worker(replace(limits(), patience=40.0)) as own:
        child = own._started()
        own.call("ping", 1)
        os.kill(child.pid, signal.SIGSTOP)
        threading.Timer(0.3, os.kill, (child.pid, signal.SIGCONT)).start()
        assert own.call("ping", 2, seconds=0.05) == 2
        os.kill(child.pid, signal.SIGSTOP)
        with pytest.raises(BadFile) as refused:
            own.call("ping", 3, seconds=0.01)
        assert refused.value.code == "biometrics_timeout"


def noise_that_spins() -> bytes:
    """Noise as a print: the slowest thing that can be given to a minutiae detector."""
    return noise(700, 700)


def noise(height: int, width: int) -> bytes:
    """A PNG of nothing."""
    return to_png(np.random.default_rng(1).integers(0, 255, (height, width)).astype(np.uint8))


def test_a_child_that_dies_is_replaced(worker: Worker) -> None:
    """A crash of native code is a refusal of one file."""
    child = worker._started()
    os.kill(child.pid, 9)
    child.wait()
    assert worker.call("ping", "again") == "again"


def test_memory_is_limited() -> None:
    """The child cannot take more address space than its limit."""
    with Worker(replace(limits(), memory=400_000_000)) as small, pytest.raises((BadFile, TooLarge)):
        small.call("face", noise_that_spins(), None, True)


def test_a_small_or_broken_image_is_refused_with_its_reason(worker: Worker) -> None:
    """The 8 x 8 image that makes one library abort never reaches it."""
    for data, code in ((noise(8, 8), "image_too_small"), (b"", "image_unreadable"), (b"\xff\xa0x", "image_unreadable")):
        with pytest.raises(BadFile) as refused:
            worker.call("finger", data, "mindtct/1", 0, None, False)
        assert refused.value.code == code
    with pytest.raises(TooLarge):
        worker.call("finger", b"\x00" * (limits().image_bytes + 1), "mindtct/1", 0, None, False)


@pytest.mark.parametrize("side", [9_000, 12_000, 60_000])
def test_a_picture_that_unpacks_to_more_than_its_limit_is_refused(worker: Worker, side: int) -> None:
    """A few kilobytes that claim tens of millions of pixels: refused by their size, before they are unpacked."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    rows = zlib.compress(bytes(1_000_000))
    bomb = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    for task, arguments in (("face", (None, True)), ("finger", ("mindtct/1", 0, None, False))):
        with pytest.raises(TooLarge) as refused:
            worker.call(task, bomb, *arguments)
        assert refused.value.code == "image_pixels"
