"""Which positives stand against which negatives, and what is asked of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from benchmarks.names.pairs import Pair

FEWEST = 20
LANGUAGES = ("ru", "kk", "tg", "ky", "uz")
HARD = ("neg_hard", "neg_constructed")
Keep = Callable[[Pair], bool]


class Goal(NamedTuple):
    """A figure that is asked for: a field of `Quality` and its least value."""

    figure: str
    least: float


class Slice(NamedTuple):
    """A named choice of positives and negatives."""

    name: str
    positive: Keep
    negative: Keep
    goals: tuple[Goal, ...] = ()


def of(group: str) -> Keep:
    """Pairs of one set."""
    return lambda pair: pair.group == group


def _hard(language: str) -> Keep:
    return lambda pair: pair.group in HARD and language in pair.languages


def _language(language: str) -> Keep:
    return lambda pair: pair.group == "pos" and language in pair.languages


def _kazakh_in_russian(pair: Pair) -> bool:
    return pair.group == "pos" and pair.languages == {"kk"} and pair.scripts == ("Cyrl", "Cyrl")


def _one_side_short(pair: Pair) -> bool:
    return pair.group == "pos" and "token_dropped" in pair.tags


def _tamga_same(pair: Pair) -> bool:
    return pair.group == "tamga" and pair.same


def main_slices() -> Iterator[Slice]:
    """The slices that goals are set on."""
    positive = of("pos")
    yield Slice("real hard negatives", positive, of("neg_hard"), (Goal("recall_1", 0.95),))
    yield Slice("constructed negatives", positive, of("neg_constructed"), (Goal("recall_1", 0.95),))
    yield Slice("random negatives", positive, of("neg_random"), (Goal("recall_01", 0.995),))
    tamga = (Goal("recall_1", 0.98), Goal("auc", 0.997), Goal("max_f1", 0.99))
    yield Slice("tamga persons, hard", _tamga_same, _tamga_hard, tamga)
    yield Slice("tamga persons, full", _tamga_same, lambda pair: pair.group == "tamga" and not pair.same)
    for language in LANGUAGES:
        goals = () if language == "ru" else (Goal("recall_1", 0.94),)
        yield Slice(f"{language}, hard and constructed", _language(language), _hard(language), goals)
    yield Slice("kk v ru, both Cyrillic", _kazakh_in_russian, _hard("kk"), (Goal("recall_1", 0.88),))
    yield Slice("one side lacks a part", _one_side_short, of("neg_hard"), (Goal("recall_1", 0.92),))
    yield Slice("synthetic variants", of("pos_synthetic"), lambda pair: pair.group in HARD)
    yield Slice("uk, be, az: hard", of("pos_other"), of("neg_hard"))
    yield Slice("uk, be, az: their own hard", of("pos_other"), of("neg_hard_other"))


def _tamga_hard(pair: Pair) -> bool:
    return pair.group == "tamga" and not pair.same and pair.kind == "hard"


def detail_slices(pairs: Sequence[Pair]) -> Iterator[Slice]:
    """Each source, each kind of negative, each kind of positive, each kind of synthetic variant."""
    for source in sorted({pair.source for pair in pairs if pair.group == "pos"}):
        yield Slice(f"source {source}, hard and constructed", _is("pos", "source", source), _any_hard)
    for group in HARD:
        for kind in sorted({pair.kind for pair in pairs if pair.group == group}):
            yield Slice(f"{group}: {kind}", of("pos"), _is(group, "kind", kind))
    for group in ("pos", "pos_synthetic"):
        for kind in sorted({pair.kind for pair in pairs if pair.group == group}):
            yield Slice(f"{group}: {kind}", _is(group, "kind", kind), _any_hard)
    for language in sorted({pair.language for pair in pairs if pair.group == "pos_other"}):
        yield Slice(f"other languages: {language}", _is("pos_other", "language", language), of("neg_hard"))
    yield Slice("namesakes, whom no name tells apart", of("pos"), of("namesakes"))


def _any_hard(pair: Pair) -> bool:
    return pair.group in HARD


def _is(group: str, field: str, value: str) -> Keep:
    return lambda pair: pair.group == group and getattr(pair, field) == value


def indices(pairs: Sequence[Pair], cut: Slice) -> tuple[list[int], list[int]]:
    """Positions of a slice's positives and negatives."""
    same = [i for i, pair in enumerate(pairs) if cut.positive(pair)]
    other = [i for i, pair in enumerate(pairs) if cut.negative(pair)]
    return same, other
