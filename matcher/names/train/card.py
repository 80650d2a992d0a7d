"""The model card: what the data files were learned from, when, under which licences, and how good the model is on
people it has not seen."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

_SOURCES = (
    (
        "letter costs",
        "Russian and Latin tokens of labels of people in Wikidata (NETransliteration-COLING2018)",
        "CC0",
        "see below",
    ),
    (
        "letter costs",
        "spellings of name items in Wikidata, through rigour",
        "MIT (Wikidata: CC0)",
        "see below",
    ),
    (
        "letter costs, level weights",
        "labelled name pairs: Wikidata, OFAC, EU lists, parliaments; only counts of letters and 60 weights are kept",
        "measured only",
        "{pairs:,} pairs",
    ),
    (
        "letter costs",
        "listed names by official transliterations (`translit.tsv`), and by the habits of `tables/knowledge`",
        "facts; own",
        "see below",
    ),
    ("lexicon", "the tables beside it", "see `../tables/SOURCES.md`", ""),
)

_HEAD = """# Model card: name comparator

Learned {date} by `tulga train names`. Files: `letter_costs.npz` (letter costs by spelling habit), `lexicon.msgpack`
(names by folded symbols), `weights.json` (level weights in bits; bins and prices of crossing roles are set by hand).

## Learned from

| what | source | licence | size |
|---|---|---|---|
{sources}

Aligned spellings by habit: {sizes}.

Nothing learned holds a name of a person or a pair: letter costs are counts over the alphabet, weights are one number a
level and part.

## Figures

"""


def write_card(path: Path, sizes: Counter[str], pairs: int, held_out: dict[str, dict[str, float]]) -> None:
    """Write the card."""
    listed = ", ".join(f"{name} {count:,}" for name, count in sizes.items())
    sources = "\n".join(f"| {' | '.join(row)} |" for row in _SOURCES).format(pairs=pairs)
    text = _HEAD.format(date=datetime.now(UTC).date().isoformat(), sources=sources, sizes=listed)
    text += "| measure | other half of the people (model learned on one half) | all pairs (shipped model) |\n"
    text += "|---|---|---|\n"
    for name, value in held_out["one half"].items():
        text += f"| {name} | {value:.4f} | {held_out['all'][name]:.4f} |\n"
    path.write_text(text, encoding="utf-8")
