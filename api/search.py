"""One question to the store: retrieve, score, explain. The command line, the API and the pages all ask here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from api.store.postings import Numbers
from api.store.store import Store
from api.store.view import View
from matcher.explain import Chosen, explain, explain_scored
from matcher.features import Features, Row, batch, normalise
from matcher.keys import BROAD, keys, wider
from matcher.scorer import GRADES, Prior, Scores, score, search_prior
from matcher.search import Limits, found_enough, found_little, rank, sizes
from matcher.weights import Model, default_model
from models.biometrics import MediaFile
from models.errors import BadQuery
from models.evidence import Answer, Candidate, Judgement
from models.person import Person
from models.query import Query

if TYPE_CHECKING:
    from api.biometrics.asking import Pictures
    from matcher.scorer.beside import Beside


def search(store: Store, query: Query, model: Model | None = None) -> Answer:
    """Candidates best first, with evidence; raises BadQuery for a query without anything to search by.

    Reads one consistent view of the store. Does not write to the journal: the caller knows who asks
    (``api.journal``). A query with pictures also finds whom only the pictures tell of.
    """
    if not (query.person.searchable or query.media):
        raise BadQuery("query_empty", "query")
    model = model or default_model()
    shown = _pictures(store, query)
    row = normalise(query.person)
    with store.view() as view:
        total = view.size(query.registers)
        numbers = retrieve(view, row, query, total)
        hits = shown.hits(view, query.registers) if shown else []
        stored = view.features(list(dict.fromkeys([*numbers, *hits])))
        if not stored:
            return Answer((), total, 0)
        known = _Known(batch([row, *(features for _, features in stored)]), model, search_prior(total, model))
        chosen, compared = list(range(len(stored))), None
        scores, met = known.score(chosen)
        if shown is not None:
            chosen = shown.chosen([number for number, _ in stored], scores.total, hits, query.limit)
            compared = shown.compare(view, [stored[i][0] for i in chosen])
            scores, met = known.score(chosen, compared.beside)
        best = _best(scores, query, None if compared is None else compared.first(scores))
        people = view.people([stored[chosen[i]][0] for i in best])
    found = [people[stored[chosen[i]][0]] for i in best]
    judged = explain_scored(query.person, found, Chosen(scores, best, met), model)
    if compared is not None:
        judged = [compared.judged(judgement, scores, i) for judgement, i in zip(judged, best, strict=True)]
    pairs = zip(found, judged, strict=True)
    candidates = (Candidate(p.record_id, p.register, j) for p, j in pairs if j.probability >= query.threshold)
    return Answer(tuple(candidates), total, len(stored))


def compare(
    a: Person,
    b: Person,
    records: int = 2,
    model: Model | None = None,
    media: tuple[tuple[MediaFile, ...], tuple[MediaFile, ...]] = ((), ()),
) -> Judgement:
    """The evidence for one pair; ``records`` is the size of the register that the pair was found in.

    ``media`` are the pictures of both sides.
    """
    model = model or default_model()
    prior = search_prior(records, model)
    if not all(media):
        return explain(a, b, model, prior)
    from api.biometrics.asking import compare_media  # noqa: PLC0415 - the matchers: only where there are pictures

    compared = compare_media(*media)
    known = _Known(batch([normalise(a), normalise(b)]), model, prior)
    scores, met = known.score([0], compared.beside)
    return compared.judged(explain_scored(a, [b], Chosen(scores, [0], met), model)[0], scores, 0)


def _pictures(store: Store, query: Query) -> Pictures | None:
    if not query.media:
        return None
    from api.biometrics.asking import pictures  # noqa: PLC0415 - the matchers: only where there are pictures

    return pictures(query.media, store)


@dataclass(frozen=True, slots=True)
class _Known:
    """The asked-about and its candidates after it, and by what they are judged."""

    every: Features
    model: Model
    prior: Prior

    def score(self, chosen: Sequence[int], beside: Beside | None = None) -> tuple[Scores, Pairs]:
        """The first against the chosen ones of the others, and the features of both sides as they were compared;
        ``beside`` is aligned with the chosen."""
        asked = self.every.take(np.zeros(len(chosen), np.intp))
        others = self.every.take(np.asarray(chosen, np.intp) + 1)
        return score(asked, others, self.model, self.prior, beside), (asked, others)


Pairs = tuple[Features, Features]
"""Features of aligned pairs."""


def retrieve(view: View, row: Row, query: Query, total: int) -> list[int]:
    """Numbers of the records worth comparing with the query's features. Measured apart from scoring."""
    at_least, names = _at_least(view, query, total), keys(row)
    kinds, found = _found(view, [name for name in names if _kind(name) not in BROAD])
    if found_little(kinds, found):
        kinds, found = _joined((kinds, found), _found(view, wider(row)))
    if not found_enough(kinds, found, at_least):
        kinds, found = _joined((kinds, found), _found(view, [name for name in names if _kind(name) in BROAD]))
    among = partial(view.in_registers, names=query.registers) if query.registers else None
    return rank(kinds, found, total, Limits(sizes().most, at_least, among))


Found = tuple[list[str], list[Numbers]]
"""Kinds of candidate keys, and for each the records that have it."""


def _found(view: View, names: list[str]) -> Found:
    return [_kind(name) for name in names], view.find(names)


def _joined(some: Found, more: Found) -> Found:
    return some[0] + more[0], some[1] + more[1]


def _kind(name: str) -> str:
    return name.partition(":")[0]


def _at_least(view: View, query: Query, total: int) -> int:
    """Of a small register among large ones more records must be found, that enough of them are its own."""
    if not query.registers:
        return sizes().enough
    return min(sizes().looked_at, sizes().enough * view.size(()) // max(total, 1))


def _best(scores: Scores, query: Query, first: NDArray[np.bool_] | None = None) -> list[int]:
    """Positions best first; ``first`` (n,) come before all others, whatever their grade."""
    ahead = np.zeros(len(scores), bool) if first is None else first
    lowest = GRADES.index(query.min_grade)
    order = np.lexsort((-scores.total, -scores.probability, ~ahead))
    return [i for i in order.tolist() if ahead[i] or scores.grade[i] >= lowest][: query.limit]


__all__ = ["Prior", "compare", "retrieve", "search"]
