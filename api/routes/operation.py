"""A route of the interface: its permission, its media types and its page in the OpenAPI document, said in one place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, ParamSpec

from flask import request
from flask.typing import ResponseReturnValue

from api.auth.guard import require_token
from api.errors_http import HttpProblem

P = ParamSpec("P")
ATTRIBUTE = "__tulga_operation__"


@dataclass(frozen=True, slots=True)
class Operation:
    """What the OpenAPI document says of a route, and what is enforced before its view runs."""

    summary: str
    permission: str | None
    """Permission the token must have; None for the probes, which say nothing about anybody."""
    answers: dict[int, str | None]
    """Name of the component schema for each status of success; None for an answer without a body."""
    body: str | None = None
    """Name of the component schema of the request's body."""
    files: bool = False
    """Whether the body may be a form with pictures as well (``api.routes.pictures``)."""
    query: Mapping[str, dict[str, Any]] = field(default_factory=dict)
    """Parameters of the query string with their schemas; one with ``required`` must be there."""
    problem: str = "Problem"
    """Name of the component schema of its errors."""
    errors: tuple[int, ...] = ()
    """Statuses of problems besides those that every route may answer."""
    media: str = "application/json"
    headers: tuple[str, ...] = ()
    """Request headers it needs: ``If-Match``."""
    etag: bool = False
    """Whether an answer of success carries an ETag."""
    links: dict[str, Any] = field(default_factory=dict)


def operation(described: Operation) -> Callable[[Callable[P, ResponseReturnValue]], Callable[P, ResponseReturnValue]]:
    """Decorator: check the token, what the caller accepts and what it needs; then run the view."""

    def decorate(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
            if described.permission is not None:
                require_token(described.permission)
            if "Accept" in request.headers and not acceptable(described.media):
                raise HttpProblem(406)
            return view(*args, **kwargs)

        setattr(guarded, ATTRIBUTE, described)
        return guarded

    return decorate


def acceptable(media: str) -> bool:
    """Whether the caller takes ``media``, or problems at least (which every client that sends the latter means)."""
    accepted = request.accept_mimetypes
    return bool(accepted.quality(media) or accepted.quality("application/problem+json"))
