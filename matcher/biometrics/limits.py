"""Limits on what one file may cost, read from ``limits.toml``."""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes of a file, pixels of an image, memory (bytes) and processor seconds of the worker process.

    By the clock a task may take ``patience`` times its processor seconds, so that a busy machine refuses no file.
    """

    image_bytes: int
    card_bytes: int
    photo_pixels: int
    print_pixels: int
    shortest_side: int
    print_shortest_side: int
    memory: int
    seconds: float
    start_seconds: float
    patience: float


def read_toml(package: str, name: str) -> dict[str, Any]:
    """Read a TOML data file that lies beside the code of ``package``."""
    return tomllib.loads(files(package).joinpath(name).read_text("utf-8"))


@functools.cache
def limits() -> Limits:
    """The limits of this installation."""
    data = read_toml("matcher.biometrics", "limits.toml")
    pixels, process = data["pixels"], data["process"]
    return Limits(
        image_bytes=data["bytes"]["image"],
        card_bytes=data["bytes"]["card"],
        photo_pixels=pixels["photo"],
        print_pixels=pixels["print"],
        shortest_side=pixels["shortest_side"],
        print_shortest_side=pixels["print_shortest_side"],
        memory=process["memory"],
        seconds=process["seconds"],
        start_seconds=process["start_seconds"],
        patience=process["patience"],
    )
