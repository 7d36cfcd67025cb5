"""The invariants, with random bytes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from .invariants import INVARIANTS
from .strategies import FILES


@pytest.mark.parametrize("name", ["parsing", "checking", "fixing", "rendering"])
@settings(max_examples=80)
@given(data=FILES)
def test_invariants_of_proposals(name: str, data: bytes) -> None:
    INVARIANTS[name](data)


@pytest.mark.parametrize("name", ["snapshot", "configuration"])
@settings(max_examples=50)
@given(data=st.binary(max_size=60))
def test_invariants_of_other_files(name: str, data: bytes) -> None:
    INVARIANTS[name](data)
