"""Routes of OSIA's biometrics interface 1.6.0; the standard's names, statuses and errors."""

from api.osia.routes import persons, searches, tasks
from api.osia.routes.common import PREFIX, blueprint, work_off

__all__ = ["PREFIX", "blueprint", "persons", "searches", "tasks", "work_off"]
