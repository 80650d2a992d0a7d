"""One question to the store: retrieve, score, explain. The command line, the API and the pages all ask here."""

from __future__ import annotations

from typing import Final

import numpy as np

from api.store.store import Store
from api.store.view import View
from matcher.explain import explain, explain_scored
from matcher.features import batch, normalise
from matcher.keys import keys
from matcher.scorer import GRADES, Prior, Scores, score, search_prior
from matcher.search import rank
from matcher.weights import Model, default_model
from models.errors import BadQuery
from models.evidence import Answer, Candidate, Judgement
from models.person import Person
from models.query import Query

COMPARED: Final = 300
"""Most records that one search compares."""
LOOKED_AT: Final = 5_000
"""Most records of all registers among which those of the registers asked for are looked for."""


def search(store: Store, query: Query, model: Model | None = None) -> Answer:
    """Candidates best first, with evidence; raises BadQuery for a query without anything to search by.

    Reads one consistent view of the store. Does not write to the journal: the caller knows who asks
    (``api.journal``).
    """
    if not query.person.searchable:
        raise BadQuery("query_empty", "query")
    model = model or default_model()
    row = normalise(query.person)
    names = keys(row)
    with store.view() as view:
        total = view.size(query.registers)
        numbers = retrieve(view, names, query, total)
        stored = view.features(numbers)
        if not stored:
            return Answer((), total, 0)
        every = batch([row, *(features for _, features in stored)])
        asked = every.take(np.zeros(len(stored), np.intp))
        candidates = every.take(np.arange(1, len(stored) + 1))
        scores = score(asked, candidates, model, search_prior(total, model))
        best = _best(scores, query)
        people = view.people([stored[i][0] for i in best])
    found = [people[stored[i][0]] for i in best]
    judged = zip(found, explain_scored(query.person, found, scores, best, model), strict=True)
    return Answer(tuple(Candidate(p.record_id, p.register, judgement) for p, judgement in judged), total, len(stored))


def compare(a: Person, b: Person, records: int = 2, model: Model | None = None) -> Judgement:
    """The evidence for one pair; ``records`` is the size of the register that the pair was found in."""
    model = model or default_model()
    return explain(a, b, model, search_prior(records, model))


def retrieve(view: View, names: list[str], query: Query, total: int) -> list[int]:
    """Numbers of the records worth comparing; ``names`` are the query's candidate keys. Measured apart from scoring."""
    kinds = [name.partition(":")[0] for name in names]
    found = view.find(names)
    if not query.registers:
        return rank(kinds, found, total, COMPARED)
    return view.of_registers(rank(kinds, found, total, LOOKED_AT), query.registers)[:COMPARED]


def _best(scores: Scores, query: Query) -> list[int]:
    lowest = GRADES.index(query.min_grade)
    order = np.lexsort((-scores.total, -scores.probability))
    return [i for i in order.tolist() if scores.grade[i] >= lowest][: query.limit]


__all__ = ["COMPARED", "Prior", "compare", "retrieve", "search"]
