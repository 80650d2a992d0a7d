"""Learning the name comparator's data files (`tulga train names --data DIR`): lexicon, letter costs, level weights,
model card."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from matcher.names.caches import forget
from matcher.names.train.card import write_card
from matcher.names.train.costs import letter_costs
from matcher.names.train.evaluate import figures
from matcher.names.train.levels import fit
from matcher.names.train.lexicon import compile_lexicon
from matcher.names.train.sources import aligned_parts, labelled, schemes, tokens, variants

RARITY_SHARE = 0.1
"""Share of a value's rarity that agreement earns in the name score. Low, because names alone do not say how many
people were considered; a record scorer adds the rest (`NameComparison.rarity`)."""

_DATA = Path(__file__).parents[1] / "data"


def train(data: Path, out: Path = _DATA, say: Callable[[str], None] = lambda line: None) -> None:
    """Learn all data files from `data` (laid out as names/pairs, names/inventories) and write them to `out`.

    The model card's figures are of a model learned on one half of the people and tried on the other; the shipped files
    are then learned on both. Takes a few minutes; `say` is told the progress.
    """
    _write(out / "lexicon.msgpack", compile_lexicon())
    outside = [*tokens(data), *variants(data), *schemes(data)]
    say(f"{len(outside):,} spellings of single tokens read")
    pairs = labelled(data)
    held_out: dict[str, dict[str, float]] = {}
    for name, chosen in (("one half", [p for p in pairs if p.half == 0]), ("all", pairs)):
        content, sizes = letter_costs([*outside, *aligned_parts(chosen)])
        _write(out / "letter_costs.npz", content)
        say(f"letter costs learned ({name})")
        for _ in range(2):
            weights = json.loads((out / "weights.json").read_text(encoding="utf-8"))
            text = json.dumps(fit(chosen, weights, RARITY_SHARE), indent=1, ensure_ascii=False)
            _write(out / "weights.json", (text + "\n").encode())
        say(f"level weights learned ({name})")
        held_out[name] = figures([p for p in pairs if p.half == 1] if name == "one half" else pairs)
    write_card(out / "MODEL_CARD.md", sizes, len(pairs), held_out)


def _write(path: Path, content: bytes) -> None:
    """Replace a data file as a whole, and forget what was read from the old one."""
    waiting = path.with_suffix(path.suffix + ".new")
    waiting.write_bytes(content)
    waiting.replace(path)
    forget()
