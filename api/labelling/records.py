"""The records behind pairs: what the registers hold of them, side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from api.linking.tables import read_table
from matcher.linkage.spec import JobSpec
from models.errors import BadFile

Cells = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Shelf:
    """Records of the pairs to be shown, by register and identifier."""

    registers: tuple[Mapping[str, Cells], ...]

    def left(self, identifier: str) -> Cells:
        """A record of the first register that has it."""
        return self._first(identifier, self.registers)

    def right(self, identifier: str) -> Cells:
        """A record of the last register that has it: of a link, the other one."""
        return self._first(identifier, self.registers[::-1])

    @staticmethod
    def _first(identifier: str, registers: Sequence[Mapping[str, Cells]]) -> Cells:
        return next((r[identifier] for r in registers if identifier in r), {})


def read_shelf(files: Sequence[Path], spec: JobSpec, pairs: pa.Table) -> Shelf:
    """The records that ``pairs`` name; raises BadFile where a file cannot be read or knows none of them."""
    wanted = pa.concat_arrays([pairs.column(n).cast(pa.string()).combine_chunks() for n in pairs.column_names[:2]])
    shelf = Shelf(tuple(_register(path, spec, wanted) for path in files))
    if pairs.num_rows and not any(shelf.registers):
        raise BadFile("records_not_found", ", ".join(path.name for path in files))
    return shelf


def _register(path: Path, spec: JobSpec, wanted: pa.Array) -> dict[str, Cells]:
    table = read_table(path, spec)
    held = table.filter(pc.is_in(table.column(spec.id_column), value_set=wanted))
    return {row[spec.id_column]: {k: v for k, v in row.items() if v} for row in held.to_pylist()}
