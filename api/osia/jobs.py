"""What the façade does, as jobs with a name and arguments of JSON: now, or later by a task of the store."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from api.biometrics.desk import Desk
from api.biometrics.enrolling import sample
from api.biometrics.settings import models_in_use
from api.osia.bodies import Biometrics, Encounter
from api.osia.persons import Persons
from api.osia.reading import files
from api.osia.searching import Searches, Wanted
from models.biometrics import MediaFile
from models.errors import Conflict, NotFound


@dataclass(frozen=True, slots=True)
class Work:
    """One caller's request at work."""

    persons: Persons
    searches: Searches
    transaction: str

    def wanted(self, given: Mapping[str, Any], filter_: Mapping[str, Any] | None = None) -> Wanted:
        """How much of an answer is wanted."""
        threshold = given["threshold"]
        if threshold is not None and math.isnan(threshold):
            threshold = None
        return Wanted(self.transaction, given["most"], threshold, filter_)


def performer(desk: Desk, register: str) -> Callable[[Mapping[str, Any], bool], Any]:
    """Does the jobs of callers: a document (job, actor, transaction, arguments), and whether it was begun before.

    A write that an earlier process finished before it died is not made twice: that it is there is its success.
    """

    def perform(document: Mapping[str, Any], again: bool) -> Any:
        actor = document["actor"]
        work = Work(Persons(desk, register, actor), Searches(desk, register, actor), document["transaction"])
        name, arguments = document["job"], document["arguments"]
        try:
            return _JOBS[name](work, **arguments)
        except (Conflict, NotFound):
            if again and name in _LEFT:
                return _LEFT[name](**arguments)
            raise

    return perform


def _create(work: Work, person: str, encounter: str, body: Mapping[str, Any]) -> Any:
    return work.persons.create(person, encounter, Encounter.model_validate(body))


def _replace(work: Work, person: str, encounter: str, body: Mapping[str, Any]) -> Any:
    return work.persons.replace(person, encounter, Encounter.model_validate(body))


def _identify(work: Work, gallery: str, wanted: Any, biometricData: Any, filter: Any) -> Any:  # noqa: N803
    return work.searches.identify(gallery, _files(biometricData), work.wanted(wanted, filter))


def _identify_known(work: Work, gallery: str, person: str, encounter: str | None, **asked: Any) -> Any:
    return work.searches.identify_known(gallery, person, encounter, work.wanted(asked["wanted"], asked["filter"]))


def _verify(work: Work, gallery: str, person: str, wanted: Any, biometricData: Any) -> Any:  # noqa: N803
    return work.searches.verify(gallery, person, _files(biometricData), work.wanted(wanted))


def _verify_pair(work: Work, wanted: Any, **data: Any) -> Any:
    models = models_in_use()
    first, second = (sample(_files(data[name], name), models) for name in ("biometricData1", "biometricData2"))
    return work.searches.verify_pair(first, second, work.wanted(wanted))


def _files(data: Any, path: str = "biometricData") -> tuple[MediaFile, ...]:
    return files(Biometrics.validate_python(data), path)


def _ids(person: str, encounter: str, **_: Any) -> dict[str, str]:
    return {"personId": person, "encounterId": encounter}


_JOBS: Final[dict[str, Callable[..., Any]]] = {
    "create": _create,
    "replace": _replace,
    "read": lambda work, person, encounter: work.persons.read(person, encounter),
    "read_all": lambda work, person: work.persons.read_all(person),
    "templates": lambda work, person, encounter, wanted: work.persons.templates(person, encounter, wanted),
    "delete_encounter": lambda work, person, encounter: work.persons.delete_encounter(person, encounter),
    "delete": lambda work, person: work.persons.delete(person),
    "set_status": lambda work, person, encounter, status: work.persons.set_status(person, encounter, status),
    "set_galleries": lambda work, person, encounter, galleries: work.persons.set_galleries(
        person, encounter, galleries
    ),
    "move": lambda work, target, source, encounter: work.persons.move(target, source, encounter),
    "identify": _identify,
    "identify_known": _identify_known,
    "verify": _verify,
    "verify_pair": _verify_pair,
    "galleries": lambda work: work.searches.galleries(),
    "content": lambda work, gallery, offset, limit: work.searches.content(gallery, offset, limit),
}
_LEFT: Final[dict[str, Callable[..., Any]]] = {
    "create": _ids,
    "delete_encounter": lambda **_: None,
    "delete": lambda **_: None,
    "move": lambda **_: None,
}
"""What a write says that was finished before: its encounter is there already, or gone already."""
