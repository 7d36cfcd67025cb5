"""The commands that write files, each with a project to run it in."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.support.projects import ROOT, canonical
from tests.unit.cli.project import CONFIG, GOOD
from tests.unit.sync.repositories import Upstream, text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

STARTS = ROOT / "plugins" / "mkdocs_seps" / "starter" / "processes"
DRAFT = GOOD.replace("SEP-1234", "SEP-0000").replace("#1234", "TBD").replace("- **PR**: TBD\n", "")
LINKING = f"{GOOD.replace('1234', '1300')}\nSee [batches](0000-batch.md).\n"
BAD = GOOD.replace("Draft", "draft").replace("2026-01-31", "2026/1/31")
PAGE = "# SEPs\n\n<!-- seps:table -->\n\nRead [this](../seps/0000-batch.md).\n"
FOLDERS = """\
site_name: Test
plugins: [{seps: {seps_dir: keps, path: keps, process: process.toml}}]
"""
SITE = """\
site_name: Test
theme: {name: material, font: false}
plugins: [seps]
"""


@dataclass(frozen=True)
class Command:
    """A command, the project that it runs in, and what a fault may leave behind.

    `code` is the exit code. `undone` means that an error leaves everything as before; `renamed` has
    the new names of files by their old names; `generated` are folders of the tool, in which files
    may also be missing. `again` are other exit codes that the next run may have. `read` is a file
    that the command reads. `leaves` means that a temporary file may remain, because the next run
    does not create the file again. `roots` are the folders below which steps count.
    """

    words: tuple[str, ...]
    prepare: Callable[[Path], None]
    program: str = "seps"
    code: int = 0
    undone: bool = True
    renamed: Mapping[str, str] = field(default_factory=dict)
    generated: tuple[str, ...] = ()
    again: tuple[int, ...] = (0,)
    read: str = ""
    leaves: bool = False
    roots: tuple[str, ...] = ("project", "cache", "tmp")


def write(folder: Path, files: Mapping[str, str]) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")


def git(folder: Path, *words: str) -> None:
    identity = ("-c", "user.name=T", "-c", "user.email=t@example.org")
    subprocess.run(["git", *identity, *words], cwd=folder, capture_output=True, check=True)


def small(folder: Path) -> None:
    write(folder, {"mkdocs.yml": CONFIG, "seps/1234-batch-calls.md": GOOD})


def to_fix(folder: Path) -> None:
    write(folder, {"mkdocs.yml": CONFIG, "seps/1234-batch-calls.md": BAD})


def known(folder: Path) -> None:
    write(folder, {"mkdocs.yml": CONFIG, "seps/1234-batch-calls.md": BAD, "known.json": "{}\n"})


def to_number(folder: Path) -> None:
    write(
        folder,
        {
            "mkdocs.yml": f"{CONFIG}nav:\n  - x: ../seps/0000-batch.md\n",
            "seps/0000-batch.md": DRAFT,
            "seps/1300-streams.md": LINKING,
            "docs/index.md": PAGE,
        },
    )


def to_number_tracked(folder: Path) -> None:
    to_number(folder)
    versioned(folder)


def versioned(folder: Path) -> None:
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "x")


def to_number_folder(folder: Path) -> None:
    """A process with a folder for each proposal, where both files have the number."""
    start = STARTS / "kep.toml"
    front = 'title: Batch\nkep-number: "0000"\nauthors: ["@ada"]\nstatus: provisional\n'
    other = front.replace("0000", "1300")
    write(
        folder,
        {
            "process.toml": start.read_text("utf-8"),
            "mkdocs.yml": f"{FOLDERS}nav:\n  - x: ../keps/0000-batch/README.md\n",
            "keps/0000-batch/README.md": "# KEP-0000: Batch\n\n## Summary\n\nText.\n",
            "keps/0000-batch/kep.yaml": front,
            "keps/0000-batch/x.png": "x",
            "keps/1300-streams/README.md": "# KEP-1300: Batch\n\n[b](../0000-batch/README.md)\n",
            "keps/1300-streams/kep.yaml": other,
            "docs/index.md": "[b](../keps/0000-batch/)\n",
        },
    )
    versioned(folder)


def to_export(folder: Path) -> None:
    write(
        folder,
        {
            "mkdocs.yml": SITE,
            "docs/community/seps/index.md": "# SEPs\n\n<!-- seps:table -->\n",
            "seps/1-x.md": canonical(1),
            "seps/x.png": "x",
        },
    )


def exported(folder: Path) -> None:
    to_export(folder)
    write(
        folder,
        {
            "out/seps.json": '{"generator": {"name": "mkdocs-seps"}}',
            "out/docs/old.md": "An earlier export.\n",
            "out/mine.txt": "A file of somebody's.\n",
        },
    )


def to_sync(folder: Path) -> None:
    write(folder, {"mkdocs.yml": CONFIG, "seps/README.md": "x"})
    upstream = Upstream(folder / "upstream.git")
    upstream.commit("main", {"seps/9-x.md": text(9, "Final")})
    upstream.request(12, {"seps/12-x.md": text(12)})


def synced(folder: Path) -> None:
    to_sync(folder)
    words = ("sync", "--repository", "upstream.git", "--name", "owner/name")
    subprocess.run([sys.executable, "-m", "mkdocs_seps", *words], cwd=folder, check=True)
    upstream = Upstream.__new__(Upstream)
    upstream.folder, upstream.clock = folder / "upstream.git", 1767268800 + 10 * 86400
    upstream.request(12, {"seps/12-x.md": text(12, "In-Review")})
    upstream.request(13, {"seps/13-y.md": text(13)})


def to_init(folder: Path) -> None:
    write(folder, {".gitignore": "mine\n"})


NUMBER = Command(
    ("number", "0000-batch.md", "1990"),
    to_number,
    renamed={"seps/0000-batch.md": "seps/1990-batch.md"},
    read="seps/0000-batch.md",
)
SYNC = Command(
    ("sync", "--repository", "upstream.git", "--name", "owner/name"),
    to_sync,
    undone=False,
    generated=(".seps-snapshot/",),
)
EXPORT = Command(("export", "out"), to_export, undone=False, generated=("out/",))
COMMANDS: dict[str, Command] = {
    "new": Command(("new", "Streams", "--author", "Ada (@ada)"), small, again=(1,)),
    "status": Command(
        ("status", "1234", "In-Review"), small, again=(1,), read="seps/1234-batch-calls.md"
    ),
    "fix": Command(("check", "--fix"), to_fix, read="seps/1234-batch-calls.md"),
    "baseline": Command(("check", "--write-baseline", "known.json"), to_fix),
    "baseline again": Command(("check", "--write-baseline", "known.json"), known),
    "number": NUMBER,
    "number with git": Command(**{**vars(NUMBER), "prepare": to_number_tracked}),
    "number a folder": Command(
        ("number", "0000-batch", "1990"),
        to_number_folder,
        renamed={
            f"keps/0000-batch/{name}": f"keps/1990-batch/{name}"
            for name in ("README.md", "kep.yaml", "x.png")
        },
        read="keps/0000-batch/kep.yaml",
    ),
    "export": EXPORT,
    "export again": Command(**{**vars(EXPORT), "prepare": exported}),
    "sync": SYNC,
    "sync again": Command(**{**vars(SYNC), "prepare": synced}),
    "init": Command(("init", "--yes"), to_init, undone=False, leaves=True),
}
BUILD = Command(("build", "-q"), to_export, program="mkdocs", generated=("site/",))
CACHED = Command(**{**vars(BUILD), "roots": ("cache",)})
