"""Load an optional package at first use, or say which extra brings it."""

from __future__ import annotations

import importlib
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

from models.errors import MissingExtra

EXTRA = "biometrics"


def require(module: str) -> ModuleType:
    """Import ``module``; raises :class:`MissingExtra` naming the extra when its package is not installed."""
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise MissingExtra("extra_missing", extra=EXTRA) from error


def package_file(package: str, path: str) -> Path:
    """Return a file inside an installed package without importing the package (its imports may be heavy or broken)."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise MissingExtra("extra_missing", extra=EXTRA)
    file = Path(spec.origin).parent / path
    if not file.is_file():
        raise MissingExtra("extra_missing", extra=EXTRA)
    return file
