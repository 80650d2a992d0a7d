"""``python -m benchmarks.scoring.train MODEL.json``: makes the model that is shipped, from generated people alone.

MODEL_CARD.md goes beside it.

Several populations with error rates from a half to two and a half times the table's, so that the weights suit registers
that are better and worse kept; two more, never counted, calibrate.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

from benchmarks.scoring.pool import Pool, Source, pool
from matcher.features import registry
from matcher.keys import blocking_keys
from matcher.weights.card import model_card
from matcher.weights.model import save_model
from matcher.weights.structure import blank
from matcher.weights.training import Material, calibrated, counted

VERSION: Final = "2026.11"
TRAINING: Final = (Source(11, 5_000, 0.5), Source(12, 5_000, 1.0), Source(13, 5_000, 1.6), Source(14, 5_000, 2.5))
CALIBRATION: Final = (Source(21, 24_000, 0.7), Source(22, 24_000, 1.5))
SAFE: Final = 0.7
"""Bits that a sum is worth less, at least, in the model that is shipped. Strangers of generated registers show sums
worth what they say; questions about relatives, and registers made by other code, half a bit to a bit less."""


def main(out: Path) -> None:
    """Count, calibrate, write."""
    people = pool(TRAINING, registry())
    document = counted(blank(registry(), VERSION), _material(people), people.kinship)
    others = pool(CALIBRATION, registry())
    document["calibration"] = _safe(calibrated(document, _material(others), others.kinship))
    document["training"] = {
        "counted": [str(s) for s in TRAINING],
        "calibrated": [str(s) for s in CALIBRATION],
        "records": len(people),
    }
    model = save_model(document, out)
    out.with_name("MODEL_CARD.md").write_text(model_card(model), "utf-8")


def _safe(table: dict[str, list[float]] | None) -> dict[str, list[float]] | None:
    """The table, nowhere nearer to the sum than SAFE."""
    if table is None:
        return None
    lowered = [round(min(c, s - SAFE), 4) for s, c in zip(table["summed"], table["calibrated"], strict=True)]
    return {"summed": table["summed"], "calibrated": lowered}


def _material(people: Pool) -> Material:
    return Material(registry(), people.rows, blocking_keys)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
