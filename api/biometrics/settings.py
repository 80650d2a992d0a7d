"""Settings of pictures in the node: models from the environment, limits from ``biometrics.toml``."""

from __future__ import annotations

import functools
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from matcher.biometrics.faces.embed import DLIB_MODEL
from matcher.biometrics.fingers.enrol import DEFAULT, EXTRACTORS
from models.errors import BadFile, BadValue

VARIABLES: Final = {
    "TULGA_FACE_MODEL": "Description (TOML) of an ONNX face model of the body's own. Default: dlib's network.",
    "TULGA_FINGER_MODEL": f"Extractor of minutiae: {', '.join(EXTRACTORS)}. Default: {DEFAULT}.",
}
"""Every variable this module reads, with its meaning."""


@dataclass(frozen=True, slots=True)
class Models:
    """The models that templates are made by: ids with versions, and where a face model of one's own is described."""

    face: str
    fingers: str
    face_description: str | None = None


def models_in_use(environment: Mapping[str, str] | None = None) -> Models:
    """The models the environment names; raises BadFile or BadValue naming the variable."""
    env = os.environ if environment is None else environment
    fingers, description = env.get("TULGA_FINGER_MODEL") or DEFAULT, env.get("TULGA_FACE_MODEL") or None
    if fingers not in EXTRACTORS:
        raise BadValue("code_unknown", "TULGA_FINGER_MODEL", allowed=", ".join(EXTRACTORS))
    return Models(_model_id(description) if description else DLIB_MODEL, fingers, description)


@functools.cache
def limits() -> Mapping[str, Mapping[str, Any]]:
    """The node's limits by section."""
    return tomllib.loads(files("api.biometrics").joinpath("biometrics.toml").read_text("utf-8"))


def _model_id(description: str) -> str:
    try:
        return str(tomllib.loads(Path(description).read_text("utf-8"))["model"])
    except (OSError, ValueError, KeyError):
        raise BadFile("file_unreadable", "TULGA_FACE_MODEL") from None
