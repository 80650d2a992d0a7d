"""The room's data file as lookup arrays; loaded on first use."""

from __future__ import annotations

import functools
import itertools
import tomllib
from collections.abc import Iterable
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

YEARS = 1 << 12


@functools.cache
def data() -> dict[str, Any]:
    """``data/shares.toml`` as it stands."""
    return tomllib.loads(files("matcher.dates").joinpath("data", "shares.toml").read_text("utf-8"))


@functools.cache
def year_share() -> NDArray[np.float32]:
    """Share of people born in a year, indexed by the year; NaN where the file names none."""
    share = np.full(YEARS, np.nan, np.float32)
    for first, last, value in data()["years"]["spans"]:
        share[first : last + 1] = value
    return share


@functools.cache
def day_share() -> NDArray[np.float32]:
    """Share of people born on a day of the year, (16, 32) by month and day; day 0 is the month, month 0 the year."""
    days = data()["days"]
    share = np.full((16, 32), days["ordinary"], np.float32)
    share[1:13, 1] = days["first_of_month"]
    for date in data()["placeholders"]:
        share[date["month"], date["day"]] = days["placeholder"]
    share[:, 0] = 1 / 12
    share[0, :] = 1.0
    return share


@functools.cache
def placeholders() -> NDArray[np.bool_]:
    """Whether a day of the year stands in for an unknown one, (16, 32) by month and day."""
    found = np.zeros((16, 32), np.bool_)
    for date in data()["placeholders"]:
        found[date["month"], date["day"]] = True
    return found


@functools.cache
def key_neighbours() -> NDArray[np.bool_]:
    """Whether two digits lie side by side on a keyboard, (16, 16)."""
    near = np.zeros((16, 16), np.bool_)
    for row in data()["keypads"]["rows"]:
        _join(near, itertools.pairwise(row))
    for block in data()["keypads"]["blocks"]:
        for upper, lower in itertools.pairwise(block):
            _join(near, zip(upper, lower, strict=True))
    return near


def _join(near: NDArray[np.bool_], pairs: Iterable[tuple[str, str]]) -> None:
    for one, other in pairs:
        near[int(one), int(other)] = near[int(other), int(one)] = True
