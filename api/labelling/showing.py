"""A pair for the terminal: both records side by side, then the evidence in bits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from rich.console import Group
from rich.markup import escape
from rich.table import Table

from api.labelling.records import Cells

BAR: Final = 20
"""Characters of the longest bar of evidence."""
LARGEST: Final = 12.0
"""Bits that fill it."""


def pair_view(link: Mapping[str, Any], left: Cells, right: Cells, place: str) -> Group:
    """Both records and the evidence of a link (a row of links.parquet); ``place``: which of how many."""
    head = f"{place}   probability {link['probability']:.4f}   {link['bits']:+.1f} bits"
    return Group(head, _records(left, right), _evidence(link))


def _records(left: Cells, right: Cells) -> Table:
    """Every column that either has; values that differ stand out."""
    table = Table("column", "left", "right", show_edge=False, header_style="dim")
    for column in dict.fromkeys([*left, *right]):
        a, b = left.get(column, ""), right.get(column, "")
        style = "" if a == b else "bold yellow" if a and b else "dim"
        table.add_row(column, _styled(a, style), _styled(b, style))
    return table


def _styled(value: str, style: str) -> str:
    return f"[{style}]{escape(value)}[/]" if style and value else escape(value)


def _evidence(link: Mapping[str, Any]) -> Table:
    table = Table("evidence", "agreement", "bits", "", show_edge=False, header_style="dim")
    for name, level, bits in evidence(link):
        bar = "█" * min(BAR, round(abs(bits) / LARGEST * BAR))
        table.add_row(name, level.replace("_", " "), f"{bits:+.1f}", f"[{'green' if bits > 0 else 'red'}]{bar}[/]")
    return table


def evidence(link: Mapping[str, Any]) -> Iterator[tuple[str, str, float]]:
    """Attribute, level and bits of all that was compared, the strongest first."""
    names = [column.removesuffix("_level") for column in link if column.endswith("_level")]
    compared = [(n, str(link[f"{n}_level"]), float(link[f"{n}_bits"])) for n in names]
    yield from sorted((c for c in compared if c[1] != "missing"), key=lambda c: -abs(c[2]))
