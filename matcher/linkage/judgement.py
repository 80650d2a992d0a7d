"""What a job takes for granted about links, rivals and clusters: ``judgement.toml``, which says why."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from importlib.resources import files
from typing import Any


@functools.cache
def _document() -> Mapping[str, Any]:
    return tomllib.loads(files("matcher.linkage").joinpath("judgement.toml").read_text("utf-8"))


def assumed(part: str, name: str) -> float:
    """A number of one part of a job; raises KeyError for one that does not stand in the file."""
    return float(_document()[part][name])
