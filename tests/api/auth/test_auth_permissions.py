"""One table says who may do what; the page that shows it is made from it; every check names a permission of it."""

import re
from pathlib import Path

import pytest

from api.auth.permissions import PERMISSIONS, ROLES, SCOPES, Principal, allowed, require, table
from api.routes.operation import ATTRIBUTE
from models.errors import Forbidden

ROOT = Path(__file__).resolve().parents[3]


def test_docs_permissions_is_this_table():
    assert table() in (ROOT / "docs/permissions.md").read_text("utf-8")


def test_roles_and_scopes_hold_known_permissions_only():
    for granted in (*ROLES.values(), *SCOPES.values()):
        assert granted <= set(PERMISSIONS)


def test_every_permission_is_asked_for_somewhere(app):
    asked = {getattr(getattr(view, ATTRIBUTE, None), "permission", None) for view in app.view_functions.values()} | set(
        re.findall(r'@page\("([^"]+)"\)', "".join(p.read_text() for p in (ROOT / "api/pages").glob("*.py")))
    )
    assert asked - {None} == set(PERMISSIONS)


def test_the_administrator_sees_nobodys_data():
    administrator = Principal("user", "root", frozenset({"administrator"}))
    for permission in ("search", "compare", "records.read", "records.write"):
        with pytest.raises(Forbidden) as caught:
            require(administrator, permission)
        assert permission in caught.value.text("ru")


def test_a_role_is_no_scope_and_an_unknown_grant_gives_nothing():
    assert not allowed(Principal("token", "x", frozenset({"registrar"})), "search")
    assert not allowed(Principal("user", "x", frozenset({"match", "emperor"})), "search")


def test_a_permission_that_does_not_exist_is_a_fault_of_the_program():
    with pytest.raises(KeyError):
        allowed(Principal("user", "x", frozenset({"registrar"})), "record.write")
