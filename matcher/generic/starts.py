"""What is assumed of a declared column before anything is learned: ``start.toml``."""

from __future__ import annotations

import functools
import tomllib
from importlib.resources import files
from typing import Any


@functools.cache
def starts() -> dict[str, Any]:
    """Settings by comparator type."""
    return tomllib.loads(files("matcher.generic").joinpath("start.toml").read_text("utf-8"))
