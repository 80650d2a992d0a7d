"""From prepared records to blocks: the keys of search for persons, the map's rules, or a plan made from the data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from matcher.features import Features
from matcher.generic import Coded, ColumnComparator, encode_arrow
from matcher.linkage.blocking import CAP, Blocked, Key, blocked, blocks_of, piece_codes, shared_blocks
from matcher.linkage.meeting import Blocks
from matcher.linkage.plan import budget, plan
from matcher.linkage.preparing import Prepared
from matcher.linkage.spec import JobSpec
from models.errors import BadFile


@dataclass(frozen=True)
class Arranged:
    """Who meets whom, and why."""

    keys: tuple[Key, ...]
    """Rules in the order of their blocks; none where the keys of search are used."""
    blocks: Blocks
    common: tuple[int, ...]
    """Blocks that were too common, by rule (or of all keys of search)."""
    crowded: tuple[int, ...]
    """Records in them, by rule."""


def arrange(  # noqa: PLR0913, PLR0917 - what a job is made of
    prepared: Prepared, table: pa.Table, source: NDArray[np.int8], spec: JobSpec, link_type: str, threads: int = 2
) -> Arranged:
    """The blocks of a job; raises BadFile where nothing can bring two records together."""
    if prepared.person_keys is not None and not spec.rules:
        key, record = (prepared.person_keys.column(name).to_numpy() for name in ("key", "rec"))
        blocks, common, crowded = shared_blocks(key, record, (CAP, budget(table.num_rows)), source, link_type)
        return Arranged((), blocks, (common,), (crowded,))
    keys = declared_keys(prepared.features, spec) or planned_keys(prepared.features, spec)
    if not keys:
        raise BadFile("nothing_to_block_on", known=", ".join(table.column_names))
    found = _blocked(keys, _columns(keys, prepared.features, table), threads)
    blocks = blocks_of(found, source, link_type)
    return Arranged(keys, blocks, tuple(f.common for f in found), tuple(f.crowded for f in found))


def _blocked(keys: Sequence[Key], columns: Mapping[str, Coded], threads: int) -> list[Blocked]:
    """The blocks of each key, side by side; what several keys look at is made before."""
    for part in {part for key in keys for part in key.rule}:
        piece_codes(part, columns[part.column].vocabulary)
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(lambda key: blocked(key, columns), keys))


def declared_keys(features: Features, spec: JobSpec) -> tuple[Key, ...]:
    """The rules of the map."""
    return tuple(Key(rule, CAP, _order(rule, features)) for rule in spec.rules)


def planned_keys(features: Features, spec: JobSpec) -> tuple[Key, ...]:
    """Rules made from the data."""
    rules = plan(_declared(features), {a.name: a.kind for a in spec.attributes})
    return tuple(Key(rule, CAP, _order(rule, features)) for rule in rules)


def _order(rule: Sequence[object], features: Features) -> tuple[str, ...]:
    """The two columns outside the rule that tell most records apart."""
    sizes = {name: len(column.vocabulary) for name, column in _declared(features).items()}
    used = {getattr(part, "column", "") for part in rule}
    return tuple(sorted((n for n in sizes if n not in used), key=lambda n: -sizes[n])[:2])


def _columns(keys: Sequence[Key], features: Features, table: pa.Table) -> dict[str, Coded]:
    """The declared columns, and those that only a rule of the map names."""
    columns = _declared(features)
    for name in {part.column for key in keys for part in key.rule} - set(columns):
        if name not in table.column_names:
            raise BadFile("column_missing", name, known=", ".join(table.column_names))
        columns[name] = encode_arrow(table.column(name))
    return columns


def _declared(features: Features) -> dict[str, Coded]:
    pairs = zip(features.registry.comparators, features.columns, strict=True)
    return {c.column: v for c, v in pairs if isinstance(c, ColumnComparator) and isinstance(v, Coded)}
