"""Processor time of one comparison, one core: ``python -m benchmarks.biometrics.speed [PHOTO …]``.

Fingers are simulated; photos, where given, are enrolled in this process. The numpy reference is the peer of the
compiled matcher.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.biometrics import simulated
from matcher.biometrics.fingers import mcc, mcc_fast
from matcher.biometrics.fingers.nbis_tools import bozorth3
from matcher.biometrics.fingers.overlay import overlay

_PRINTS, _SLOW = 4000, 200


def _seconds(work: Callable[[], object], least: float = 1.0) -> float:
    """Processor seconds of one call, after one call to warm up, over at least ``least`` seconds."""
    work()
    count, start = 0, time.process_time()
    while time.process_time() - start < least:
        work()
        count += 1
    return (time.process_time() - start) / count


def _line(name: str, seconds: float, calls: int) -> str:
    return f"{name:<46} {1e6 * seconds / calls:>10.1f} µs   {calls / seconds:>12,.0f} a second"


def fingers() -> list[str]:
    """Comparisons of one print with many, cheapest first, and the numpy reference of the first two."""
    pool = [simulated.finger(k, 2, 0) for k in range(_PRINTS)]
    probe, some = simulated.finger(1, 2, 1), pool[:_SLOW]
    codes, turn = mcc_fast.sorted_codes(probe)
    gallery = mcc_fast.gallery([mcc_fast.sorted_codes(p) for p in pool])
    pairs = [mcc_fast.relaxed_score(probe, p).pairs for p in some]
    laid = list(zip(some, pairs, strict=True))
    sorted_some = [mcc_fast.sorted_codes(p) for p in some[:20]]
    work: list[tuple[str, int, Callable[[], object]]] = [
        ("cylinder codes, popcounts, compiled", _PRINTS, lambda: mcc_fast.quick_scores(codes, turn, gallery)),
        (
            "cylinder codes, popcounts, numpy reference",
            20,
            lambda: [mcc.quick_score(codes, turn, *s) for s in sorted_some],
        ),
        ("cylinder codes, relaxed, compiled", _SLOW, lambda: [mcc_fast.relaxed_score(probe, p) for p in some]),
        ("cylinder codes, relaxed, numpy reference", 20, lambda: [mcc.relaxed_score(probe, p) for p in some[:20]]),
        ("one print laid on the other", _SLOW, lambda: [overlay(probe, p, s) for p, s in laid]),
        ("bozorth3", _SLOW, lambda: bozorth3(probe.minutiae, [p.minutiae for p in some])),
    ]
    return [_line(name, _seconds(job), calls) for name, calls, job in work]


def photos(files: list[Path]) -> list[str]:
    """Finding and embedding one face, and the whole enrolment with its quality checks."""
    from matcher.biometrics.faces.closeup import close_up, refined
    from matcher.biometrics.faces.detect import central_face
    from matcher.biometrics.faces.embed import embedder
    from matcher.biometrics.faces.enrol import enrol
    from matcher.biometrics.images import read_colour

    data = [f.read_bytes() for f in files]
    pixels = [read_colour(d) for d in data]

    def detect_and_embed() -> None:
        for picture in pixels:
            face = central_face(picture)[0]
            embedder().embed(picture, refined(face, close_up(picture, face)))

    return [
        _line("face: detect and embed", _seconds(detect_and_embed, 3.0), len(files)),
        _line("face: whole enrolment", _seconds(lambda: [enrol(d) for d in data], 3.0), len(files)),
    ]


def main() -> None:
    """Measure fingers, and photos where some are named."""
    print("\n".join(fingers() + (photos([Path(p) for p in sys.argv[1:]]) if sys.argv[1:] else [])))


if __name__ == "__main__":
    main()
