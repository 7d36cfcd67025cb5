"""Fixtures of the workflow's tests."""

from pathlib import Path

import pytest

from tests.unit.workflow.scratch import Scratch


@pytest.fixture
def scratch(tmp_path: Path) -> Scratch:
    return Scratch(tmp_path)
