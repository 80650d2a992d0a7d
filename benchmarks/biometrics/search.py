"""Measure one-to-many search: time a query, memory, and mates lost on the way, as the gallery grows.

``python -m benchmarks.biometrics.search cards 1000000 [PROBES]`` (the whole cascade over a mapped gallery that grows
tenfold from 1,000 to that size) or ``… faces 1000000``. Galleries are built in a temporary folder; large ones repeat a
pool of simulated fingers with shuffled codes: the cost is that of real ones.
"""

from __future__ import annotations

import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from benchmarks.biometrics import simulated
from matcher.biometrics.gallery.cards import CardGallery
from matcher.biometrics.gallery.faces import FaceGallery
from matcher.biometrics.types import CardTemplate, FaceTemplate, FingerTemplate

_POOL, _PROBES, _BATCH, _FIRST = 300, 20, 5000, 1000
_SEARCHED = (2, 3)
"""Positions of the simulated cards: as many as the search looks at."""
_TURNS = (1, 2, 3, 4)
"""Words by which codes are turned, to make another finger of one of the pool."""
Pool = dict[int, list[FingerTemplate]]


def _pool() -> Pool:
    """Fingers of strangers by position."""
    made = {p: [simulated.finger(10_000 + k, p, 0) for k in range(_POOL)] for p in _SEARCHED}
    return {p: [_turned(finger, turn) for finger in fingers for turn in _TURNS] for p, fingers in made.items()}


def _turned(finger: FingerTemplate, turn: int) -> FingerTemplate:
    return replace(finger, codes=np.ascontiguousarray(np.roll(finger.codes, turn, axis=1)))


def _fill(gallery: CardGallery, pool: Pool, first: int, last: int) -> None:
    """Add strangers with numbers first ≤ n < last, each finger of somebody else."""
    rng = np.random.default_rng((5, first))
    for start in range(first, last, _BATCH):
        ids = [f"s{k}" for k in range(start, min(last, start + _BATCH))]
        chosen = {p: rng.integers(len(fingers), size=len(ids)) for p, fingers in pool.items()}
        made = [CardTemplate({p: pool[p][chosen[p][k]] for p in pool}) for k in range(len(ids))]
        gallery.add(ids, made)


def _own_memory() -> float:
    """MB that this process holds besides mapped files, whose pages the system takes back when it needs them."""
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text("ascii").splitlines())
    return int(status["RssAnon"].split()[0]) / 1024


def cards(size: int, folder: Path, count: int) -> Iterator[str]:
    """Search a growing gallery for ``count`` simulated mates; a line of the table for every tenfold."""
    gallery, pool = CardGallery(folder, simulated.MODEL), _pool()
    gallery.add([f"m{k}" for k in range(count)], [simulated.card(k, 0, _SEARCHED) for k in range(count)])
    probes = [simulated.card(k, 1, _SEARCHED) for k in range(count)]
    held, step = count, min(_FIRST, size)
    while held < size:
        _fill(gallery, pool, held, step)
        held, step = step, min(10 * step, size)
        yield _measured(gallery, probes, held)


def _measured(gallery: CardGallery, probes: list[CardTemplate], size: int) -> str:
    gallery.candidates(probes[0], 20)
    start = time.process_time()
    found = [[name for name, _ in gallery.candidates(p, 20)] for p in probes]
    seconds = (time.process_time() - start) / len(probes)
    lost = sum(f"m{k}" not in hits for k, hits in enumerate(found))
    first = sum(hits[0] == f"m{k}" for k, hits in enumerate(found))
    return (
        f"cards {size:>9,}  {seconds:.3f} s CPU a query  lost {lost} of {len(probes)}  rank 1: {first}"
        f"  own memory {_own_memory():.0f} MB"
    )


def _fill_faces(size: int, count: int, folder: Path) -> None:
    """Build a gallery of faces; in a process of its own, so that the search's memory is the search's."""
    gallery, rng = FaceGallery(folder, "simulated/1"), np.random.default_rng(3)
    for start in range(0, size - count, 50_000):
        block = rng.standard_normal((min(50_000, size - count - start), 128)).astype(np.float32)
        block /= np.linalg.norm(block, axis=1, keepdims=True)
        ids = [f"s{start + k}" for k in range(len(block))]
        gallery.add(ids, [FaceTemplate("simulated/1", v, 0.0) for v in block])
    gallery.add([f"m{k}" for k in range(count)], [simulated.face(k, 0) for k in range(count)])


def faces(size: int, folder: Path, count: int) -> Iterator[str]:
    """Search a gallery of ``size`` faces, beside numpy's product of all float32 rows; a line of the table."""
    builder = multiprocessing.get_context("spawn").Process(target=_fill_faces, args=(size, count, folder))
    builder.start()
    builder.join()
    gallery = FaceGallery(folder, "simulated/1")
    probes = [simulated.face(k, 1) for k in range(count)]
    yield _faces_measured("ONNX Runtime", gallery, probes, size)
    import numba  # noqa: F401 - as in a process that compares cards: the scan takes its loop from now on

    yield _faces_measured("numba's loop", gallery, probes, size)
    rows = np.fromfile(folder / "vectors.f32", "<f4", size * 128).reshape(size, 128)
    start = time.process_time()
    for probe in probes:
        np.argmax(rows @ probe.vector)
    yield f"numpy's product of all float32 rows  {1000 * (time.process_time() - start) / count:.1f} ms CPU a query"


def _faces_measured(how: str, gallery: FaceGallery, probes: list[FaceTemplate], size: int) -> str:
    gallery.search(probes[0])
    start = time.process_time()
    first = sum(gallery.search(p)[0].record_id == f"m{k}" for k, p in enumerate(probes))
    milliseconds = 1000 * (time.process_time() - start) / len(probes)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return (
        f"faces {size:>9,}  {milliseconds:.1f} ms CPU a query ({how})  rank 1: {first} of {len(probes)}"
        f"  peak {memory:.0f} MB"
    )


def main() -> None:
    """Run one measurement: kind, size, and how many probes."""
    kind, size, *count = sys.argv[1:]
    measure = {"cards": cards, "faces": faces}[kind]
    with tempfile.TemporaryDirectory() as folder:
        for line in measure(int(size), Path(folder), int(count[0]) if count else _PROBES):
            print(line, flush=True)


if __name__ == "__main__":
    main()
