"""What one search sees of the store: a consistent view, from keys to features to people."""

from __future__ import annotations

from collections.abc import Sequence
from types import TracebackType
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Engine, select

from api.store import index
from api.store.engine import reading, rows_in, rows_of
from api.store.postings import Numbers
from api.store.tables import registers
from api.store.vault import Row, Vault
from models.errors import NotFound
from models.person import Person

_ROWS: Final = "SELECT number, row FROM features WHERE number IN ({})"
_PEOPLE: Final = "SELECT number, payload FROM records WHERE number IN ({})"
_LAST: Final = "SELECT max(number) FROM features"
_SIZES: Final = "SELECT name, records FROM registers ORDER BY name"
_REGISTERS: Final = "SELECT number, register_id FROM features WHERE number IN ({})"


class View:
    """What one search sees: the store as it stood when the search began."""

    def __init__(self, engine: Engine, vault: Vault) -> None:
        self._vault = vault
        self._context = reading(engine)

    def __enter__(self) -> View:
        self._connection = self._context.__enter__()
        self._sources: index.Sources | None = None
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._context.__exit__(kind, error, trace)

    @property
    def connection(self) -> Connection:
        """The connection of this view, for what else must be seen as it stood."""
        return self._connection

    def size(self, names: Sequence[str]) -> int:
        """Number of records in these registers (all when empty); raises NotFound for one that is not there."""
        counts = register_counts(self._connection)
        require_known(names, counts)
        return sum(counts[name] for name in (names or counts))

    def find(self, keys: Sequence[str]) -> list[Numbers]:
        """For each candidate key the numbers of the records that have it."""
        if self._sources is None:
            self._sources = index.sources(self._connection)
        return index.find(self._connection, self._vault.blinder.numbers(keys), self._sources)

    def in_registers(self, numbers: Numbers, names: Sequence[str]) -> NDArray[np.bool_]:
        """Which of the records stand in these registers."""
        query = select(registers.c.id).where(registers.c.name.in_(names))
        chosen = set(self._connection.execute(query).scalars())
        register_of = dict(rows_in(self._connection, _REGISTERS, numbers.tolist()))
        return np.array([register_of.get(number) in chosen for number in numbers.tolist()], bool)

    def features(self, numbers: Sequence[int]) -> list[tuple[int, Row]]:
        """Number and features of the records that are still there."""
        found = rows_in(self._connection, _ROWS, numbers)
        return [(number, self._vault.open_row(bytes(row), number)) for number, row in found]

    def last(self) -> int:
        """The highest number of a record; 0 in an empty store."""
        return int(rows_of(self._connection, _LAST)[0][0] or 0)

    def people(self, numbers: Sequence[int]) -> dict[int, Person]:
        """The records by number."""
        found = rows_in(self._connection, _PEOPLE, numbers)
        return {number: self._vault.open_person(bytes(data), number) for number, data in found}


def register_counts(connection: Connection) -> dict[str, int]:
    """Registers with their numbers of records."""
    return dict(rows_of(connection, _SIZES))


def require_known(names: Sequence[str], counts: dict[str, int]) -> None:
    """Raises NotFound for a register that is not there."""
    if any(name not in counts for name in names):
        raise NotFound("register_not_found", "register", known=", ".join(counts) or "-")
