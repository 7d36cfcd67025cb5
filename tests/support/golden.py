"""Files with expected output, which `pytest --write-golden` writes again for review."""

import json
from pathlib import Path
from typing import Any

import pytest


def expected(file: Path, output: str, request: pytest.FixtureRequest) -> str:
    """The content of the file; `--write-golden` first replaces it with this output."""
    if request.config.getoption("--write-golden"):
        file.write_text(output, encoding="utf-8")
    return file.read_text(encoding="utf-8")


def expected_json(file: Path, found: object, request: pytest.FixtureRequest) -> Any:
    """The value in the JSON file; `--write-golden` first replaces it with this value."""
    output = json.dumps(found, indent=2, ensure_ascii=False) + "\n"
    return json.loads(expected(file, output, request))
