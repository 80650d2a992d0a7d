"""Measure one-to-many search: time a query, memory, and mates lost on the way, as the gallery grows.

``python -m benchmarks.biometrics.search cards 100000 [PROBES]``, ``… faces 1000000``, or ``… popcounts 1000000`` (the
first step of the card search alone, in memory); galleries are built in a temporary folder. Large galleries repeat a
pool of simulated cards with shuffled codes: the cost is that of real ones.
"""

from __future__ import annotations

import multiprocessing
import resource
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import numpy as np

from benchmarks.biometrics import simulated
from matcher.biometrics.fingers import mcc_fast
from matcher.biometrics.gallery.cards import CardGallery
from matcher.biometrics.gallery.faces import FaceGallery
from matcher.biometrics.types import CardTemplate, FaceTemplate

_POOL, _PROBES, _BATCH = 300, 20, 2000


def _stranger(pool: list[CardTemplate], rng: np.random.Generator) -> CardTemplate:
    """A card whose fingers come from different people of the pool and whose codes are turned by some words."""
    fingers = {}
    for position in pool[0].fingers:
        finger = pool[int(rng.integers(len(pool)))].fingers[position]
        turn = int(rng.integers(1, 5))
        fingers[position] = replace(finger, codes=np.ascontiguousarray(np.roll(finger.codes, turn, axis=1)))
    return CardTemplate(fingers)


def _fill(gallery: CardGallery, size: int) -> None:
    rng = np.random.default_rng(5)
    pool = [simulated.card(10_000 + k, 0, gallery.positions) for k in range(_POOL)]
    for start in range(0, size, _BATCH):
        ids = [f"s{k}" for k in range(start, min(size, start + _BATCH))]
        gallery.add(ids, [_stranger(pool, rng) for _ in ids])


def cards(size: int, folder: Path, count: int) -> str:
    """Search a gallery of ``size`` cards for ``count`` simulated mates; returns a line of the table."""
    gallery = CardGallery(folder, simulated.MODEL)
    _fill(gallery, size - count)
    gallery.add([f"m{k}" for k in range(count)], [simulated.card(k, 0, gallery.positions) for k in range(count)])
    probes = [simulated.card(k, 1, gallery.positions) for k in range(count)]
    gallery.candidates(probes[0], 20)
    start = time.process_time()
    found = [gallery.candidates(p, 20) for p in probes]
    seconds = (time.process_time() - start) / count
    lost = sum(f"m{k}" not in [i for i, _ in hits] for k, hits in enumerate(found))
    first = sum(hits[0][0] == f"m{k}" for k, hits in enumerate(found))
    return f"cards {size:>9,}  {seconds:.3f} s CPU a query  lost {lost} of {count}  rank 1: {first}"


def _fill_faces(size: int, count: int, folder: Path) -> None:
    """Build a gallery of faces; in a process of its own, so that the search's memory is the search's."""
    gallery, rng = FaceGallery(folder, "simulated/1"), np.random.default_rng(3)
    for start in range(0, size - count, 50_000):
        block = rng.standard_normal((min(50_000, size - count - start), 128)).astype(np.float32)
        block /= np.linalg.norm(block, axis=1, keepdims=True)
        ids = [f"s{start + k}" for k in range(len(block))]
        gallery.add(ids, [FaceTemplate("simulated/1", v, 0.0) for v in block])
    gallery.add([f"m{k}" for k in range(count)], [simulated.face(k, 0) for k in range(count)])


def faces(size: int, folder: Path, count: int) -> str:
    """Search a gallery of ``size`` faces, beside numpy's product of all float32 rows; returns a line of the table."""
    builder = multiprocessing.get_context("spawn").Process(target=_fill_faces, args=(size, count, folder))
    builder.start()
    builder.join()
    gallery = FaceGallery(folder, "simulated/1")
    probes = [simulated.face(k, 1) for k in range(count)]
    gallery.search(probes[0])
    start = time.process_time()
    first = sum(gallery.search(p)[0].record_id == f"m{k}" for k, p in enumerate(probes))
    milliseconds = 1000 * (time.process_time() - start) / count
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rows = np.fromfile(folder / "vectors.f32", "<f4", size * 128).reshape(size, 128)
    start = time.process_time()
    for probe in probes:
        np.argmax(rows @ probe.vector)
    peer = 1000 * (time.process_time() - start) / count
    return (
        f"faces {size:>9,}  {milliseconds:.1f} ms CPU a query  rank 1: {first} of {count}  peak {memory:.0f} MB"
        f"  (numpy's whole product: {peer:.1f} ms)"
    )


def popcounts(size: int, _: Path, __: int) -> str:
    """Compare two fingers with those of ``size`` cards by popcounts alone; returns a line of the table."""
    pool = [mcc_fast.sorted_codes(simulated.finger(k, 2, 0)) for k in range(_POOL)]
    rng, seconds = np.random.default_rng(7), 0.0
    chosen = rng.integers(0, _POOL, size)
    prints = mcc_fast.gallery([pool[k] for k in chosen])
    for position in (2, 3):
        codes, turn = mcc_fast.sorted_codes(simulated.finger(5, position, 1))
        mcc_fast.quick_scores(codes, turn, mcc_fast.gallery(pool[:2]))
        start = time.process_time()
        mcc_fast.quick_scores(codes, turn, prints)
        seconds += time.process_time() - start
    return (
        f"popcounts {size:>9,} cards, two fingers  {seconds:.3f} s CPU  {2 * size / seconds:,.0f} comparisons a second"
    )


def main() -> None:
    """Run one measurement: kind, size, and how many probes."""
    kind, size, *count = sys.argv[1:]
    measure = {"cards": cards, "faces": faces, "popcounts": popcounts}[kind]
    with tempfile.TemporaryDirectory() as folder:
        print(measure(int(size), Path(folder), int(count[0]) if count else _PROBES))


if __name__ == "__main__":
    main()
