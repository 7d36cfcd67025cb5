"""The repository contains sources and small pictures, and nothing that was built or fetched."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
BUILT = {".bundle", ".gz", ".pyc", ".tar", ".tgz", ".whl", ".woff2", ".zip"}
LARGE = 250_000  # bytes


def test_nothing_built_and_nothing_large_is_tracked() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    files = [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]
    assert [file.name for file in files if file.suffix in BUILT] == []
    assert [file.name for file in files if file.stat().st_size > LARGE] == []
