"""Prints of nobody, one worker for all tests, and a portrait that an installed package brings."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from matcher.biometrics.types import FingerTemplate, Gray
from matcher.biometrics.worker import Worker

MODEL = "mindtct/1"
"""The extractor of the tests: thirty times quicker than the network."""


@pytest.fixture(scope="session")
def worker() -> Iterator[Worker]:
    """One worker process for the whole session."""
    with Worker() as running:
        yield running


@pytest.fixture(scope="session")
def portrait() -> bytes:
    """A portrait that matplotlib ships as sample data."""
    spec = find_spec("matplotlib")
    assert spec is not None
    assert spec.origin is not None
    path = Path(spec.origin).parent / "mpl-data" / "sample_data" / "grace_hopper.jpg"
    if not path.is_file():
        pytest.skip("this matplotlib has no sample portrait")
    return path.read_bytes()


@pytest.fixture(scope="session")
def prints() -> dict[tuple[int, int], Gray]:
    """Two takings of two synthetic fingers: pixels by (finger, taking)."""
    from matcher.biometrics.synthetic.cards import print_of

    return {(f, t): print_of(f, 2, t).pixels for f in (1, 2) for t in (0, 1)}


@pytest.fixture(scope="session")
def templates(prints: dict[tuple[int, int], Gray], worker: Worker) -> dict[tuple[int, int], FingerTemplate]:
    """Their templates by mindtct."""
    from matcher.biometrics.images import to_png

    return {key: worker.call("finger", to_png(pixels), MODEL, 2, 500.0, False) for key, pixels in prints.items()}
