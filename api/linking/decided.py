"""What people said before: answers on pairs, and the clusters of an earlier run."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from api.linking.tables import read_plain
from matcher.linkage.clusters import Decided
from matcher.linkage.labelled import Labels
from models.errors import BadFile

SIDES: Final = ("record_id_l", "record_id_r")
ANSWER: Final = "same"
_WORDS: Final = {"1": True, "true": True, "yes": True, "same": True, "0": False, "false": False, "no": False,
                 "different": False}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answers:
    """Answers on pairs of this job's records."""

    labels: Labels
    unknown: int
    """Answers on records that the job does not have; they are left out."""

    @property
    def decided(self) -> Decided:
        """The answers as decisions that no machine undoes."""
        l, r, same = self.labels.left, self.labels.right, self.labels.same  # noqa: E741  l and r as in record_id_l, record_id_r
        return Decided((l[same], r[same]), (l[~same], r[~same]))


def read_answers(path: Path, identifiers: pa.Array) -> Answers:
    """Rows of ``record_id_l, record_id_r, same``; a row without an answer counts as not asked.

    Raises BadFile naming the column that is missing or holds another word than yes or no.
    """
    table = read_plain(path)
    for column in (*SIDES, ANSWER):
        if column not in table.column_names:
            raise BadFile("column_missing", column, known=", ".join(table.column_names))
    table = table.filter(pc.is_valid(table.column(ANSWER)))
    words = pc.utf8_lower(table.column(ANSWER)).to_pylist()
    if not set(words) <= set(_WORDS):
        raise BadFile("answer_unreadable", ANSWER)
    left, right = (_numbers(table.column(side), identifiers) for side in SIDES)
    known = (left >= 0) & (right >= 0) & (left != right)
    same = np.array([_WORDS[w] for w in words], bool)
    labels = Labels(np.minimum(left, right)[known], np.maximum(left, right)[known], same[known])
    return Answers(labels, int(np.sum(~known)))


def _numbers(column: pa.ChunkedArray, identifiers: pa.Array) -> NDArray[np.intp]:
    found = pc.fill_null(pc.index_in(column.combine_chunks(), value_set=identifiers), -1)
    return np.asarray(found.to_numpy(zero_copy_only=False), np.intp)


def read_previous(folder: Path) -> dict[str, str]:
    """Record identifier → cluster name of an earlier run; raises BadFile('previous_unreadable')."""
    try:
        table = pq.read_table(folder / "clusters.parquet", columns=["record_id", "cluster_id"])
    except (OSError, pa.ArrowInvalid) as error:
        raise BadFile("previous_unreadable", folder.name) from error
    return dict(zip(table.column(0).to_pylist(), table.column(1).to_pylist(), strict=True))
