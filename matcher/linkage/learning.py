"""A job's weights from its own pairs: u from random ones, m by EM over blocked ones, associations of values."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from matcher.comparator import MISSING
from matcher.features import Features, Registry
from matcher.generic import Coded, ColumnComparator
from matcher.generic.levels import SAME
from matcher.linkage.associations import associations
from matcher.linkage.judgement import assumed
from matcher.linkage.labelled import Labels, corrected
from matcher.linkage.repeating import repeating, with_repeating
from matcher.linkage.reusing import ASSOCIATIONS, absent, associated_texts, fitting
from matcher.linkage.starting import starting_document
from matcher.scorer import Prior, Scores, batch_prior, learned_prior, posterior, score
from matcher.scorer.evidence import Compared, compare
from matcher.scorer.score import score_compared
from matcher.weights.em import Blocked, Learned, learn
from matcher.weights.estimate import Sample, cell_counts, rebased
from matcher.weights.model import Model, parse_model, sealed

RANDOM_PAIRS: Final = 500_000
"""Pairs on which u is counted, where it does not follow from the shares of the values."""
RANDOM_NAMES: Final = 50_000
"""The same for what must be compared together with names."""
UNSEEN: Final = assumed("learning", "unseen")
"""Random pairs that a level counts when none was seen."""
NEVER: Final = assumed("learning", "never")
"""The least probability of a level: no column is ever proof."""
SURE: Final = assumed("learning", "sure")
"""Probability from which a pair teaches associations."""

Pairs = tuple[NDArray[np.intp], NDArray[np.intp]]


@dataclass(frozen=True, slots=True)
class Taught:
    """What a job learned: features whose comparators know the associations, the model, the prior, and how it went."""

    features: Features
    model: Model
    prior: Prior
    learned: Learned
    associated: Mapping[str, int]
    """Associations found, by column."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """What there is to learn from: blocked pairs, a ``sampled`` share of those the plan makes, out of ``all_pairs``."""

    blocked: Pairs
    sampled: float
    all_pairs: float
    seed: int
    em: bool = True
    """Whether m is learned; else it stays as a start for columns of its type has it."""
    labels: Labels | None = None

    @property
    def pairs(self) -> float:
        """Of how many pairs the blocked ones are all that may match."""
        return self.sampled * self.all_pairs


def teach(features: Features, lesson: Lesson, earlier: Model | None = None) -> Taught:
    """Learn the weights of a job, or take those of an ``earlier`` one; raises BadFile where that does not fit."""
    if earlier is not None:
        return _taken_over(features, lesson, earlier)
    document = _with_u(starting_document(features), features, lesson.seed, features.registry.attributes)
    learned, found = _learn(document, features, lesson), dict[str, int]()
    if lesson.em:
        known, found = _associate(features, learned, lesson)
        changed = [name for name, count in found.items() if count]
        if changed:
            features = known
            again = {**learned.document, "attributes": {**learned.document["attributes"], **_fresh(document, features)}}
            learned = _learn(_with_u(again, features, lesson.seed, changed), features, lesson)
    if lesson.labels is not None:
        learned = _answered(learned, features, lesson.labels)
    learned = replace(learned, warnings=(*learned.warnings, *_silent(features)))
    document = {**learned.document, "version": "job", "training": _card(features, lesson, learned)}
    document[ASSOCIATIONS] = associated_texts(features)
    return Taught(features, parse_model(sealed(document)), learned.prior, replace(learned, document=document), found)


def _taken_over(features: Features, lesson: Lesson, earlier: Model) -> Taught:
    """The earlier weights, with the prior that this job's pairs ask for; answers correct them as they correct EM's."""
    features = fitting(features, earlier)
    start = batch_prior(len(features) / 2, len(features), None, earlier)
    learned = Learned(dict(earlier.document), start, 0.0, 0, True, 0.0, absent(features, earlier))
    learned = _with_prior(learned, features, _compared(learned.document, features, lesson), lesson)
    found = {name: len(pairs) for name, pairs in earlier.document.get(ASSOCIATIONS, {}).items()}
    if lesson.labels is None:
        return Taught(features, earlier, learned.prior, learned, found)
    learned = _answered(learned, features, lesson.labels)
    document = {**learned.document, "version": "job", "training": _card(features, lesson, learned)}
    return Taught(features, parse_model(sealed(document)), learned.prior, replace(learned, document=document), found)


def _fresh(document: Mapping[str, Any], features: Features) -> dict[str, Any]:
    """The columns that repeat others, as they were before they were learned."""
    return {name: document["attributes"][name] for name in repeating(features)}


def _silent(features: Features) -> list[str]:
    """Warnings of declared columns that cannot tell two records apart."""
    found = []
    for name, column in zip(features.registry.attributes, _columns(features), strict=True):
        if isinstance(column, Coded) and len(column.vocabulary) < 2:
            found.append(f"{'one_value' if len(column.vocabulary) else 'empty'}:{name}")
    return found


def _answered(learned: Learned, features: Features, labels: Labels) -> Learned:
    """What was learned, corrected by people's answers where these are enough."""
    if not labels.enough:
        return replace(learned, warnings=(*learned.warnings, "too_few_labels"))
    model = parse_model(sealed(learned.document))
    document = corrected(features, model, learned.prior, labels)
    if document is None:
        return replace(learned, warnings=(*learned.warnings, "labels_no_help"))
    return replace(learned, document=document)


def _card(features: Features, lesson: Lesson, learned: Learned) -> dict[str, Any]:
    """The model card of a job: what the weights were learned from, and how it went."""
    return {
        "records": len(features),
        "pairs": len(lesson.blocked[0]),
        "method": "em" if lesson.em else "none",
        "labels": 0 if lesson.labels is None else len(lesson.labels.left),
        "seed": lesson.seed,
        "rounds": learned.rounds,
        "converged": learned.converged,
        "warnings": list(learned.warnings),
    }


def random_pairs(records: int, count: int, seed: int) -> Pairs:
    """Distinct records drawn at random, pair by pair."""
    generator = np.random.default_rng(seed)
    a = generator.integers(0, records, count)
    b = (a + generator.integers(1, max(records, 2), count)) % max(records, 1)
    return a, b


def _with_u(document: Mapping[str, Any], features: Features, seed: int, names: Collection[str]) -> dict[str, Any]:
    """The document with u of the attributes ``names`` counted anew; what a relation shares follows.

    A comparator that has bits of its own needs no u. Where an attribute leans on one (sex on the given name), the
    pairs must be compared by that too, which is dear: then fewer pairs do.
    """
    made: dict[str, Any] = deepcopy(dict(document))
    own = {name for name, weights in document["attributes"].items() if weights.get("own")}
    leaning = {name for name in names if document["attributes"][name].get("parent") in own}
    plain = set(names) - own - leaning
    parents = {document["attributes"][name]["parent"] for name in leaning}
    beside = {document["attributes"][name].get("parent") for name in plain} - {None}
    _count_u(made, features.only(plain | beside), plain, (RANDOM_PAIRS, seed))
    _count_u(made, features.only(leaning | parents), leaning, (RANDOM_NAMES, seed))
    return rebased(made, document, frozenset())


def _count_u(made: dict[str, Any], chosen: Features, names: Collection[str], pairs: tuple[int, int]) -> None:
    """Count u of the attributes ``names`` on so many random pairs, drawn from a seed; in place."""
    if not names:
        return
    a, b = random_pairs(len(chosen), *pairs)
    compared = compare(chosen.take(a), chosen.take(b), parse_model(sealed(made)))
    for name, column in zip(chosen.registry.attributes, _columns(chosen), strict=True):
        if name in names:
            u = _shares(cell_counts(Sample(compared), name, made["attributes"][name]))
            made["attributes"][name]["u"] = (_exact(u, column) if isinstance(column, Coded) else u).tolist()


def _columns(features: Features) -> list[Any]:
    """The column behind each attribute."""
    pairs = zip(features.registry.comparators, features.columns, strict=True)
    return [column for comparator, column in pairs for _ in comparator.attributes]


def _exact(u: NDArray[np.float64], column: Coded) -> NDArray[np.float64]:
    """u with the chance that two records have one value as it is, which no sample of pairs tells of rare values."""
    counts = column.vocabulary.counts.astype(float)
    filled = counts.sum()
    same = max(float(np.sum(counts * (counts - 1))), UNSEEN) / max(filled * (filled - 1), 1.0)
    if column.vocabulary.population is not None:
        same = max(column.vocabulary.agreement, NEVER)
    rest = u[:, SAME + 1 :]
    rest *= (1.0 - same) / np.maximum(rest.sum(axis=1, keepdims=True), NEVER)
    u[:, SAME] = same
    return np.maximum(u, NEVER)


def _shares(counts: NDArray[np.float64]) -> NDArray[np.float64]:
    """(groups, levels): share of each level among pairs with both values; an unseen level counts as half a pair."""
    held = np.maximum(counts, UNSEEN)
    held[:, MISSING] = 0.0
    share: NDArray[np.float64] = held / held.sum(axis=1, keepdims=True)
    share[:, MISSING] = 1.0
    return share


def _learn(document: Mapping[str, Any], features: Features, lesson: Lesson) -> Learned:
    """m and the prior of a document whose u is known; columns that repeat others come in when the matches are known."""
    weight = repeating(features)
    plain = features.only([name for name in features.registry.attributes if name not in weight])
    compared = _compared(document, plain, lesson)
    start = batch_prior(len(features) / 2, len(features), None, _model(document))
    if lesson.em:
        learned = learn(document, Blocked(plain.registry, compared, lesson.pairs, start))
        learned = replace(learned, document=rebased(learned.document, document, frozenset()))
    else:
        learned = Learned(dict(document), start, 0.0, 0, True, 0.0)
        learned = _with_prior(learned, plain, compared, lesson)
    if not weight:
        return learned
    _, matches = _judged(learned, plain, compared, lesson)
    compared = _compared(learned.document, features, lesson)
    learned = replace(learned, document=with_repeating(learned.document, compared, matches, weight))
    repeats = tuple(f"repeats_others:{name}" for name in weight)
    return replace(_with_prior(learned, features, compared, lesson), warnings=(*learned.warnings, *repeats))


def _model(document: Mapping[str, Any]) -> Model:
    return parse_model(sealed(document))


def _compared(document: Mapping[str, Any], features: Features, lesson: Lesson) -> Compared:
    left, right = lesson.blocked
    return compare(features.take(left), features.take(right), _model(document))


def _judged(
    learned: Learned, features: Features, compared: Compared, lesson: Lesson
) -> tuple[Prior, NDArray[np.float64]]:
    """The prior that the pairs themselves ask for, and the probability of each to be of one person."""
    evidence = score_compared(features.registry, compared, _model(learned.document), learned.prior).evidence
    prior = learned_prior(evidence, learned.prior, lesson.pairs)
    return prior, posterior(evidence, prior)


def _with_prior(learned: Learned, features: Features, compared: Compared, lesson: Lesson) -> Learned:
    prior, matches = _judged(learned, features, compared, lesson)
    return replace(learned, prior=prior, matches=float(matches.sum()))


def _associate(features: Features, learned: Learned, lesson: Lesson) -> tuple[Features, dict[str, int]]:
    """Features whose comparators know which values go together, judged by all the other columns."""
    model = parse_model(sealed(learned.document))
    a, b = lesson.blocked
    scores = score(features.take(a), features.take(b), model, learned.prior)
    prior = learned_prior(scores.evidence, learned.prior, lesson.pairs)
    comparators, found = list(features.registry.comparators), {}
    for i, (comparator, column) in enumerate(zip(comparators, features.columns, strict=True)):
        if isinstance(comparator, ColumnComparator) and isinstance(column, Coded) and "associated" in comparator.levels:
            sure = _sure_without(scores, features.registry.attributes.index(comparator.column), prior)
            pairs_of_values = associations(column.codes[a[sure]], column.codes[b[sure]], column.vocabulary)
            comparators[i] = replace(comparator, associated=pairs_of_values)
            found[comparator.column] = len(pairs_of_values)
    return Features(Registry(tuple(comparators)), features.columns, features.size), found


def _sure_without(scores: Scores, attribute: int, prior: Prior) -> NDArray[np.intp]:
    """Pairs that are sure of being one person by everything but one attribute."""
    rest = scores.evidence - scores.bits[:, attribute] + prior.match_bits
    return np.flatnonzero(1.0 / (1.0 + np.exp2(-np.clip(rest, -1000, 1000))) >= SURE)
