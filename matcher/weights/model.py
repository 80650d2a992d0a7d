"""The model file: m, u and r of every level, priors, calibration and grade limits, versioned and hashed.

The file is JSON. ``MODEL_CARD.md`` beside the default file says what it was trained on and how good it is.
"""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from matcher.weights.tables import AttributeWeights, Calibration, Relation, Rule
from models.errors import BadFile

FORMAT: Final = 1
"""Raised when the meaning of a field of the file changes."""


@dataclass(frozen=True, slots=True)
class PriorSettings:
    """What is expected before any evidence; see ``matcher.scorer.prior``."""

    enrolled: float
    """Expected number of records, in the register asked, of the person a query asks about."""
    relatives_enrolled: float
    """Share of a person's relatives who stand in the register asked."""
    records: int
    """Register size that is assumed where a caller gives none."""


@dataclass(frozen=True, slots=True)
class GradeSettings:
    """Probability limits of the grades and the rules that cap them."""

    certain: float
    probable: float
    possible: float
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True)
class Model:
    """Everything the scorer knows; ``document`` is the file's content."""

    document: Mapping[str, Any]
    attributes: Mapping[str, AttributeWeights]
    relations: tuple[Relation, ...]
    prior: PriorSettings
    calibration: Calibration
    grades: GradeSettings
    gate_bits: float
    """Relatives are weighed only for pairs with at least this much evidence for one person."""
    competes: float
    """A relation is named when its probability reaches this."""
    families: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Groups of attributes that can fail together; rules count them."""

    @property
    def version(self) -> str:
        """Version and the start of the hash, as written into results."""
        return f"{self.document['version']}+{self.document['hash'][:8]}"

    @functools.cached_property
    def kin_tables(self) -> Mapping[str, tuple[NDArray[np.float32], NDArray[np.float32]]]:
        """For each attribute: offsets (cells, K) of all relations, and (K,) 1 where the relation shares the value."""
        made = {}
        for name, weights in self.attributes.items():
            nothing = np.zeros(len(weights.bits), np.float32)
            offset = np.stack([r.offset.get(name, nothing) for r in self.relations] or [nothing], axis=1)
            shared = np.array([name in r.shared for r in self.relations], np.float32)
            made[name] = (np.ascontiguousarray(offset), shared)
        return made


def parse_model(document: Mapping[str, Any]) -> Model:
    """A model from the file's content; raises BadFile('model_unreadable') or ('model_hash')."""
    if document.get("format") != FORMAT:
        raise BadFile("model_unreadable", "format", expected=FORMAT)
    if document.get("hash") != digest(document):
        raise BadFile("model_hash", "hash")
    try:
        return _parse(document)
    except (KeyError, TypeError, ValueError) as error:
        raise BadFile("model_unreadable", str(error.args[0] if error.args else ""), expected=FORMAT) from error


def _parse(document: Mapping[str, Any]) -> Model:
    grades = dict(document["grades"])
    rules = tuple(Rule.parse(r) for r in grades.pop("rules", ()))
    return Model(
        document=document,
        attributes={name: AttributeWeights.parse(name, d) for name, d in document["attributes"].items()},
        relations=tuple(Relation.parse(n, d) for n, d in document["relations"]["kinds"].items()),
        prior=PriorSettings(**document["prior"]),
        calibration=Calibration.parse(document["calibration"]),
        grades=GradeSettings(**grades, rules=rules),
        gate_bits=float(document["relations"]["gate_bits"]),
        competes=float(document["relations"]["competes"]),
        families={k: tuple(v) for k, v in document["families"].items()},
    )


def digest(document: Mapping[str, Any]) -> str:
    """SHA-256 over the canonical JSON of everything but the hash itself."""
    body = {k: v for k, v in document.items() if k != "hash"}
    text = json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def load_model(path: Path) -> Model:
    """A model from a file; raises BadFile."""
    try:
        document = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise BadFile("model_unreadable", str(path.name), expected=FORMAT) from error
    return parse_model(document)


def save_model(document: Mapping[str, Any], path: Path) -> Model:
    """Write a document with its hash; the model it holds."""
    complete = sealed(document)
    model = parse_model(json.loads(json.dumps(complete)))
    path.write_text(json.dumps(complete, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return model


def sealed(document: Mapping[str, Any]) -> dict[str, Any]:
    """A document with its format and its hash."""
    complete = {**document, "format": FORMAT}
    return {**complete, "hash": digest(complete)}


@functools.cache
def default_model() -> Model:
    """The model that is shipped."""
    return parse_model(json.loads(files("matcher.weights").joinpath("data", "default.json").read_text("utf-8")))
