"""The queries that went worst, with what was asked and what was answered: to learn the rule behind a miss."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import orjson

from benchmarks.records.asking import Listed, Outcome
from benchmarks.records.measures import false_alarm, is_mated

_SHOWN: Final = 3


def worst(outcomes: Sequence[Outcome], count: int = 40) -> tuple[list[Outcome], list[Outcome]]:
    """Mated queries whose person does not stand first, and queries with a false alarm, the surest first."""
    missed = [o for o in outcomes if is_mated(o) and o.rank != 1]
    alarms = [o for o in outcomes if false_alarm(o)]
    missed.sort(key=lambda o: (o.retrieved or False, -(o.rank or 99)))
    alarms.sort(key=lambda o: -max(c.probability for c in o.candidates if not c.true))
    return missed[:count], alarms[:count]


def write(path: Path, outcomes: Sequence[Outcome], count: int = 40) -> None:
    """JSON Lines; holds what was asked, so it is for generated people and other test data only."""
    missed, alarms = worst(outcomes, count)
    with path.open("wb") as file:
        for sort, some in (("missed", missed), ("false alarm", alarms)):
            for outcome in some:
                file.write(orjson.dumps({"sort": sort, **_row(outcome)}) + b"\n")


def _row(outcome: Outcome) -> dict[str, object]:
    return {
        "kind": outcome.asked.kind,
        "errors": outcome.asked.errors,
        "profile": outcome.asked.profile,
        "asked": outcome.asked.fields,
        "person": outcome.asked.person,
        "retrieved": outcome.retrieved,
        "rank": outcome.rank,
        "candidates": [_candidate(c) for c in outcome.candidates[:_SHOWN]],
    }


def _candidate(listed: Listed) -> dict[str, object]:
    return {
        "probability": round(listed.probability, 5),
        "grade": listed.grade.value,
        "true": listed.true,
        "relation": listed.relation,
        "evidence": [f"{e.attribute} {e.level} {e.bits:+.1f} {e.values[1]}" for e in listed.evidence],
    }
