"""Single prints put together into one card file. Runs inside the worker process."""

from __future__ import annotations

import datetime

from matcher.biometrics.cards.write import Contents, Transaction, write_card
from matcher.biometrics.fingers.enrol import prepared
from matcher.biometrics.fingers.recognise import require_print
from matcher.biometrics.images import read_gray
from matcher.biometrics.types import STANDARD_PPI, FingerImage, Impression, Missing

_HERE = "TULGA"


def assemble(prints: list[list[object]], missing: dict[int, str]) -> bytes:
    """A card of prints given as (position, impression, file, resolution or None). Raises BadFile or TooLarge."""
    images = []
    for position, impression, data, ppi in prints:
        gray, declared = read_gray(bytes(data))  # type: ignore[call-overload]  # messages between processes have no types
        resolution = float(str(ppi)) if ppi else declared or STANDARD_PPI
        require_print(prepared(gray, resolution))
        images.append(FingerImage(int(str(position)), Impression(str(impression)), gray, resolution, ""))
    today = datetime.datetime.now(datetime.UTC).strftime("%Y%m%d")
    reasons = {finger: Missing(reason) for finger, reason in missing.items()}
    return write_card(Transaction("REG", today, _HERE, _HERE, "1"), Contents(prints=tuple(images), missing=reasons))
