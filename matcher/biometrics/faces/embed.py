"""Turn a face into a vector: the interface, the dlib network (default), and a network that a body brings as ONNX."""

from __future__ import annotations

import functools
import hashlib
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from matcher.biometrics.faces.closeup import close_up
from matcher.biometrics.faces.detect import Face, settings
from matcher.biometrics.faces.dlib_network import CHIP, to_onnx
from matcher.biometrics.packages import package_file, require
from matcher.biometrics.types import Colour, Vector
from models.errors import BadFile, MissingExtra

DLIB_MODEL = "dlib-resnet-v1/4"
"""Model id of the default embedder; the number after the stroke counts changes to crops and alignment."""
_WEIGHTS = "dlib_face_recognition_resnet_model_v1.dat"
Chips = NDArray[np.float32]
"""n x 3 x side x side, RGB 0..255."""


class FaceEmbedder(Protocol):
    """What an embedder must offer; vectors of different ``model`` are never compared."""

    model: str

    def embed(self, pixels: Colour, face: Face) -> Vector:
        """Return the unit vector (d,) of one face of a photo."""


def unit(vector: NDArray[np.floating[Any]]) -> Vector:
    """Scale to length one (float32)."""
    return np.asarray(vector / np.linalg.norm(vector, axis=-1, keepdims=True), dtype=np.float32)


def checked_bytes(path: Path, sha256: str) -> bytes:
    """Read a weight file; raises BadFile when it is not the file that was measured."""
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != sha256:
        raise BadFile("model_checksum", file=path.name)
    return data


def session(model: bytes | str) -> Any:
    """Open an ONNX model on one CPU thread."""
    runtime = require("onnxruntime")
    options = runtime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return runtime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


@functools.cache
def _dlib_runner() -> Callable[[Chips], NDArray[np.float32]]:
    """The default network: in ONNX Runtime where installed, else in dlib itself (same numbers, 15 x slower)."""
    path = package_file("face_recognition_models", f"models/{_WEIGHTS}")
    weights = checked_bytes(path, settings()["files"][_WEIGHTS])
    try:
        network = session(to_onnx(weights))
    except MissingExtra:
        native = require("dlib").face_recognition_model_v1(str(path))
        return lambda chips: np.stack([_native_vector(native, chip) for chip in chips])
    return lambda chips: np.asarray(network.run(None, {"chip": chips})[0])


def _native_vector(network: Any, chip: NDArray[np.float32]) -> NDArray[np.float32]:
    pixels = np.ascontiguousarray(chip.transpose(1, 2, 0).astype(np.uint8))
    return np.asarray(network.compute_face_descriptor(pixels), dtype=np.float32)


class DlibEmbedder:
    """dlib's ResNet (128 numbers), averaged over three margins and their mirror images."""

    model = DLIB_MODEL

    def embed(self, pixels: Colour, face: Face) -> Vector:
        """Return the unit vector (128,) of one face."""
        return unit(_dlib_runner()(self.chips(pixels, face)).mean(axis=0))

    @staticmethod
    def chips(pixels: Colour, face: Face) -> Chips:
        """Cut the aligned crops that the network sees."""
        dlib, seen = require("dlib"), close_up(pixels, face)
        points = [dlib.point(round(x), round(y)) for x, y in seen.inward(face.landmarks)]
        shape = dlib.full_object_detection(dlib.rectangle(0, 0, *seen.pixels.shape[:2]), points)
        crops = [dlib.get_face_chip(seen.pixels, shape, CHIP, padding) for padding in settings()["crops"]["padding"]]
        crops += [crop[:, ::-1] for crop in crops]
        return np.ascontiguousarray(np.stack(crops).transpose(0, 3, 1, 2), dtype=np.float32)


class OnnxEmbedder:
    """A network of the body's own, described by a TOML file: model id, file, checksum, input geometry and scaling.

    The file names ``model``, ``file`` (relative to the TOML), ``sha256``, ``side``, ``eyes`` (x, y of both eye centres
    in the crop, the left of the picture first), ``mean``, ``scale`` and ``bgr``. Its normalisation and calibration are
    trained by ``tulga train faces`` and stand under its own model id.
    """

    def __init__(self, description: Path) -> None:
        self._settings = tomllib.loads(description.read_text("utf-8"))
        self.model: str = self._settings["model"]
        weights = checked_bytes(description.parent / self._settings["file"], self._settings["sha256"])
        self._session = session(weights)
        self._input = self._session.get_inputs()[0].name

    def embed(self, pixels: Colour, face: Face) -> Vector:
        """Return the unit vector of one face: the mean over the crop and its mirror image."""
        crop = align(pixels, face, self._settings["side"], self._settings["eyes"]).astype(np.float32)
        crop = (crop - np.float32(self._settings["mean"])) * np.float32(self._settings["scale"])
        if self._settings.get("bgr", False):
            crop = crop[:, :, ::-1]
        both = np.stack([crop, crop[:, ::-1]]).transpose(0, 3, 1, 2)
        out = [self._session.run(None, {self._input: np.ascontiguousarray(one[None])})[0][0] for one in both]
        return unit(np.mean([unit(o) for o in out], axis=0))


def eye_centres(face: Face) -> NDArray[np.float64]:
    """Return the two eye centres, the eye on the left of the picture first; shape (2, 2)."""
    right, left = face.landmarks[0:2].mean(axis=0), face.landmarks[2:4].mean(axis=0)
    pair = np.stack([left, right])
    return pair[np.argsort(pair[:, 0])]


def align(pixels: Colour, face: Face, side: int, eyes: list[list[float]]) -> Colour:
    """Rotate, scale and shift so that the eye centres fall on ``eyes``; returns side x side x 3."""
    source, target = eye_centres(face), np.asarray(eyes, dtype=np.float64)
    here = complex(*(source[1] - source[0]))
    there = complex(*(target[1] - target[0]))
    turn = here / there  # from the crop to the photo, as Pillow wants it
    shift = complex(*source[0]) - turn * complex(*target[0])
    matrix = (turn.real, -turn.imag, shift.real, turn.imag, turn.real, shift.imag)
    image = require("PIL.Image")
    warped = image.fromarray(pixels).transform((side, side), image.Transform.AFFINE, matrix, image.Resampling.BICUBIC)
    return np.asarray(warped)


@functools.cache
def embedder(description: str | None = None) -> FaceEmbedder:
    """The embedder of this installation: dlib, or the ONNX model whose TOML description is given."""
    return OnnxEmbedder(Path(description)) if description else DlibEmbedder()
