"""How much of the figures rests on names that whoever wrote the tables may have met in the pairs.

Every listed form that exactly one person of the pairs bears, and that no independent list knows, is taken out of the
lexicon; then the same pairs are scored again. What is lost is a bound on what the tables owe to these very people:
other people's names would be as unknown as these are now. (Letter costs and weights are tried on people not learned
from by `tulga train names`: see the model card.)
"""

from __future__ import annotations

import gzip
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.names import scorers
from benchmarks.names.ablation import rate
from benchmarks.names.metrics import recall_at
from benchmarks.names.pairs import Pair
from benchmarks.names.report import figure, table
from benchmarks.names.slices import indices, main_slices
from matcher.names import lexicon
from matcher.names.caches import forget
from matcher.names.hygiene import mend
from matcher.names.tables import rows
from matcher.names.tokens import words
from matcher.names.train.lexicon import compile_lexicon

_LISTS = ("kk_mimesis", "ru_mimesis", "ru_faker", "uz_faker", "az_faker", "ky_names")
_MASKED = ("given_families", "given_names", "surnames")


def lines(pairs: Sequence[Pair], data: Path, scratch: Path) -> list[str]:
    """A Markdown table: recall with the shipped lexicon, and without the forms that only these people support."""
    shipped = _recalls(pairs)
    doubted = _borne_by_one(pairs) - _independent(data / "inventories")
    masked = scratch / "lexicon.msgpack"
    masked.write_bytes(compile_lexicon(lambda name: _without(name, doubted)))
    whole, lexicon.PATH = lexicon.PATH, masked
    forget()
    try:
        without = _recalls(pairs)
    finally:
        lexicon.PATH = whole
        forget()
    listed = [row[0] for name in _MASKED for row in rows(name)]
    gone = sum(mend(form)[0] in doubted for form in listed)
    told = [f"{gone:,} of {len(listed):,} listed forms are taken out.", ""]
    head = ["slice", "shipped", "without forms of these people alone"]
    return told + table([head, *([name, figure(v), figure(without[name])] for name, v in shipped.items())])


def _recalls(pairs: Sequence[Pair]) -> dict[str, float]:
    scores, found = scorers.tulga(pairs), {}
    for cut in main_slices():
        same, other = indices(pairs, cut)
        if same and other:
            found[cut.name] = recall_at(scores[same], scores[other], rate(cut))
    return found


def _borne_by_one(pairs: Sequence[Pair]) -> set[str]:
    """Words of the names that one person alone bears."""
    bearers: dict[str, set[str]] = defaultdict(set)
    for pair in pairs:
        for name, person in zip((pair.name_a, pair.name_b), pair.persons, strict=True):
            for word in _words(name):
                bearers[word].add(person.removeprefix("constructed:"))
    return {word for word, persons in bearers.items() if len(persons) == 1}


def _words(name: str) -> Iterator[str]:
    for chunk in name.split():
        for word in words(chunk):
            yield from word.text.split("-")


def _independent(inventories: Path) -> set[str]:
    """Every name of the lists that were made by others and hold no pairs."""
    found: set[str] = set()
    with gzip.open(inventories / "name_variants_wikidata_rigour.tsv.gz", "rt", encoding="utf-8") as opened:
        for line in opened:
            found.update(mend(form)[0] for form in line.split("=>")[0].strip().split(", "))
    for name in _LISTS:
        text = (inventories / f"{name}.tsv").read_text(encoding="utf-8")
        found.update(mend(line.split("\t")[0].strip())[0] for line in text.split("\n")[1:] if line)
    return found


def _without(name: str, doubted: set[str]) -> list[list[str]]:
    kept = rows(name)
    return [row for row in kept if mend(row[0])[0] not in doubted] if name in _MASKED else kept
