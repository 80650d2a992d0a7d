"""docs/biometrics_node.md says what the code does: routes, permissions, settings."""

from pathlib import Path

import pytest

from api.app import create_app
from api.biometrics.settings import VARIABLES
from api.http_settings import HttpSettings
from api.local_node import LocalNode
from api.routes.operation import ATTRIBUTE

PAGE = (Path(__file__).resolve().parents[3] / "docs/biometrics_node.md").read_text("utf-8")


@pytest.mark.parametrize("variable", VARIABLES)
def test_every_setting_is_told(variable):
    assert f"| `{variable}` | {VARIABLES[variable]} |" in PAGE


def test_every_route_is_told_with_what_it_needs(store):
    app = create_app(LocalNode(store), HttpSettings(secure_cookies=False))
    for rule in app.url_map.iter_rules():
        kind = rule.endpoint.partition(".")[0]
        if kind not in ("media", "osia"):
            continue
        path = rule.rule.replace("<int:", "<").replace("<", "{").replace(">", "}")
        last = "/".join(path.split("/")[-2:])
        lines = [
            line for line in PAGE.splitlines() if path in line or f"…/{last}" in line or path.split("/")[-1] in line
        ]
        assert lines, path
        if kind == "osia":
            needed = getattr(app.view_functions[rule.endpoint], ATTRIBUTE).permission
            assert any(f"`{needed}`" in line for line in lines), path
