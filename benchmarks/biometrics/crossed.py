"""Error rates on the data that the shipped files were learned from, each part scored with what the others taught.

``python -m benchmarks.biometrics.crossed faces ROOT LIST.tsv`` normalises each half of the people by the other half,
six ways; ``… fingers ROOT [EXTRACTOR]`` fuses each database with weights learned on the others, and lays single fingers
side by side as cards.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.biometrics import faces, fingers
from benchmarks.biometrics.cards import card_lines
from benchmarks.biometrics.rates import Rates, rates
from matcher.biometrics import calibration
from matcher.biometrics.faces import train as face_training
from matcher.biometrics.fingers import fusion
from matcher.biometrics.fingers import train as finger_training
from matcher.biometrics.reliability import c_llr, c_llr_min, chance, reliability

_WAYS = 6


def _line(name: str, found: Rates) -> str:
    points = "   ".join(f"FNMR at FMR {p.target:.0e}: {100 * p.fnmr:.2f} %" for p in found.points)
    return f"{name:<28} genuine {found.genuine:,}  impostor {found.impostor:,}  EER {100 * found.eer:.2f} %   {points}"


Unseen = tuple[NDArray[np.float64], NDArray[np.bool_]]
"""Bits of pairs that a map has not seen, and whether they are genuine."""


def _unseen(scores: NDArray[np.float64], same: NDArray[np.bool_], half: NDArray[np.int64]) -> Unseen:
    """Bits by maps fitted on one half and read on the other."""
    bits = np.zeros(len(scores))
    for side in (0, 1):
        other = half == 1 - side
        knots, values = calibration.fit_bits(scores[other & same], scores[other & ~same])
        bits[half == side] = np.interp(scores[half == side], knots, values)
    return bits, same


def _reliability(splits: list[Unseen]) -> list[str]:
    """Cost and calibration loss of all splits' bits together, and the reliability of each split."""
    rows = [reliability(bits, same) for bits, same in splits]
    lines = []
    for (bits, same), bins in zip(splits, rows, strict=True):
        spots = "  ".join(f"{r.predicted:.3f}>{r.observed:.3f}" for r in bins)
        lines.append(f"C_llr {c_llr(bits[same], bits[~same]):.4f} bits, promised>observed: {spots}")
    bits, same = (np.concatenate(parts) for parts in zip(*splits, strict=True))
    cost, least = c_llr(bits[same], bits[~same]), c_llr_min(bits[same], bits[~same])
    every = [row for bins in rows for row in bins]
    inside, by_chance = chance(every)
    lines.append(f"pooled C_llr {cost:.4f} bits, of which calibration loss {cost - least:.4f}")
    band = f"{inside} of {len(every)} bins within their 95 % band (expected {0.95 * len(every):.1f})"
    return [*lines, f"{band}; chance leaves so few there in {100 * by_chance:.0f} %"]


def face_lines(root: Path, listing: Path) -> list[str]:
    """Rates of people that the normaliser has not seen, for each of six splits, and their mean."""
    photos = faces.read_list(listing)
    samples = faces.enrol_all(root, photos, normalised=False)
    there = [(p.person, s.template) for p, s in zip(photos, samples, strict=True) if s]
    people = np.unique([person for person, _ in there], return_inverse=True)[1].astype(np.int64)
    vectors = np.array([t.vector for _, t in there], dtype=np.float64)
    lines, means, splits = [f"failures to enrol: {samples.count(None)} of {len(samples)}"], [], []
    for way in range(_WAYS):
        score, same, half = face_training.crossed(there[0][1].model, vectors, people, way)
        found = rates(score[same], score[~same])
        lines.append(_line(f"halves of people, way {way + 1}", found))
        means.append([found.eer, *(p.fnmr for p in found.points)])
        splits.append(_unseen(score, same, half))
    means_text = " / ".join(f"{100 * m:.2f} %" for m in np.mean(means, axis=0))
    return [*lines, f"mean: EER / FNMR at 1e-2 / 1e-3 / 1e-4: {means_text}", *_reliability(splits)]


def finger_lines(root: Path, extractor: str) -> list[str]:
    """Rates of databases that the fusion has not seen, reliability of unseen fingers, and cards of unseen databases."""
    table = fingers.look_at_all(fingers.enrol_all(root, extractor))
    kept = table.compared
    first, second = table.owners[table.first][kept], table.owners[table.second][kept]
    rows, same = table.features[kept], first == second
    database = np.array([n.split("/")[0] for n in table.names])[table.first[kept]]
    score = np.zeros(len(rows))
    for name in np.unique(database):
        own = database == name
        score[own] = fusion.fit(extractor, rows[~own], same[~own], "")(rows[own])
    lines = [f"failures to enrol: {len(table.failed)} of {len(table.names)}"]
    lines.append(_line("all, by the other databases", rates(score[same], score[~same])))
    for name in np.unique(database):
        own = database == name
        lines.append(_line(str(name), rates(score[own & same], score[own & ~same])))
    half = finger_training.halves(first, second)
    crosswise = finger_training.crossed(extractor, rows, same, half)
    inside = half >= 0
    lines += _reliability([_unseen(crosswise[inside], same[inside], half[inside])])
    return lines + card_lines(table.names, (table.first[kept], table.second[kept]), score)


def main() -> None:
    """Measure one kind."""
    kind, root, *rest = sys.argv[1:]
    lines = (
        face_lines(Path(root), Path(rest[0])) if kind == "faces" else finger_lines(Path(root), *(rest or ["leader/1"]))
    )
    print("\n".join(lines))


if __name__ == "__main__":
    main()
