"""Write a small ONNX graph without the ``onnx`` package.

An ONNX file is one protocol-buffer message. The handful of fields that a feed-forward network needs are written here by
hand (field numbers from ``onnx.proto3``, IR version 5, operator set 10), so that a network whose weights are already on
the machine can be run by ONNX Runtime without a second, heavy dependency.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

_IR_VERSION = 5
_OPSET = 10
FLOAT, INT8, INT32 = 1, 3, 6
"""Element types (``TensorProto.DataType``)."""
Shape = tuple[int | str, ...]
"""Sides of a tensor; a name is a free dimension."""
_ATTRIBUTE_INTS = 7


def varint(value: int) -> bytes:
    """Encode a non-negative integer as a protocol-buffer varint."""
    out = bytearray()
    while value > 0x7F:
        out.append((value & 0x7F) | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def _number(number: int, value: int) -> bytes:
    return varint(number << 3) + varint(value)


def _bytes(number: int, payload: bytes | str) -> bytes:
    raw = payload.encode() if isinstance(payload, str) else payload
    return varint(number << 3 | 2) + varint(len(raw)) + raw


def _tensor(name: str, values: NDArray[np.float32]) -> bytes:
    dims = b"".join(_number(1, int(n)) for n in values.shape)
    return dims + _number(2, FLOAT) + _bytes(8, name) + _bytes(9, np.ascontiguousarray(values, "<f4").tobytes())


def _attribute(name: str, values: tuple[int, ...]) -> bytes:
    return _bytes(1, name) + b"".join(_number(8, v) for v in values) + _number(20, _ATTRIBUTE_INTS)


def _value_info(name: str, shape: Shape, kind: int) -> bytes:
    dims = b"".join(_bytes(1, _number(1, n) if isinstance(n, int) else _bytes(2, n)) for n in shape)
    return _bytes(1, name) + _bytes(2, _bytes(1, _number(1, kind) + _bytes(2, dims)))


@dataclass
class OnnxGraph:
    """A graph under construction: every ``add`` returns the name of the value it makes."""

    nodes: list[bytes] = field(default_factory=list)
    initializers: list[bytes] = field(default_factory=list)

    def constant(self, values: NDArray[np.float32]) -> str:
        """Store a float32 tensor as an initializer and return its name."""
        name = f"w{len(self.initializers)}"
        self.initializers.append(_tensor(name, values))
        return name

    def add(self, operator: str, *inputs: str, **attributes: tuple[int, ...]) -> str:
        """Append a node with integer-list attributes and return the name of its single output."""
        name = f"v{len(self.nodes)}"
        body = b"".join(_bytes(1, i) for i in inputs) + _bytes(2, name) + _bytes(4, operator)
        body += b"".join(_bytes(5, _attribute(k, v)) for k, v in attributes.items())
        self.nodes.append(body)
        return name

    def serialize(
        self, sources: Mapping[str, Shape], sinks: Mapping[str, Shape], kinds: Mapping[str, int] | None = None
    ) -> bytes:
        """Return the model file with these inputs and outputs; ``kinds`` are the element types that are not FLOAT."""
        kind = dict(kinds or {})
        graph = b"".join(_bytes(1, node) for node in self.nodes) + _bytes(2, "tulga")
        graph += b"".join(_bytes(5, tensor) for tensor in self.initializers)
        graph += b"".join(_bytes(11, _value_info(n, s, kind.get(n, FLOAT))) for n, s in sources.items())
        graph += b"".join(_bytes(12, _value_info(n, s, kind.get(n, FLOAT))) for n, s in sinks.items())
        return _number(1, _IR_VERSION) + _bytes(7, graph) + _bytes(8, _bytes(1, "") + _number(2, _OPSET))
