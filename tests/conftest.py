"""Fixtures that every test may use."""

from __future__ import annotations

import os
from pathlib import Path

import hypothesis
import pytest

hypothesis.settings.register_profile("tulga", deadline=None)  # no test asserts a wall time
hypothesis.settings.load_profile("tulga")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The evaluation data outside the repository (``TULGA_SHARED``); skips where it is absent."""
    root = Path(os.environ.get("TULGA_SHARED", Path(__file__).resolve().parents[1].parent / "shared")) / "data"
    if not root.is_dir():
        pytest.skip("the evaluation data is not here; set TULGA_SHARED to the folder that holds data/")
    return root
