"""Which cells of a flat row are read together: what a comparator keeps of a record hangs on a few of its columns alone.

So a register is read value by value: each distinct filling of a family's cells once, as a whole row would be
(``read_flat``, ``normalise``), and what was found is spread over the records that are filled so.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

_PARTS: Final = ("surname", "given", "patronymic")
_NAMES: Final = (*(f"{part}_{form}" for form in ("ru", "latin", "native") for part in _PARTS), "surname_former", "name")
_DOCUMENT: Final = ("document_type", "document_series", "document_number")


class Family(NamedTuple):
    """Comparators (by first attribute) whose cells are read together, each with the columns it needs one of.

    They look at the same columns, or nearly: reading a name once serves the names and the gender that they show.
    """

    needs: Mapping[str, tuple[str, ...]]
    beside: tuple[str, ...] = ()
    """Columns that tell them more."""
    repeats: bool = True
    """Whether many records are filled alike; where each has its own filling, keeping what was read would not pay."""

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns that the family is read from."""
        return tuple(dict.fromkeys(name for needs in (*self.needs.values(), self.beside) for name in needs))


FAMILIES: Final = (
    Family({"surname": _NAMES, "sex": ("sex", *_NAMES)}, repeats=False),
    Family({"birth_date": ("birth_date",)}),
    Family({"birth_place": ("birth_place",)}),
    Family({"citizenship": ("citizenship",)}),
    Family(
        {"document": _DOCUMENT, "personal_number": _DOCUMENT, "iin_content": _DOCUMENT},
        ("birth_date", "sex"),
        repeats=False,
    ),
    Family({"registration_address": ("registration_address",)}),
)
