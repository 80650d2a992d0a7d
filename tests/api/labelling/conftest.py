"""A small finished job: links as a batch job writes them, and the register it read."""

from __future__ import annotations

import csv

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

PEOPLE = (
    ("r1", "Кульманзода", "Али", "11.02.1990"),
    ("r2", "Кулманзода", "Али", "11.02.1990"),
    ("r3", "Кульманзода", "Вали", "03.07.1993"),
    ("r4", "Ахметова", "Айгуль", ""),
)
LINKS = (
    ("r1", "r2", 0.97, "one_letter", "same"),
    ("r1", "r3", 0.45, "same", "different"),
    ("r3", "r4", 0.02, "different", "missing"),
)
"""Left, right, probability, level of the name, level of the date."""


@pytest.fixture
def job(tmp_path):
    """Folder that holds ``found`` and ``people.csv``."""
    with (tmp_path / "people.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("record_id", "surname_ru", "given_ru", "birth_date"), *PEOPLE])
    left, right, probability, name, date = zip(*LINKS, strict=True)
    (tmp_path / "found").mkdir()
    table = pa.table(
        {
            "record_id_l": left,
            "record_id_r": right,
            "probability": probability,
            "bits": [9.0, -0.3, -5.6],
            "surname_level": pa.array(name).dictionary_encode(),
            "surname_bits": [6.0, 8.0, -4.0],
            "birth_date_level": pa.array(date).dictionary_encode(),
            "birth_date_bits": [7.5, -6.0, 0.0],
        }
    )
    pq.write_table(table, tmp_path / "found" / "links.parquet")
    return tmp_path
