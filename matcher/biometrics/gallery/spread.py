"""The card cascade over a gallery that is spread over many machines, with the candidates of one gallery of all cards.

Two passes. In the first each partition runs the popcounts over its own cards and gives its best names; the driver
cuts them where one gallery would. In the second the cards that are left get their relaxed score where they lie. Names
and scores travel, templates never do; a partition's cards are opened in memory and nothing is written.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np
import pyarrow as pa

from matcher.biometrics import wire
from matcher.biometrics.fingers.settings import settings
from matcher.biometrics.gallery.cards import CardGallery, in_order, listed_of
from matcher.biometrics.gallery.columns import MEMORY
from matcher.biometrics.types import CardTemplate, Field

GALLERY: Final = pa.schema([("card", pa.string()), ("fingers", pa.binary())])
"""A gallery: names, and the searched fingers of one model as :func:`packed` writes them, or sealed for an opener."""
FOUND: Final = "probe int, card string, score double"
"""What a partition gives, in Spark's words."""
Opener = Callable[[bytes, str], bytes]
"""Opens what stands in ``fingers`` for a name; travels to the executors."""
_NO_RIDGES: Final[Field] = np.zeros((2, 0, 0), np.uint8)


def packed(card: CardTemplate, model: str) -> bytes:
    """What the search looks at: fingers of the searched positions under ``model``, without their ridges."""
    searched = {p: card.fingers[p] for p in settings()["search"]["positions"] if p in card.fingers}
    kept = {p: replace(f, ridges=_NO_RIDGES) for p, f in searched.items() if f.model == model}
    return wire.pack(CardTemplate(kept))


def as_it_is(data: bytes, _: str) -> bytes:
    """The opener of a gallery that is not sealed."""
    return data


def quickest(
    batches: Iterator[pa.RecordBatch], probes: bytes, model: str, keep: int, opener: Opener = as_it_is
) -> Iterator[pa.RecordBatch]:
    """First pass over one partition: batches of GALLERY in, the best of each probe by popcounts out."""
    gallery = CardGallery(MEMORY, model)
    for batch in batches:
        names = batch.column("card").to_pylist()
        gallery.add(names, _opened(names, batch.column("fingers"), opener))
    found = [
        (number, name, score)
        for number, probe in enumerate(wire.unpack(probes))
        for _, name, score in gallery.quickest(probe, keep)
    ]
    yield _batch(found)


def relaxed(
    batches: Iterator[pa.RecordBatch], probes: bytes, model: str, opener: Opener = as_it_is
) -> Iterator[pa.RecordBatch]:
    """Second pass: rows (probe, card, fingers) in, the relaxed score of each out."""
    asked = wire.unpack(probes)
    for batch in batches:
        names, numbers = batch.column("card").to_pylist(), batch.column("probe").to_pylist()
        gallery = CardGallery(MEMORY, model)
        gallery.add(names, _opened(names, batch.column("fingers"), opener))
        scores = [gallery.relaxed(asked[number], row) for row, number in enumerate(numbers)]
        yield _batch(list(zip(numbers, names, scores, strict=True)))


def search(
    cards: Any, probes: Sequence[CardTemplate], model: str, best: int, opener: Opener = as_it_is
) -> list[list[tuple[str, float]]]:
    """Candidates of each probe with their summed relaxed score, best first: what ``CardGallery.candidates`` gives.

    ``cards``: a Spark DataFrame (classic or Connect) with the columns of GALLERY.
    """
    asked, keep = wire.pack(list(probes)), listed_of(cards.count())
    first = functools.partial(quickest, probes=asked, model=model, keep=keep, opener=opener)
    listed = _cut(cards.select("card", "fingers").mapInArrow(first, FOUND).toArrow(), len(probes), keep)
    if not listed.num_rows:
        return [[] for _ in probes]
    wanted = cards.sparkSession.createDataFrame(listed).hint("broadcast")
    second = functools.partial(relaxed, probes=asked, model=model, opener=opener)
    chosen = cards.join(wanted, "card").select("probe", "card", "fingers")
    found = chosen.mapInArrow(second, FOUND).toArrow().to_pylist()
    of = [in_order((r["card"], r["score"]) for r in found if r["probe"] == n) for n in range(len(probes))]
    return [hits[:best] for hits in of]


def _cut(found: pa.Table, probes: int, keep: int) -> pa.Table:
    """The names (probe, card) that one gallery of all partitions' cards would have kept."""
    rows = found.to_pylist()
    kept = [
        {"probe": number, "card": name}
        for number in range(probes)
        for name, _ in in_order((r["card"], r["score"]) for r in rows if r["probe"] == number)[:keep]
    ]
    return pa.Table.from_pylist(kept, pa.schema([("probe", pa.int32()), ("card", pa.string())]))


def _opened(names: list[str], column: Any, opener: Opener) -> list[CardTemplate]:
    return [wire.unpack(opener(data, name)) for name, data in zip(names, column.to_pylist(), strict=True)]


def _batch(rows: list[tuple[int, str, float]]) -> pa.RecordBatch:
    numbers, names, scores = ([row[k] for row in rows] for k in range(3))
    arrays = pa.array(numbers, pa.int32()), pa.array(names, pa.string()), pa.array(scores, pa.float64())
    return pa.record_batch(list(arrays), names=["probe", "card", "score"])
