"""A question with pictures: who is found by data, who by pictures, and what both weigh together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from api.biometrics.enrolling import sample
from api.biometrics.galleries import Galleries, samples
from api.biometrics.settings import Models, limits, models_in_use
from api.store.store import Store
from api.store.view import View
from matcher.biometrics.link import propose
from matcher.biometrics.pairs import Pair, Sample, beside, compare_with
from matcher.scorer import Scores
from matcher.scorer.beside import Beside
from models.biometrics import MediaFile
from models.evidence import Judgement


@dataclass(frozen=True)
class Pictures:
    """The pictures of a query, their templates, and the galleries they are looked for in."""

    probe: Sample
    galleries: Galleries
    models: Models

    def hits(self, view: View, names: Sequence[str]) -> list[int]:
        """Row numbers of the records that look most like them."""
        return [hit.record for hit in self.galleries.search(view.connection, self.probe, names)]

    def chosen(self, numbers: Sequence[int], total: NDArray[np.float32], hits: Sequence[int], limit: int) -> list[int]:
        """Which of the records (positions) have their pictures compared: the hits, and the best by data."""
        least = max(int(limits()["search"]["compared"]), limit)
        best = set(np.argsort(-total, kind="stable")[:least].tolist())
        return [i for i, number in enumerate(numbers) if i in best or number in hits]

    def compare(self, view: View, numbers: Sequence[int]) -> Compared:
        """Compare them with the pictures of these records."""
        theirs = samples(view.connection, self.galleries.keys, self.models, numbers)
        return Compared(compare_with(self.probe, [theirs.get(number, Sample()) for number in numbers]))


@dataclass(frozen=True)
class Compared:
    """Aligned pairs whose pictures were compared."""

    pairs: list[Pair]

    @cached_property
    def beside(self) -> Beside:
        """The columns for the scorer."""
        return beside(self.pairs)

    def judged(self, judgement: Judgement, scores: Scores, at: int) -> Judgement:
        """The judgement with the pictures' evidence and what the two records are proposed to be to each other."""
        pair = self.pairs[at]
        if pair.bits is None:
            return judgement
        proposal = propose(self._data(scores, at), pair.bits)
        evidence = (*judgement.evidence, *pair.evidence)
        return replace(judgement, evidence=evidence, reading=proposal.reading, conflict=proposal.conflict)

    def first(self, scores: Scores) -> NDArray[np.bool_]:
        """Pairs (n,) to be shown before all others: fingerprints agree, and the data contradict them."""
        return np.array([self._clash(scores, at) for at in range(len(self.pairs))], bool)

    def _clash(self, scores: Scores, at: int) -> bool:
        card = self.pairs[at].card
        if card is None or card.bits <= 0:
            return False
        return propose(self._data(scores, at), card.bits).conflict

    def _data(self, scores: Scores, at: int) -> float:
        """Bits of the data alone, relatives included."""
        known = len(scores.registry.attributes)
        return float(scores.bits[at, :known].sum() + scores.relatives[at])


def pictures(files: tuple[MediaFile, ...], store: Store) -> Pictures | None:
    """A query's pictures enrolled; None when it brings none. Raises BadFile or TooLarge for one that cannot be read."""
    if not files:
        return None
    models = models_in_use()
    return Pictures(sample(files, models), store.shelf.galleries(models), models)


def compare_media(a: tuple[MediaFile, ...], b: tuple[MediaFile, ...]) -> Compared:
    """The pictures of one pair that a caller brings along."""
    models = models_in_use()
    return Compared(compare_with(sample(a, models), [sample(b, models)]))
