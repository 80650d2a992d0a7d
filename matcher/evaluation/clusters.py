"""Quality of clusters: whole clusters, pairs inside them, B³ and merge distance.

Clusterings are integer labels, one for each record; equal labels, same cluster.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

Labels = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Quality:
    """Precision, recall and their harmonic mean."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Harmonic mean; 0 where both are."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(frozen=True, slots=True)
class Overlap:
    """The non-empty cells of the table "predicted cluster × true cluster": their sizes, and those of the clusters."""

    cells: NDArray[np.int64]
    predicted: NDArray[np.int64]
    """Size of the cell's predicted cluster."""
    true: NDArray[np.int64]
    """Size of the cell's true cluster."""
    predicted_label: NDArray[np.int64]


def components(left: NDArray[np.integer[Any]], right: NDArray[np.integer[Any]], records: int) -> NDArray[np.int32]:
    """Labels of the connected components of the links ``left[i] – right[i]`` among ``records`` records."""
    graph = coo_array((np.ones(len(left), bool), (left, right)), shape=(records, records))
    return np.asarray(connected_components(graph, directed=False)[1], np.int32)


def overlap(predicted: Labels, true: Labels) -> Overlap:
    """How two clusterings of the same records lie over each other."""
    p, t = (np.unique(x, return_inverse=True)[1].astype(np.int64) for x in (predicted, true))
    width = int(t.max()) + 1 if len(t) else 1
    codes, cells = np.unique(p * width + t, return_counts=True)
    rows, columns = codes // width, codes % width
    return Overlap(cells, np.bincount(p)[rows], np.bincount(t)[columns], rows)


def pairwise(table: Overlap) -> Quality:
    """Of the pairs put together, how many belong together, and the reverse; 1 where there is no pair."""
    both = float(np.sum(table.cells * (table.cells - 1)) / 2)
    joined = float(np.sum(table.cells * (table.predicted - 1)) / 2)
    belonging = float(np.sum(table.cells * (table.true - 1)) / 2)
    return Quality(both / joined if joined else 1.0, both / belonging if belonging else 1.0)


def pairwise_across(predicted: Labels, true: Labels, first: int) -> Quality:
    """As ``pairwise``, of pairs between the ``first`` records and the others: two registers, each not compared with
    itself."""
    p, t = (np.unique(x, return_inverse=True)[1].astype(np.int64) for x in (predicted, true))
    both = _across(p * (int(t.max(initial=0)) + 1) + t, first)
    joined, belonging = _across(p, first), _across(t, first)
    return Quality(both / joined if joined else 1.0, both / belonging if belonging else 1.0)


def _across(labels: NDArray[np.int64], first: int) -> float:
    """Pairs of one label between the ``first`` records and the others."""
    _, at = np.unique(labels, return_inverse=True)
    size = int(at.max(initial=-1)) + 1
    return float(np.bincount(at[:first], minlength=size) @ np.bincount(at[first:], minlength=size))


def b_cubed(table: Overlap) -> Quality:
    """B³ (Bagga and Baldwin 1998): mean over records of the share of its cluster that is right, and the reverse."""
    records = float(table.cells.sum())
    squares = table.cells.astype(float) ** 2
    if not records:
        return Quality(1.0, 1.0)
    return Quality(float(np.sum(squares / table.predicted)) / records, float(np.sum(squares / table.true)) / records)


def whole_clusters(table: Overlap) -> Quality:
    """Share of predicted clusters of two and more that are exactly a true one, and the reverse."""
    exact = int(np.sum((table.cells == table.predicted) & (table.cells == table.true) & (table.cells > 1)))
    predicted = float(np.sum((table.cells / table.predicted)[table.predicted > 1]))
    true = float(np.sum((table.cells / table.true)[table.true > 1]))
    return Quality(exact / predicted if predicted else 1.0, exact / true if true else 1.0)


def merge_distance(table: Overlap) -> int:
    """Splits and merges from one to the other: generalized merge distance, unit costs (Menestrina et al. 2010)."""
    splits = len(table.cells) - len(np.unique(table.predicted_label))
    merges = len(table.cells) - round(float(np.sum(table.cells / table.true)))
    return splits + merges
