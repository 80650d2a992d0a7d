"""The card cascade over a gallery that is spread over many machines: Spark moves cards once, hits are few.

Each partition runs the first two steps (popcounts, then the relaxed score of the short list) over its own cards with
the compiled scans of :mod:`matcher.biometrics.gallery.cards`, and gives its best with their templates. The driver
compares the best of all of them in full. A partition keeps at least as large a share of its cards as one gallery of all
cards would, so nothing is lost by spreading. A partition's cards are opened in memory; nothing is written.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any, Final

import pyarrow as pa

from matcher.biometrics import wire
from matcher.biometrics.gallery.cards import CardGallery, CardHit
from matcher.biometrics.gallery.columns import MEMORY
from matcher.biometrics.pairs import Sample, compare_with
from matcher.biometrics.types import CardTemplate
from matcher.biometrics.worker import Worker

GALLERY: Final = pa.schema([("record_id", pa.string()), ("template", pa.binary())])
"""A gallery: identifiers and packed templates of one model."""
FOUND: Final = "record_id string, score double, template binary"
"""What a partition gives, in Spark's words."""


def packed(card: CardTemplate) -> bytes:
    """A template as it stands in a gallery's column."""
    return wire.pack(card)


def best_of(batches: Iterator[pa.RecordBatch], probe: bytes, best: int) -> Iterator[pa.RecordBatch]:
    """The best cards of one partition: batches of GALLERY in, one batch (record_id, score, template) out."""
    card: CardTemplate = wire.unpack(probe)
    gallery: CardGallery | None = None
    templates: dict[str, bytes] = {}
    for batch in batches:
        names, sealed = (batch.column(i).to_pylist() for i in (0, 1))
        cards = [wire.unpack(data) for data in sealed]
        gallery = gallery or CardGallery(MEMORY, _model(card))
        gallery.add(names, [_of_model(c, _model(card)) for c in cards])
        templates.update(zip(names, sealed, strict=True))
    hits = gallery.candidates(card, best) if gallery is not None else []
    columns = [[h[0] for h in hits], [float(h[1]) for h in hits], [templates[h[0]] for h in hits]]
    yield pa.record_batch(columns, names=["record_id", "score", "template"])


def search(cards: Any, probe: CardTemplate, best: int = 20, worker: Worker | None = None) -> list[CardHit]:
    """The best cards of a gallery, compared in full, most bits first.

    ``cards``: a Spark DataFrame (classic or Connect) with the columns of GALLERY.
    """
    run = functools.partial(best_of, probe=packed(probe), best=best)
    found = cards.mapInArrow(run, FOUND).orderBy("score", ascending=False).limit(best).collect()
    others = [Sample(card=wire.unpack(bytes(row["template"]))) for row in found]
    pairs = compare_with(Sample(card=probe), others, worker)
    hits = [CardHit(row["record_id"], p.card) for row, p in zip(found, pairs, strict=True) if p.card is not None]
    return sorted(hits, key=lambda hit: (-hit.comparison.bits, hit.record_id))


def _model(card: CardTemplate) -> str:
    return next((finger.model for finger in card.fingers.values()), "")


def _of_model(card: CardTemplate, model: str) -> CardTemplate:
    """A card without the fingers of another model: templates of two never meet."""
    return CardTemplate({p: f for p, f in card.fingers.items() if f.model == model})
