"""How much of what strangers wrote is taken in."""

from dataclasses import dataclass

from mkdocs_seps.model.snapshot import FILE_BYTES


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of a snapshot. The largest real proposal has 150 kB, the fullest request 2 files."""

    file_bytes: int = FILE_BYTES
    total_bytes: int = 64 * 1024 * 1024
    files_per_request: int = 20
    proposals: int = 2000
    tree_bytes: int = 4 * 1024 * 1024
    notes: int = 1000
