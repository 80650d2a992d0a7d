"""The data sets of the goal table as every tool gets them: Parquet files of texts, a map, the truth beside them.

A data set's folder holds ``a.parquet`` (and ``b.parquet`` for a link), both with ``record_id``, and ``truth.parquet``
with ``record_id, person_id``. Real people's records never enter the repository: the folder is a scratch folder.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from benchmarks.linkage.people import write_people
from benchmarks.population import generate

MAPS: Final = Path(__file__).parent / "maps"
SEED: Final = 42
"""Seed of made people."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """Where a data set stands: one source to de-duplicate or two to link, its truth, its map (None: Art. 6)."""

    name: str
    sources: tuple[Path, ...]
    truth: Path
    map_file: Path | None

    @property
    def records(self) -> int:
        """Records of all sources."""
        return sum(pq.read_metadata(path).num_rows for path in self.sources)


class Unavailable(Exception):
    """The data set's files are not on this machine; the text says what is missing."""


def dataset(name: str, work: Path, shared: Path | None) -> Dataset:
    """The data set, made in ``work`` unless it is there: febrl3, febrl4, historical, people_N or registers_N.

    Raises Unavailable where it needs the evaluation data and ``shared`` (a folder with ``data/``) is not given.
    """
    family, _, size = name.partition("_")
    make = _MAKERS[family]
    folder = work / name
    if not (folder / "complete").exists():
        folder.mkdir(parents=True, exist_ok=True)
        make(folder, shared, int(size or 0))
        (folder / "complete").touch()
    sources = tuple(sorted(folder.glob("[ab].parquet")))
    return Dataset(name, sources, folder / "truth.parquet", _map(family))


def _map(family: str) -> Path | None:
    return None if family == "registers" else MAPS / f"{re.sub('[0-9]', '', family)}.toml"


def _febrl3(folder: Path, shared: Path | None, _: int) -> None:
    _febrl(folder, shared, {"a": "dataset3.csv"})


def _febrl4(folder: Path, shared: Path | None, _: int) -> None:
    _febrl(folder, shared, {"a": "dataset4a.csv", "b": "dataset4b.csv"})


def _febrl(folder: Path, shared: Path | None, files: dict[str, str]) -> None:
    truths = []
    for side, name in files.items():
        table = _texts(pacsv.read_csv(_needed(shared, name), convert_options=_as_text(shared, name)))
        table = table.rename_columns(["record_id" if c == "rec_id" else c for c in table.column_names])
        pq.write_table(table, folder / f"{side}.parquet")
        person = pc.extract_regex(table.column("record_id"), r"^(?P<person>[^-]+-[^-]+)")
        truths.append(_truth(table.column("record_id"), pc.struct_field(person.combine_chunks(), "person")))
    pq.write_table(pa.concat_tables(truths), folder / "truth.parquet")


def _as_text(shared: Path | None, name: str) -> pacsv.ConvertOptions:
    with pacsv.open_csv(_needed(shared, name)) as opened:
        return pacsv.ConvertOptions(column_types=dict.fromkeys(opened.schema.names, pa.string()))


def _historical(folder: Path, shared: Path | None, _: int) -> None:
    _clustered(folder, pq.read_table(_needed(shared, "historical_figures_with_errors_50k.parquet")))


def _people(folder: Path, shared: Path | None, size: int) -> None:
    """By the generator of the evaluation data where it is at hand, so that figures compare; else by our own."""
    made, script = folder / "made.parquet", shared / "tools/make_people.py" if shared else None
    if script and script.exists():
        subprocess.run([sys.executable, str(script), str(size), str(made)], check=True, stdout=subprocess.DEVNULL)
    else:
        write_people(size, made, SEED)
    _clustered(folder, pq.read_table(made))
    made.unlink()


def _clustered(folder: Path, table: pa.Table) -> None:
    """A table with ``unique_id`` and ``cluster``."""
    pq.write_table(_truth(table.column("unique_id"), table.column("cluster")), folder / "truth.parquet")
    table = table.rename_columns(["record_id" if c == "unique_id" else c for c in table.column_names])
    pq.write_table(_texts(table.drop_columns("cluster")), folder / "a.parquet")


def _registers(folder: Path, _: Path | None, size: int) -> None:
    """Two bodies' registers of one generated population."""
    written = generate(size, folder, seed=SEED, form="parquet", registers="both")
    for side in ("a", "b"):
        written.files[f"register_{side}"].rename(folder / f"{side}.parquet")
    truth = pacsv.read_csv(written.files["truth"])
    pq.write_table(_truth(truth.column("record_id"), truth.column("person_id")), folder / "truth.parquet")


def _truth(records: pa.ChunkedArray, persons: pa.ChunkedArray) -> pa.Table:
    return pa.table({"record_id": records.cast(pa.string()), "person_id": persons.cast(pa.string())})


def _texts(table: pa.Table) -> pa.Table:
    """Every column as trimmed text, an empty one null: no tool has to guess types or strip spaces."""
    columns = {}
    for name in table.column_names:
        text = pc.utf8_trim_whitespace(table.column(name).cast(pa.string()))
        columns[name.strip()] = pc.if_else(pc.equal(text, ""), pa.scalar(None, pa.string()), text)
    return pa.table(columns)


def _needed(shared: Path | None, name: str) -> Path:
    path = (shared or Path("missing")) / "data" / "linkage" / name
    if not path.exists():
        raise Unavailable(f"{name} is not there; point --shared (or TULGA_SHARED) at the evaluation data")
    return path


_MAKERS: Final[dict[str, Callable[[Path, Path | None, int], None]]] = {
    "febrl3": _febrl3,
    "febrl4": _febrl4,
    "historical": _historical,
    "people": _people,
    "registers": _registers,
}
