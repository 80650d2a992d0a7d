"""Values between the node and its worker process: MessagePack with arrays and a closed list of classes.

Not pickle: a decoder that a hostile image has taken over must not be able to run code in the node. What comes back can
only be plain values, numeric arrays and the frozen classes named here, built through their constructors.
"""

from __future__ import annotations

import dataclasses
import math
from enum import Enum
from typing import Any

import msgpack
import numpy as np

from matcher.biometrics import types

_ARRAY = 1
_OBJECT = 2
_DTYPES = ("|u1", "<u2", "<u4", "<u8", "<i4", "<i8", "<f4", "<f8", "|b1")
_CLASSES: dict[str, type] = {
    c.__name__: c
    for c in (
        types.QualityCheck,
        types.FaceTemplate,
        types.FaceSample,
        types.Minutiae,
        types.FingerTemplate,
        types.FingerImage,
        types.Card,
        types.CardTemplate,
        types.Portrait,
        types.Missing,
        types.Impression,
    )
}


def _encode(value: object) -> object:
    if isinstance(value, np.ndarray):
        dtype = value.dtype.newbyteorder("<").str
        header = [dtype, list(value.shape)]
        return msgpack.ExtType(_ARRAY, msgpack.packb([*header, np.ascontiguousarray(value).tobytes()]))
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, Enum):
        return msgpack.ExtType(_OBJECT, pack([type(value).__name__, value.value]))
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = [getattr(value, f.name) for f in dataclasses.fields(value)]
        return msgpack.ExtType(_OBJECT, pack([type(value).__name__, *fields]))
    if isinstance(value, tuple):
        return list(value)
    raise TypeError(type(value).__name__)


def _decode(code: int, data: bytes) -> object:
    if code == _ARRAY:
        dtype, shape, raw = msgpack.unpackb(data)
        if dtype not in _DTYPES or len(raw) != math.prod(shape) * np.dtype(dtype).itemsize:
            raise ValueError("array")
        return np.frombuffer(raw, dtype).reshape(shape)
    if code == _OBJECT:
        name, *values = unpack(data)
        return _CLASSES[name](*[tuple(v) if isinstance(v, list) else v for v in values])
    raise ValueError("extension")


def pack(value: Any) -> bytes:
    """Serialise plain values, numeric arrays and the classes of this room."""
    return bytes(msgpack.packb(value, default=_encode, strict_types=True))


def unpack(data: bytes) -> Any:
    """Rebuild what :func:`pack` wrote; lists inside objects come back as tuples. Raises ValueError on anything else."""
    return msgpack.unpackb(data, ext_hook=_decode, strict_map_key=False)
