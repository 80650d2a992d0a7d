"""Settings of the finger room, read from ``fingers.toml``."""

from __future__ import annotations

import functools
from typing import Any

from matcher.biometrics.limits import read_toml


@functools.cache
def settings() -> dict[str, Any]:
    """The room's settings by section."""
    return read_toml("matcher.biometrics.fingers", "fingers.toml")
