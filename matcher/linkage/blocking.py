"""Which pairs are worth comparing: keys, one number a record and rule, and the join that puts records together.

Two records become a pair at the first rule on which they agree; a later rule leaves them out, so that each pair comes
once and nothing need be remembered. Keys are worked out on the distinct values of the columns; the SQL that joins them
runs on DuckDB and on Spark alike.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matcher.generic import NONE, Coded
from matcher.generic.parts import beginning, skeletons
from matcher.linkage.spec import KeyPart, Rule

Numbers = NDArray[np.int64]

MISSING_KEY: Final = -1
"""Key of a record in which a part is missing; it joins nothing."""


@dataclass(frozen=True, slots=True)
class Key:
    """A rule as a key; with ``refined_by``, values that more than ``cap`` records share get these further parts."""

    rule: Rule
    cap: int = 0
    refined_by: Rule = ()

    def __str__(self) -> str:
        text = " + ".join(map(str, self.rule))
        return text + (f" (over {self.cap}: + {' + '.join(map(str, self.refined_by))})" if self.refined_by else "")


def part_codes(part: KeyPart, column: Coded) -> Numbers:
    """(n,): a part of a key as codes, NONE where the value is missing."""
    if part.whole:
        return column.codes.astype(np.int64)
    vocabulary = column.vocabulary
    of = skeletons(vocabulary) if part.skeleton else beginning(vocabulary, part.end or 0)
    found: Numbers = np.where(column.codes == NONE, NONE, np.append(of, NONE)[column.codes]).astype(np.int64)
    return found


def rule_codes(parts: Sequence[Numbers]) -> Numbers:
    """(n,): several parts as one number, MISSING_KEY where one is missing."""
    joined, filled = parts[0], parts[0] != NONE
    for more in parts[1:]:
        joined = joined * (int(more.max(initial=0)) + 1) + more
        filled = filled & (more != NONE)
        joined = np.unique(joined, return_inverse=True)[1].astype(np.int64)
    return np.where(filled, joined, MISSING_KEY)


def key_codes(key: Key, columns: Mapping[str, Coded]) -> Numbers:
    """(n,): a key's number for each record; keys of one record only are left out too."""
    codes = rule_codes([part_codes(part, columns[part.column]) for part in key.rule])
    counts = np.bincount(codes + 1)
    counts[0] = 0
    if key.refined_by:
        finer = rule_codes([codes, *(part_codes(part, columns[part.column]) for part in key.refined_by)])
        common = counts[codes + 1] > key.cap
        finer = np.where(finer == MISSING_KEY, MISSING_KEY, finer + int(codes.max(initial=0)) + 1)
        codes = np.where(common, finer, codes)
        counts = np.bincount(codes + 1)
        counts[0] = 0
    return np.where(counts[codes + 1] > 1, codes, MISSING_KEY)


def pairs_sql(rule: int, table: str, condition: str) -> str:
    """SELECT of l, r: pairs that agree on key ``rule`` and on none before it; ``condition``: on a and b."""
    before = [f"(a.k{j} IS NULL OR b.k{j} IS NULL OR a.k{j} <> b.k{j})" for j in range(rule)]
    conditions = " AND ".join([condition, *before])
    return f"SELECT a.rec AS l, b.rec AS r FROM {table} a JOIN {table} b ON a.k{rule} = b.k{rule} WHERE {conditions}"


def shared_keys_sql(table: str, cap: int) -> str:
    """SELECT of key, rec, source without the keys of one record and those of more than ``cap``.

    Of the keys that search uses, every broad one has narrower ones beside it, so that what is left out here is found
    there; the job tells how many were left out.
    """
    sized = f"SELECT key FROM {table} GROUP BY key HAVING count(*) BETWEEN 2 AND {cap}"
    return f"SELECT key, rec, source FROM {table} WHERE key IN ({sized})"


def shared_pairs_sql(table: str, condition: str) -> str:
    """SELECT of l, r: pairs that share any key, each once; ``condition``: on a and b."""
    return f"SELECT DISTINCT a.rec AS l, b.rec AS r FROM {table} a JOIN {table} b ON a.key = b.key WHERE {condition}"


SOURCES: Final = {
    "dedupe": "a.rec < b.rec",
    "link": "a.source < b.source",
    "link-and-dedupe": "a.rec < b.rec",
    "dedupe-first": "a.rec < b.rec AND a.source = 0",
}
"""Link types: which pairs of records may be compared (records are numbered source after source).

``dedupe-first`` is 'dedupe A, link A–B, leave B': every pair has its left record in the first source."""
