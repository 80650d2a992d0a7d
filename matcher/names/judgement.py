"""What reading and comparing names takes for granted: ``judgement.toml``, which says why."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from importlib.resources import files
from typing import Any


@functools.cache
def assumed(part: str) -> Mapping[str, Any]:
    """The numbers of one part; raises KeyError for one that does not stand in the file."""
    found: Mapping[str, Any] = _document()[part]
    return found


@functools.cache
def _document() -> Mapping[str, Any]:
    return tomllib.loads(files("matcher.names").joinpath("judgement.toml").read_text("utf-8"))
