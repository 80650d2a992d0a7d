"""``tulga user`` and ``tulga token``: who may ask the node. No password is ever an argument."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Final

import typer

from api.auth.permissions import ROLES, SCOPES
from api.cli.options import StoreOption, actor, answer, opened, tell

if TYPE_CHECKING:
    from sqlalchemy import Connection

user: Final = typer.Typer(help="People who may log in.", no_args_is_help=True)
token: Final = typer.Typer(help="Service tokens for machines.", no_args_is_help=True)

Login = Annotated[str, typer.Argument(metavar="LOGIN", help="The login.")]


@user.command("add")
def add(
    login: Login,
    role: Annotated[list[str], typer.Option(help=f"Role, repeatable: {', '.join(ROLES)}.")],
    store: StoreOption = None,
) -> None:
    """Add a person; asks for the password, or reads it from stdin when that is no terminal.

    Example: tulga user add aigul --role case-worker
    """
    from api.auth import users

    password = _password()
    with _writing(store, "user-add") as connection:
        users.add(connection, login, password, role)
    tell(f"{login} may log in as {', '.join(role)}.")


@user.command("disable")
def disable(login: Login, store: StoreOption = None) -> None:
    """Nobody can log in as this person any more; open sessions end.

    Example: tulga user disable aigul
    """
    from api.auth import users

    with _writing(store, "user-disable") as connection:
        users.disable(connection, login)
    tell(f"{login} may no longer log in.")


@user.command("password")
def password_(login: Login, store: StoreOption = None) -> None:
    """Set a new password; open sessions end.

    Example: tulga user password aigul
    """
    from api.auth import users

    password = _password()
    with _writing(store, "user-password") as connection:
        users.set_password(connection, login, password)
    tell(f"{login} has a new password.")


@token.command("create")
def create(
    label: Annotated[str, typer.Argument(metavar="LABEL", help="What the token is for.")],
    scope: Annotated[list[str], typer.Option(help=f"Scope, repeatable: {', '.join(SCOPES)}.")],
    days: Annotated[int, typer.Option(min=1, max=3650, help="Days until it ends.")] = 365,
    store: StoreOption = None,
) -> None:
    """Make a service token and write it to stdout: it is shown this once, and kept as a hash.

    Example: tulga token create "border post 7" --scope match
    """
    from api.auth import tokens

    with _writing(store, "token-create") as connection:
        made = tokens.create(connection, label, scope, days)
    answer({"token": made, "id": made.split("_")[1], "scopes": sorted(set(scope)), "days": days})


@token.command("revoke")
def revoke(
    token_id: Annotated[str, typer.Argument(metavar="ID", help="The token's id, or the whole token.")],
    store: StoreOption = None,
) -> None:
    """The token is worth nothing from now on.

    Example: tulga token revoke 3f1c09a2b7de
    """
    from api.auth import tokens

    with _writing(store, "token-revoke") as connection:
        tokens.revoke(connection, token_id)
    tell("The token is revoked.")


@contextmanager
def _writing(store: str | None, action: str) -> Iterator[Connection]:
    """A transaction on the store, with its entry in the journal."""
    from api.journal import Entry, append_within
    from api.store.engine import writing

    found = opened(store)
    with writing(found.engine) as connection:
        yield connection
        append_within(connection, found, Entry(actor=actor(), action=action))


def _password() -> str:
    if sys.stdin.isatty():
        return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True))
    return sys.stdin.readline().rstrip("\n")
