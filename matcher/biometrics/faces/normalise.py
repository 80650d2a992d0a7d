"""Make vectors of one model comparable: within-class whitening, then a correction for crowded neighbourhoods.

Two people from one crowded region of the face space are nearer than a threshold learned on everybody allows for; the
six closest strangers of the measured sample all come from one such region. So a template carries its *density*: its
similarity to the nearest *group mean* of the cohort, and half the weighted density of both sides is taken off a score
(a symmetric cohort normalisation after Auckenthaler et al. 2000, with group means instead of people). A group mean is
the average of at least five people, so the data file holds no person's template.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from matcher.biometrics.faces.embed import unit
from matcher.biometrics.types import FaceTemplate, Vector
from models.errors import BadValue

Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Normaliser:
    """What was learned for one model: ``whitening`` d x d, ``groups`` g x d (unit, whitened), cohort ``weight``."""

    model: str
    whitening: Vector
    groups: Vector
    weight: float

    def template(self, vector: Vector) -> FaceTemplate:
        """Turn an embedder's unit vector into a template."""
        white = unit(vector @ self.whitening) if self.whitening.size else unit(vector)
        return FaceTemplate(self.model, white, float(self.density(white)))

    def density(self, white: Vector) -> NDArray[np.float32]:
        """Weighted similarity to the nearest group mean, halved: the amount a score loses on this side; shape (...)."""
        if not len(self.groups):
            return np.zeros(white.shape[:-1], np.float32)
        return np.asarray((white @ self.groups.T).max(axis=-1) * np.float32(self.weight / 2))


def score(a: FaceTemplate, b: FaceTemplate) -> float:
    """Similarity of two faces: cosine minus both densities. Raises BadValue when the models differ."""
    if a.model != b.model:
        raise BadValue("template_models", field="photo", first=a.model, second=b.model)
    return float(np.dot(a.vector, b.vector)) - a.density - b.density


def scores(templates: list[FaceTemplate]) -> NDArray[np.float32]:
    """Similarity of all pairs of templates of one model; n x n."""
    vectors = np.stack([t.vector for t in templates])
    density = np.array([t.density for t in templates], dtype=np.float32)
    return vectors @ vectors.T - density[:, None] - density[None, :]


def within_class(vectors: Matrix, people: NDArray[np.int64]) -> Matrix:
    """Pooled covariance of a person's photos around that person's mean; d x d."""
    scatter, freedom = np.zeros((vectors.shape[1],) * 2), 0
    for person in np.unique(people):
        own = vectors[people == person]
        centred = own - own.mean(axis=0)
        scatter += centred.T @ centred
        freedom += len(own) - 1
    if not freedom:
        raise BadValue("training_pairs", field="person")
    return scatter / freedom


def shrunk_inverse_root(covariance: Matrix, shrinkage: float) -> Matrix:
    """Inverse square root of the covariance after moving it ``shrinkage`` of the way to a multiple of the identity."""
    size = len(covariance)
    level = float(np.trace(covariance)) / size
    mixed = (1 - shrinkage) * covariance / level + shrinkage * np.eye(size)
    values, axes = np.linalg.eigh(mixed)
    return np.asarray((axes / np.sqrt(values)) @ axes.T)


def group_means(means: Matrix, size: int) -> Matrix:
    """Average people in disjoint groups of ``size`` near neighbours, outermost people first; (people // size) x d."""
    left, groups, centre = means, [], means.mean(axis=0)
    while len(left) >= size:
        start = left[np.argmax(((left - centre) ** 2).sum(axis=1))]
        order = np.argsort(((left - start) ** 2).sum(axis=1))
        groups.append(left[order[:size]].mean(axis=0))
        left = left[order[size:]]
    return np.stack(groups) if groups else np.zeros((0, means.shape[1]))


@dataclass(frozen=True, slots=True)
class FitRule:
    """How a normaliser is learned: shrinkage of the covariance, people per group mean, weight of the density."""

    shrinkage: float
    group_size: int
    weight: float


def fit(model: str, vectors: Matrix, people: NDArray[np.int64], rule: FitRule) -> Normaliser:
    """Learn a normaliser from labelled unit vectors (n x d, person index per row)."""
    whitening = shrunk_inverse_root(within_class(vectors, people), rule.shrinkage)
    means = np.stack([vectors[people == p].mean(axis=0) for p in np.unique(people)])
    groups = unit(group_means(means, rule.group_size) @ whitening)
    return Normaliser(model, whitening.astype(np.float32), groups, rule.weight)


def file_name(model: str) -> str:
    """The data file of a model id."""
    return model.replace("/", "-") + ".npz"


@functools.cache
def load(model: str) -> Normaliser:
    """Load the shipped normaliser of a model; an unknown model is compared by its bare cosine."""
    entry = files("matcher.biometrics.faces").joinpath("data", file_name(model))
    if not entry.is_file():
        return Normaliser(model, np.zeros((0, 0), np.float32), np.zeros((0, 0), np.float32), 0.0)
    with entry.open("rb") as stream, np.load(stream, allow_pickle=False) as data:
        return Normaliser(model, data["whitening"], data["groups"], float(data["weight"]))
