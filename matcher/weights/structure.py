"""The empty model: attributes, parents, relations and grades as ``structure.toml`` decides them, all weights nought."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from importlib.resources import files
from typing import Any, Final

from matcher.features import Registry

_DEFAULT: Final = {"floor": -6.0, "ceiling": 12.0}
"""Bounds of an attribute that ``structure.toml`` does not know (a column declared in a map)."""
_UNCALIBRATED: Final = {"summed": [-200.0, 200.0], "calibrated": [-200.0, 200.0]}


@functools.cache
def structure() -> Mapping[str, Any]:
    """``structure.toml``."""
    return tomllib.loads(files("matcher.weights").joinpath("data", "structure.toml").read_text("utf-8"))


def blank(registry: Registry, version: str) -> dict[str, Any]:
    """A model document for the attributes of a registry, in which nothing weighs anything yet."""
    settled = structure()
    levels = dict(zip(registry.attributes, registry.levels, strict=True))
    return {
        "version": version,
        "attributes": {name: _attribute(name, levels) for name in registry.attributes},
        "relations": {
            "gate_bits": settled["relations"]["gate_bits"],
            "competes": settled["relations"]["competes"],
            "kinds": {k: {**v, "offset": _settled(v, levels)} for k, v in settled["relations"]["kinds"].items()},
        },
        "prior": dict(settled["prior"]),
        "calibration": dict(_UNCALIBRATED),
        "families": dict(settled["families"]),
        "grades": dict(settled["grades"]),
    }


def _settled(relation: Mapping[str, Any], levels: Mapping[str, tuple[str, ...]]) -> dict[str, list[float]]:
    """Offsets of a relation before any count: nought but where the structure decides them."""
    settled = {n: v for n, v in relation.get("settled", {}).items() if n in levels}
    return {name: [float(bits.get(level, 0.0)) for level in levels[name]] for name, bits in settled.items()}


def _attribute(name: str, levels: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    settled = {**_DEFAULT, **structure()["attributes"].get(name, {})}
    made = {"levels": list(levels[name]), "floor": settled["floor"], "ceiling": settled["ceiling"]}
    made |= {k: settled[k] for k in ("assumed", "counted", "settled", "never_for", "never_against") if k in settled}
    groups = 1
    if settled.get("parent") in levels:
        sets = settled["groups"]
        made |= {"parent": settled["parent"], "groups": [_group(x, sets) for x in levels[settled["parent"]]]}
        groups = len(sets) + 1
    even = [[1.0] * len(levels[name])] * groups
    made |= {"m": even, "u": even}
    if settled.get("own"):
        made["own"] = {"summed": [-100.0, 100.0], "calibrated": [-100.0, 100.0]}
    if "frequency" in settled:
        made["frequency"] = {**settled["frequency"], "reference": [None] * len(levels[name])}
    return made


def _group(level: str, sets: list[list[str]]) -> int:
    return next((i for i, names in enumerate(sets, 1) if level in names), 0)
