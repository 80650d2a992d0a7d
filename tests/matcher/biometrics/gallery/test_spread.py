"""A gallery cut into partitions gives the candidates of the whole: the same names with the same scores."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa
import pytest

from benchmarks.biometrics import simulated
from matcher.biometrics import wire
from matcher.biometrics.gallery.cards import CardGallery, listed_of
from matcher.biometrics.gallery.columns import MEMORY
from matcher.biometrics.gallery.spread import GALLERY, _cut, packed, quickest, relaxed
from matcher.biometrics.types import CardTemplate

MODEL = simulated.MODEL
FINGERS = (2, 7)
PEOPLE = 260
"""More than the popcounts leave of a small gallery, so that the cut is looked at too."""


@pytest.fixture(scope="module")
def cards() -> dict[str, CardTemplate]:
    return {f"{person}": simulated.card(person, 0, FINGERS) for person in range(PEOPLE)}


@pytest.fixture(scope="module")
def probes() -> list[CardTemplate]:
    return [simulated.card(person, 1, FINGERS) for person in (3, 200)]


def parts(cards: dict[str, CardTemplate], size: int) -> list[pa.RecordBatch]:
    rows = [{"card": name, "fingers": packed(card, MODEL)} for name, card in cards.items()]
    return pa.Table.from_pylist(rows, GALLERY).to_batches(max_chunksize=size)


def spread_candidates(cards: dict[str, CardTemplate], probes: list[CardTemplate], size: int) -> list[list[object]]:
    """Both passes over partitions of ``size`` cards, as Spark runs them."""
    asked, keep = wire.pack(probes), listed_of(len(cards))
    first = [b for part in parts(cards, size) for b in quickest(iter([part]), asked, MODEL, keep)]
    wanted = _cut(pa.Table.from_batches(first), len(probes), keep).to_pylist()
    rows = [{**row, "fingers": packed(cards[row["card"]], MODEL)} for row in wanted]
    (found,) = relaxed(_batches(rows), asked, MODEL)
    scored = [(r["probe"], r["card"], r["score"]) for r in found.to_pylist()]
    of = [[(c, s) for p, c, s in scored if p == n] for n in range(len(probes))]
    return [sorted(hits, key=lambda h: (-h[1], h[0]))[:20] for hits in of]


def _batches(rows: list[dict[str, object]]) -> Iterator[pa.RecordBatch]:
    schema = pa.schema([("probe", pa.int32()), *GALLERY])
    yield from pa.Table.from_pylist(rows, schema).combine_chunks().to_batches()


def test_partitions_of_any_size_give_what_one_gallery_gives(cards, probes):
    whole = CardGallery(MEMORY, MODEL)
    whole.add(list(cards), list(cards.values()))
    expected = [whole.candidates(probe, 20) for probe in probes]
    assert [hits[0][0] for hits in expected] == ["3", "200"]
    assert listed_of(PEOPLE) < PEOPLE
    for size in (7, 100, PEOPLE):
        assert spread_candidates(cards, probes, size) == expected


def test_an_empty_partition_gives_nothing(probes):
    (found,) = quickest(iter(()), wire.pack(probes), MODEL, 5)
    assert found.num_rows == 0


def test_a_gallery_holds_the_searched_fingers_of_one_model_alone(cards):
    card = simulated.card(1, 0, (1, 2))
    assert set(wire.unpack(packed(card, MODEL)).fingers) == {2}
    assert wire.unpack(packed(card, "mindtct/1")).fingers == {}


def test_a_sealed_gallery_is_opened_by_its_opener(cards, probes):
    def opener(data: bytes, name: str) -> bytes:
        assert data.startswith(name.encode())
        return data[len(name) :]

    rows = [{"card": n, "fingers": n.encode() + packed(c, MODEL)} for n, c in list(cards.items())[:5]]
    batches = pa.Table.from_pylist(rows, GALLERY).to_batches()
    (found,) = quickest(iter(batches), wire.pack(probes), MODEL, 1, opener)
    assert found.column("card").to_pylist()[0] == "3"
