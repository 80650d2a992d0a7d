"""Which records a load has met before."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from api.loading.seen import Seen


@given(st.lists(st.lists(st.integers(0, 60), max_size=20), max_size=12))
def test_an_identity_is_new_once(batches):
    seen, met = Seen(), set()
    for batch in batches:
        expected = []
        for number in batch:
            expected.append(number not in met)
            met.add(number)
        assert seen.add([number.to_bytes(16, "little") for number in batch]) == expected
