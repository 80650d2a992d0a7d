"""The threads of one server share what was worked out of names, and none of them spoils it for another."""

from concurrent.futures import ThreadPoolExecutor
from itertools import product
from sys import getswitchinterval, setswitchinterval

import numpy as np
import pytest

from matcher.names import Spelling, compare, prepare
from matcher.names.caches import forget

THREADS = 6
STEMS = [
    "".join(parts) for parts in product(("Р", "К", "С", "Ю", "М", "Н"), ("ах", "ар", "аб", "ул"), ("им", "аш", "ир"))
]
NAMES = [(Spelling(stem + ending, stem),) for ending in ("ов", "зода") for stem in STEMS]


@pytest.fixture
def _impatient():
    """Threads that take turns as often as the interpreter lets them."""
    before = getswitchinterval()
    setswitchinterval(1e-6)
    yield
    setswitchinterval(before)


def bits(thread):
    """One thread's own names with those of its neighbour."""
    mine, its = NAMES[thread::THREADS], NAMES[thread + 1 :: THREADS] or NAMES[::THREADS]
    return compare(prepare(mine[: len(its)]), prepare(its[: len(mine)])).bits


@pytest.mark.usefixtures("_impatient")
def test_names_compared_in_many_threads_at_once_weigh_what_they_weigh_alone():
    alone = [bits(thread) for thread in range(THREADS)]
    forget()
    with ThreadPoolExecutor(THREADS) as pool:
        together = list(pool.map(bits, range(THREADS)))
    assert all(np.array_equal(a, b) for a, b in zip(alone, together, strict=True))
