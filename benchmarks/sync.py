"""Time and memory of `seps sync` on a generated repository.

    python -m benchmarks.sync [REQUESTS]

REQUESTS is the number of pull requests, by default 2000.
"""

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from mkdocs_seps.config.processes import default_process
from mkdocs_seps.git.runner import Repository
from mkdocs_seps.model.snapshot import Snapshot
from mkdocs_seps.sync.mirror import Place
from mkdocs_seps.sync.store import read_snapshot, write_snapshot
from mkdocs_seps.sync.take import Task, take_snapshot

LANDED = 100
COMMITS = 5
BODY = "Some words about what should change, and why.\n" * 250


def text(number: int, version: int) -> bytes:
    """A proposal of about 12 kB, without a sponsor until its last version."""
    sponsor = "@john" if version == COMMITS - 1 else "None"
    head = f"# SEP-{number}: Title {number}\n\n- **Status**: Draft\n- **Sponsor**: {sponsor}\n"
    return f"{head}- **Type**: Process\n\n## Abstract\n\nVersion {version}.\n\n{BODY}".encode()


def stream(requests: int) -> Iterator[bytes]:
    """The repository as `git fast-import` reads it, commit by commit."""
    landed = 0
    for number in range(1, LANDED + 1):
        name, data = f"{number}-landed.md", text(number, COMMITS - 1)
        yield commit("refs/heads/main", number, landed, name, data)
        landed = number
    mark = landed
    for number in range(1001, 1001 + requests):
        parent = landed
        for version in range(COMMITS):
            mark += 1
            name, data = f"{number}-x.md", text(number, version)
            yield commit(f"refs/pull/{number}/head", mark, parent, name, data)
            parent = mark


def commit(reference: str, mark: int, parent: int, name: str, data: bytes) -> bytes:
    """One commit of one file."""
    when = 1_760_000_000 + mark * 60
    head = f"commit {reference}\nmark :{mark}\ncommitter C <c@example.org> {when} +0000\n"
    origin = f"from :{parent}\n" if parent else ""
    file = f"M 100644 inline seps/{name}\ndata {len(data)}\n"
    return f"{head}data 1\nx\n{origin}{file}".encode() + data + b"\n"


def measured(folder: Path, before: Snapshot | None) -> tuple[Snapshot, float]:
    """A snapshot of the repository, and the seconds it took."""
    start = time.perf_counter()
    task = Task("owner/name", "main", "seps", date(2030, 1, 1), default_process())
    snapshot = take_snapshot(Place(Repository(folder)), task, None, before)
    return snapshot, time.perf_counter() - start


def main() -> None:
    """Make the repository, sync it twice, and print the time and memory."""
    requests = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "made.git"
        subprocess.run(["git", "init", "--quiet", "--bare", str(folder)], check=True)
        with subprocess.Popen(
            ["git", "-C", str(folder), "fast-import", "--quiet"], stdin=subprocess.PIPE
        ) as importer:
            if importer.stdin:
                importer.stdin.writelines(stream(requests))
        snapshot, first = measured(folder, None)
        start = time.perf_counter()
        write_snapshot(snapshot, Path(name) / "snapshot")
        writing = time.perf_counter() - start
        start = time.perf_counter()
        before = read_snapshot(Path(name) / "snapshot")
        reading = time.perf_counter() - start
        again, second = measured(folder, before)
        own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        git = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    words = (
        f"{requests} requests of {COMMITS} commits, {LANDED} landed: "
        f"{len(snapshot.proposals)} proposals\n"
        f"first run {first:.1f} s, second {second:.1f} s (same: {again == snapshot}), "
        f"writing {writing:.1f} s, reading {reading:.1f} s\n"
        f"most memory: {own:.0f} MB, git {git:.0f} MB\n"
    )
    sys.stdout.write(words)


if __name__ == "__main__":
    main()
