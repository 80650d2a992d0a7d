"""Loops that numpy cannot say, compiled by numba: once a machine (kept beside the module), then loaded."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

from numba import njit

F = TypeVar("F", bound=Callable[..., object])


def compiled(function: F) -> F:
    """The function as machine code; it holds no lock of the interpreter, so that threads run it side by side."""
    return cast("F", njit(nogil=True, cache=True)(function))


def inlined(function: F) -> F:
    """The same for a small function of a hot loop, put into each of its callers: there it costs no call."""
    return cast("F", njit(nogil=True, cache=True, forceinline=True)(function))
