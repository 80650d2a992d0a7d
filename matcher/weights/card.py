"""The model card: what a model file was trained on, what every level weighs, where its answers hold and where not.

After Mitchell et al., Model Cards for Model Reporting (2019). Made from the model file alone, so that it cannot say
anything that the file does not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import numpy as np

from matcher.comparator import MISSING
from matcher.weights.model import Model
from matcher.weights.tables import AttributeWeights

_HEAD: Final = """# Model card: {version}

The weights with which two records are judged. Written by the command that trained them; `docs/scoring.md` says what
the numbers mean.

## Use

Ranking and grading candidates for a person who decides; never a decision by itself. Meant for registers of people of
Kazakhstan, Tajikistan and their neighbours in the fields of Art. 6; records with other fields or other naming practice
need weights of their own (`tulga train`). Nothing in the file is a person's data: it holds counts by level.

## Training
"""
_LIMITS: Final = """
## Where it fails

- People who share a name and of whom little else is given: two namesakes without a date of birth cannot be told apart.
- Twins whose given names differ by no more than a slip of the pen does.
- Errors that training never showed weigh what `structure.toml` assumes of them.
- Probabilities hold for a register that holds half of those asked about (`prior`); who knows better passes `enrolled`.
"""


def model_card(model: Model) -> str:
    """The card in Markdown."""
    return "\n".join([
        _HEAD.format(version=model.version),
        *_training(model.document.get("training", {})),
        "", "## Prior, grades, calibration", "", *_judging(model),
        "", "## What a level weighs", "", *_attributes(model),
        "", "## Relatives", "", *_relations(model),
        _LIMITS,
    ])  # fmt: skip


def _training(told: Mapping[str, Any]) -> Iterator[str]:
    for name, value in told.items():
        shown = "; ".join(str(v) for v in value) if isinstance(value, list) else value
        yield f"- {name.replace('_', ' ')}: {shown if shown != '' else 'none'}"


def _judging(model: Model) -> Iterator[str]:
    grades, prior = model.grades, model.prior
    yield f"- expected records of the person asked about: {prior.enrolled:g}"
    yield f"- share of relatives in the register: {prior.relatives_enrolled:g}"
    yield f"- certain from {grades.certain:g}, probable from {grades.probable:g}, possible from {grades.possible:g}"
    yield from (f"- never above {rule.cap}: {rule.name}" for rule in grades.rules)
    points = zip(model.calibration.summed.tolist(), model.calibration.calibrated.tolist(), strict=True)
    yield "- summed bits → calibrated bits: " + ", ".join(f"{a:.0f} → {b:.1f}" for a, b in points)


def _attributes(model: Model) -> Iterator[str]:
    yield "Bits are log2(m/u) within the attribute's bounds; with a parent, over all its groups from least to most."
    for name, weights in model.attributes.items():
        yield f"\n### {name}\n"
        if weights.own is not None:
            low, high = weights.own.calibrated[[0, -1]].tolist()
            yield f"Bits of its own, mapped to {low:.1f} … {high:.1f}. How often a level is seen:\n"
        yield "| level | m | u | bits |\n|---|---|---|---|"
        yield from _levels(weights)


def _levels(weights: AttributeWeights) -> Iterator[str]:
    m, u, bits = (table.reshape(-1, len(weights.levels)) for table in (weights.m, weights.u, weights.bits))
    for i, level in enumerate(weights.levels):
        if i == MISSING:
            continue
        low, high = float(bits[:, i].min()), float(bits[:, i].max())
        shown = f"{low:+.1f}" if high - low < 0.05 else f"{low:+.1f} … {high:+.1f}"
        if weights.own is not None:
            shown = "–" if np.isnan(weights.settled[i]) else f"{weights.settled[i]:+.1f} (settled)"
        yield f"| {level} | {m[:, i].mean():.2g} | {u[:, i].mean():.2g} | {shown} |"


def _relations(model: Model) -> Iterator[str]:
    yield "| relation | expected number | takes from one source |\n|---|---|---|"
    for relation in model.relations:
        yield f"| {relation.name} | {relation.count:g} | {', '.join(sorted(relation.shared))} |"
