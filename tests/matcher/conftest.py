"""Fixtures of the matching core: a small world of three comparators, see ``synthetic_world.py``."""

import importlib.util
import sys
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def world():
    """The module ``synthetic_world`` (tests are no package, so it is loaded by its path)."""
    if "synthetic_world" not in sys.modules:
        spec = importlib.util.spec_from_file_location("synthetic_world", Path(__file__).with_name("synthetic_world.py"))
        module = importlib.util.module_from_spec(spec)
        sys.modules["synthetic_world"] = module
        spec.loader.exec_module(module)
    return sys.modules["synthetic_world"]
