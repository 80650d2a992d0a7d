"""A value as a file that many processes of a machine map into memory together, arrays and all, without a copy each.

A pickle keeps arrays out of its stream (protocol 5, PEP 574); here they stand behind it in the same file, and the
arrays of a reader lie in the mapped pages. What a reader writes stays its own (copy on write).
"""

from __future__ import annotations

import mmap
import pickle
import struct
from pathlib import Path
from typing import Any, Final

_ALIGNED: Final = 64
"""Bytes at whose multiples an array begins, as compiled loops expect."""
_HEAD: Final = struct.Struct("<8sqq")
_MAGIC: Final = b"tulga\x00\x00\x01"


def write(value: Any, path: Path) -> int:
    """Write a value; its size in bytes."""
    buffers: list[pickle.PickleBuffer] = []
    stream = pickle.dumps(value, protocol=5, buffer_callback=buffers.append)
    raw = [buffer.raw() for buffer in buffers]
    sizes = struct.pack(f"<{len(raw)}q", *(r.nbytes for r in raw))
    with path.open("wb") as file:
        file.write(_HEAD.pack(_MAGIC, len(stream), len(raw)) + sizes + stream)
        for part in raw:
            file.write(bytes(-file.tell() % _ALIGNED))
            file.write(part)
        return file.tell()


def read(path: Path) -> Any:
    """The value in a file that ``write`` made; raises ValueError for another file. Only files of one's own are safe."""
    with path.open("rb") as file:
        mapped = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY))
    magic, length, count = _HEAD.unpack_from(mapped)
    if magic != _MAGIC:
        raise ValueError("not a shipped value")
    sizes = struct.unpack_from(f"<{count}q", mapped, _HEAD.size)
    at = _HEAD.size + 8 * count
    stream, at = mapped[at : at + length], at + length
    buffers = []
    for size in sizes:
        at += -at % _ALIGNED
        buffers.append(mapped[at : at + size])
        at += size
    return pickle.loads(stream, buffers=buffers)  # noqa: S301 - written by this job, in its own folder
