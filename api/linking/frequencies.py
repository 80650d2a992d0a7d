"""A table of the population: how many people, or which share of them, have each value of a column."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from api.linking.tables import read_plain
from matcher.generic import Frequencies
from models.errors import BadFile

COLUMN: Final = "column"
VALUE: Final = "value"
COUNT: Final = "count"
SHARE: Final = "share"
_MORE_THAN_ALL: Final = 1.0001
"""Shares of one column may add up to one, rounding aside."""


def read_frequencies(path: Path) -> dict[str, Frequencies]:
    """Rows of ``column, value`` and ``count`` or ``share``, by column.

    Counts are shares of the column's sum. Raises BadFile naming the column that is missing or cannot be so.
    """
    table = read_plain(path)
    amount = SHARE if SHARE in table.column_names else COUNT
    for name in (COLUMN, VALUE, amount):
        if name not in table.column_names:
            raise BadFile("column_missing", name, known=", ".join(table.column_names))
    table = table.filter(pc.and_(pc.is_valid(table.column(COLUMN)), pc.is_valid(table.column(VALUE))))
    numbers = _numbers(table.column(amount), amount)
    names = table.column(COLUMN)
    found = {}
    for name in names.unique().to_pylist():
        at = np.flatnonzero(pc.equal(names, name).to_numpy())
        values = table.column(VALUE).combine_chunks().take(pa.array(at))
        found[name] = Frequencies(values, _shares(numbers[at], amount))
    return found


def _numbers(column: pa.ChunkedArray, amount: str) -> NDArray[np.float64]:
    try:
        found = np.asarray(column.cast(pa.float64()).to_numpy(), float)
    except pa.ArrowInvalid as error:
        raise BadFile("frequencies_number", amount) from error
    if not np.all(found > 0):  # an empty cell is NaN, and fails too
        raise BadFile("frequencies_number", amount)
    return found


def _shares(numbers: NDArray[np.float64], amount: str) -> NDArray[np.float64]:
    if amount == COUNT:
        return np.asarray(numbers / numbers.sum())
    if numbers.sum() > _MORE_THAN_ALL:
        raise BadFile("frequencies_number", SHARE)
    return numbers
