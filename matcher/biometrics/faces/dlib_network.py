"""dlib's face network, read from its own weight file and run by ONNX Runtime.

The wheel of dlib is built without a matrix library: one face costs about 110 ms of CPU. The same weights as an ONNX
graph cost 8 ms and give the same 128 numbers within 1e-6, which is what makes several crops of one photo affordable.

Source of the architecture: dlib's ``tools/python/src/face_recognition.cpp`` (``anet_type``); of the file format:
``dlib/serialize.h`` and ``dlib/cuda/tensor.h`` (integers as control byte + little-endian bytes, tensor version 2).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from matcher.biometrics.faces.onnx_writer import OnnxGraph

Tensor = NDArray[np.float32]

CHIP = 150
"""Side of the aligned crop in pixels."""
FEATURES = 256
"""Width of the pooled layer before the final projection."""
_MEAN = np.array([122.782, 117.001, 104.298], dtype=np.float32)
_LEVELS = ((32, 3, False), (64, 4, True), (128, 3, True), (256, 3, True), (256, 1, True))
"""(filters, blocks, first block halves the size), from the input to the output."""
_TENSOR_VERSION = 2
_SMALLEST = 32


def _integer(data: bytes, at: int) -> tuple[int, int] | None:
    control = data[at]
    size = control & 0x0F
    if not 0 < size <= 8 or control & 0xF0:
        return None
    return int.from_bytes(data[at + 1 : at + 1 + size], "little"), at + 1 + size


def _tensor_at(data: bytes, at: int) -> tuple[Tensor, int] | None:
    version = _integer(data, at)
    if version is None or version[0] != _TENSOR_VERSION:
        return None
    dims, at = [], version[1]
    for _ in range(4):
        item = _integer(data, at)
        if item is None:
            return None
        dims.append(item[0])
        at = item[1]
    count = int(np.prod(dims, dtype=np.int64))
    if count < _SMALLEST or at + 4 * count > len(data):
        return None
    values = np.frombuffer(data, "<f4", count, at).reshape(dims)
    plausible = bool(np.isfinite(values).all() and np.abs(values).max() < 1e4)
    return (values, at + 4 * count) if plausible else None


def read_tensors(data: bytes) -> list[Tensor]:
    """Return the weight tensors of a dlib network file, from the input layer to the output layer."""
    found, at = [], 0
    while at < len(data) - 16:
        hit = _tensor_at(data, at)
        if hit is None:
            at += 1
            continue
        found.append(hit[0])
        at = hit[1]
    return found


class _Builder:
    """Walks the tensors in file order and lays the network out on an ONNX graph."""

    def __init__(self, tensors: list[Tensor]) -> None:
        self.graph = OnnxGraph()
        self._tensors: Iterator[Tensor] = iter(tensors)
        self.size = CHIP
        self.channels = 3

    def convolution(self, value: str, filters: int, kernel: int, stride: int, *, mean: Tensor | None = None) -> str:
        """Convolution with the following affine layer folded in; unpadded when it strides, as dlib does."""
        raw, affine = next(self._tensors).ravel(), next(self._tensors).ravel()
        weight = raw[:-filters].reshape(filters, -1, kernel, kernel)
        bias, gamma, beta = raw[-filters:], affine[:filters], affine[filters:]
        weight, bias = weight * gamma[:, None, None, None], bias * gamma + beta
        if mean is not None:  # the input layer's (pixel - mean) / 256
            weight = weight / np.float32(256)
            bias = bias - np.einsum("fckl,c->f", weight, mean)
        pad = kernel // 2 if stride == 1 else 0
        self.size = (self.size + 2 * pad - kernel) // stride + 1
        self.channels = filters
        names = self.graph.constant(weight), self.graph.constant(bias)
        return self.graph.add("Conv", value, *names, kernel_shape=(kernel,) * 2, strides=(stride,) * 2, pads=(pad,) * 4)

    def pad(self, value: str, channels: int, size: int, to_channels: int, to_size: int) -> str:
        """Zero-pad channels and the far edges: dlib's addition treats what is missing as zero."""
        grow = to_size - size
        if not grow and channels == to_channels:
            return value
        return self.graph.add("Pad", value, pads=(0, 0, 0, 0, 0, to_channels - channels, grow, grow))

    def block(self, value: str, filters: int, *, down: bool) -> str:
        """One residual block; a halving block adds the average-pooled input instead of the input."""
        size, channels = self.size, self.channels
        inner = self.graph.add("Relu", self.convolution(value, filters, 3, 2 if down else 1))
        inner = self.convolution(inner, filters, 3, 1)
        if down:
            value = self.graph.add("AveragePool", value, kernel_shape=(2, 2), strides=(2, 2))
            size = (size - 2) // 2 + 1
        whole = max(size, self.size)
        left = self.pad(value, channels, size, filters, whole)
        right = self.pad(inner, filters, self.size, filters, whole)
        self.size = whole
        return self.graph.add("Relu", self.graph.add("Add", left, right))

    def network(self) -> bytes:
        """Lay out the whole network and return the ONNX file."""
        value = self.graph.add("Relu", self.convolution("chip", 32, 7, 2, mean=_MEAN))
        value = self.graph.add("MaxPool", value, kernel_shape=(3, 3), strides=(2, 2))
        self.size = (self.size - 3) // 2 + 1
        for filters, blocks, halves in _LEVELS:
            for i in range(blocks):
                value = self.block(value, filters, down=halves and i == 0)
        value = self.graph.add("Flatten", self.graph.add("GlobalAveragePool", value))
        final = self.graph.constant(next(self._tensors).reshape(FEATURES, -1))
        out = self.graph.add("MatMul", value, final)
        return self.graph.serialize({"chip": ("n", 3, CHIP, CHIP)}, {out: ("n", 128), value: ("n", FEATURES)})


def to_onnx(weights: bytes) -> bytes:
    """Convert the bytes of ``dlib_face_recognition_resnet_model_v1.dat`` to an ONNX model.

    Input ``chip``: float32, n x 3 x 150 x 150, RGB 0..255. Outputs: n x 128 (dlib's descriptor, not normalised) and
    n x 256 (the pooled layer before the projection).
    """
    return _Builder(read_tensors(weights)).network()
