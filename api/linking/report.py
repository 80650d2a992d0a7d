"""The report of a batch job: one HTML file without scripts, fit for paper; charts are SVG drawn here."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any, Final

import numpy as np
from jinja2 import Environment, PackageLoader, StrictUndefined
from numpy.typing import NDArray

from api.linking.charts import bars, histogram
from matcher.linkage.job import Outcome, Records, Task
from matcher.linkage.links import HIGHEST, LOWEST

EXAMPLES: Final = 10
"""Example pairs shown for each grade of probability."""
BANDS: Final = (("certain", 0.999, 1.01), ("probable", 0.9, 0.999), ("possible", 0.1, 0.9), ("doubtful", 0.0, 0.1))
"""Name, lowest and highest probability of each band of examples."""


def report(outcome: Outcome, records: Records, task: Task, done: Mapping[str, Any]) -> str:
    """The page: what was compared, weights, scores, blocking, clusters, records without a link, examples."""
    environment = Environment(loader=PackageLoader("api.linking"), autoescape=True, undefined=StrictUndefined)
    return environment.get_template("report.html").render(
        done=done,
        weights=list(_weights(outcome)),
        scores=histogram(outcome.scored.histogram, LOWEST, HIGHEST),
        blocking=done["blocking"],
        sizes=bars(cluster_sizes(outcome.clusters.labels)),
        unlinked=unlinked(outcome, records.table.num_rows),
        warnings=[warning_text(warning) for warning in done["learning"]["warnings"]],
        bands=[(name, _examples(outcome, records, task, low, high)) for name, low, high in BANDS],
    )


def warning_text(warning: str) -> str:
    """What a warning of the learning, ``code`` or ``code:attribute``, means; ``warnings.toml``.

    A code without a text is shown as it is: no job is lost for want of a sentence.
    """
    code, _, name = warning.partition(":")
    texts: dict[str, str] = tomllib.loads(files("api.linking").joinpath("warnings.toml").read_text("utf-8"))
    return texts.get(code, warning).format(name=name)


def cluster_sizes(labels: NDArray[np.intp]) -> list[tuple[str, int]]:
    """How many clusters there are of each size, sizes above twenty together."""
    sizes = np.bincount(np.bincount(labels)[np.unique(labels)])
    exact = [(str(size), int(sizes[size])) for size in range(1, min(len(sizes), 21)) if sizes[size]]
    return exact + ([("21+", int(sizes[21:].sum()))] if len(sizes) > 21 and sizes[21:].sum() else [])


def unlinked(outcome: Outcome, records: int) -> int:
    """Records that no link above the threshold touches."""
    return int(np.sum(np.bincount(outcome.clusters.labels, minlength=records)[outcome.clusters.labels] == 1))


def _weights(outcome: Outcome) -> Iterator[tuple[str, str]]:
    registry = outcome.taught.features.registry
    for name, levels in zip(registry.attributes, registry.levels, strict=True):
        bits = outcome.taught.model.attributes[name].bits[: len(levels)]
        yield name, bars([(level, float(b)) for level, b in zip(levels, bits, strict=True) if level != "missing"])


def _examples(
    outcome: Outcome, records: Records, task: Task, low: float, high: float
) -> list[tuple[dict[str, Any], dict[str, Any], float, float]]:
    """Pairs evenly spread over a band of probability, with the values of both records."""
    links = outcome.links
    at = np.flatnonzero((links.probability >= low) & (links.probability < high))
    at = at[np.argsort(-links.bits[at], kind="stable")]
    chosen = at[np.linspace(0, len(at) - 1, min(EXAMPLES, len(at))).astype(int)] if len(at) else at
    return [
        (
            _row(records, task, int(links.left[i])),
            _row(records, task, int(links.right[i])),
            float(links.probability[i]),
            float(links.bits[i]),
        )
        for i in chosen
    ]


def _row(records: Records, task: Task, number: int) -> dict[str, Any]:
    shown = [task.spec.id_column, *task.spec.art6(tuple(records.table.column_names)).values()]
    shown += [attribute.column for attribute in task.spec.attributes]
    return {name: records.table.column(name)[number].as_py() or "" for name in dict.fromkeys(shown)}
