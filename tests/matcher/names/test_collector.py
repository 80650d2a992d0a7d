"""The garbage collector is set aside for a while, and comes back as it was."""

import gc

import pytest

from matcher.names.collector import set_aside


def test_the_collector_comes_back_even_after_an_error():
    with pytest.raises(ValueError, match="broken"), set_aside():
        assert not gc.isenabled()
        raise ValueError("broken")
    assert gc.isenabled()


def test_a_collector_that_was_off_stays_off():
    gc.disable()
    try:
        with set_aside():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
