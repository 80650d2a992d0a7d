"""Holding a served node to its OpenAPI document: schemathesis asks, and what did not keep its promise is told."""

from __future__ import annotations

from collections.abc import Iterable

from schemathesis.engine.events import EngineEvent, FatalError, NonFatalError, ScenarioFinished


def broken(events: Iterable[EngineEvent]) -> tuple[int, list[str]]:
    """How many scenarios were asked, and each promise that was not kept, once."""
    faults, scenarios = [], 0
    for event in events:
        if isinstance(event, ScenarioFinished):
            scenarios += 1
            checks = [check for found in event.recorder.checks.values() for check in found]
            faults += [f"{event.label}: {c.failure_info.failure}" for c in checks if c.failure_info is not None]
        elif isinstance(event, NonFatalError):
            faults.append(f"{event.label}: {event.value!r}")
        elif isinstance(event, FatalError):
            faults.append(repr(event.exception))
    return scenarios, list(dict.fromkeys(faults))
