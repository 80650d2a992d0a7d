"""The one table of who may do what; every check in the node asks ``require``. docs/permissions.md is made from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from models.errors import Forbidden

PERMISSIONS: Final[dict[str, str]] = {
    "search": "ask who a person is; see the candidates with their evidence",
    "compare": "compare two records that the caller brings along",
    "records.read": "read a record of a register",
    "records.write": "add, correct and delete a record of a register",
    "decisions.write": "set which reading of a pair is right: a person decides, never a machine",
    "registers.list": "see which registers there are and how many records each holds",
    "schemas.read": "read the JSON Schemas of the interface",
    "metrics.read": "read the counters of the node (no personal data)",
}
"""Every permission with what it allows. One that is not here does not exist: asking for it is a programming error."""

_READER: Final = frozenset({"search", "compare", "records.read", "registers.list", "schemas.read"})

ROLES: Final[dict[str, frozenset[str]]] = {
    "case-worker": _READER | {"decisions.write"},
    "registrar": _READER | {"records.write", "decisions.write"},
    "head-of-unit": _READER | {"decisions.write"},
    "administrator": frozenset({"registers.list", "schemas.read", "metrics.read"}),
}
"""Roles of people. The administrator keeps the node running and looks at nobody's data."""

SCOPES: Final[dict[str, frozenset[str]]] = {
    "match": frozenset({"search", "compare", "registers.list", "schemas.read"}),
    "records:read": frozenset({"records.read", "registers.list", "schemas.read"}),
    "records:write": frozenset({"records.read", "records.write", "registers.list", "schemas.read"}),
    "decisions": frozenset({"decisions.write", "records.read", "registers.list", "schemas.read"}),
    "admin": frozenset({"registers.list", "schemas.read", "metrics.read"}),
}
"""Scopes of service tokens."""


@dataclass(frozen=True, slots=True)
class Principal:
    """Who is asking: ``name`` is the login or the token's id and goes into the journal."""

    kind: Literal["user", "token"]
    name: str
    grants: frozenset[str]
    """Roles of a user, scopes of a token."""

    @property
    def permissions(self) -> frozenset[str]:
        """All that the grants add up to; an unknown grant gives nothing."""
        known = ROLES if self.kind == "user" else SCOPES
        return frozenset().union(*(known.get(grant, frozenset()) for grant in self.grants))

    @property
    def actor(self) -> str:
        """How the journal names the principal."""
        return f"{self.kind}:{self.name}"


def require(principal: Principal, permission: str) -> None:
    """Let pass, or raise Forbidden naming the permission that is missing."""
    if not allowed(principal, permission):
        raise Forbidden("permission_missing", permission=permission)


def allowed(principal: Principal, permission: str) -> bool:
    """Whether the principal may; raises KeyError for a permission that is not in PERMISSIONS."""
    PERMISSIONS[permission]
    return permission in principal.permissions


def table() -> str:
    """The permission table as Markdown, as it stands in docs/permissions.md."""
    roles, scopes = list(ROLES), list(SCOPES)
    head = ["permission", *(f"`{name}`" for name in roles + scopes), "allows"]
    rows = [
        [f"`{p}`", *(_mark(p, ROLES[r]) for r in roles), *(_mark(p, SCOPES[s]) for s in scopes), text]
        for p, text in PERMISSIONS.items()
    ]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in [head, ["---"] * len(head), *rows])


def _mark(permission: str, granted: frozenset[str]) -> str:
    return "yes" if permission in granted else "–"
