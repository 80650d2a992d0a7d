"""The file of answers: CSV with ``record_id_l, record_id_r, same, reason``; one line an answer, safe once it is given.

``same`` is 1, 0, or empty where the two records do not say enough; ``tulga dedupe`` and ``link`` read it.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from models.errors import BadFile, StoreError

COLUMNS: Final = ("record_id_l", "record_id_r", "same", "reason")
WORDS: Final = {"1": True, "0": False, "": None}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person said of a pair; ``same`` is None where there is not enough data."""

    left: str
    right: str
    same: bool | None
    reason: str = ""

    @property
    def pair(self) -> tuple[str, str]:
        """Both identifiers, in an order that does not depend on the side."""
        return (self.left, self.right) if self.left <= self.right else (self.right, self.left)


def read_answers(path: Path) -> list[Answer]:
    """All answers of a file, none where it is not there; raises BadFile naming the column that is wrong."""
    return list(_answers(path)) if path.exists() else []


def _answers(path: Path) -> Iterator[Answer]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            for column in COLUMNS[:3]:
                if column not in (reader.fieldnames or ()):
                    raise BadFile("column_missing", column, known=", ".join(reader.fieldnames or ()))
            for row in reader:
                yield _answer(row)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadFile("file_unreadable", path.name) from error


def _answer(row: dict[str, str | None]) -> Answer:
    word = (row["same"] or "").strip()
    if word not in WORDS:
        raise BadFile("code_unknown", "same", allowed="1, 0")
    return Answer(row["record_id_l"] or "", row["record_id_r"] or "", WORDS[word], row.get("reason") or "")


def append(path: Path, answer: Answer) -> None:
    """Add one answer; it is on the disk when this returns. Raises StoreError('output_not_written')."""
    try:
        fresh = not path.exists()
        with path.open("a", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            if fresh:
                writer.writerow(COLUMNS)
            writer.writerow(_row(answer))
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise StoreError("output_not_written", path.name) from error


def rewrite(path: Path, answers: list[Answer]) -> None:
    """Put these answers in place of all, whole or not at all."""
    partial = path.with_name(path.name + ".partial")
    try:
        with partial.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([COLUMNS, *map(_row, answers)])
        partial.replace(path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise StoreError("output_not_written", path.name) from error


def _row(answer: Answer) -> tuple[str, str, str, str]:
    word = "" if answer.same is None else str(int(answer.same))
    return answer.left, answer.right, word, answer.reason
