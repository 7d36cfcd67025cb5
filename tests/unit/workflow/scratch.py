"""A scratch repository to work in: a site, a folder of proposals, and git."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.support.commands import run_seps

if TYPE_CHECKING:
    from pathlib import Path

CONFIG = """\
site_name: Test
site_url: https://example.org/
theme: {name: material, font: false}
nav: [{SEPs: community/seps/index.md}]
plugins:
  - seps:
      repository: owner/name
      history: false
      drafts: always
"""
INDEX = "# SEPs\n\n<!-- seps:summary -->\n\n<!-- seps:table -->\n"
SECTIONS = (
    ("Abstract", "Lets a client send several calls as one message, so that one round trip does."),
    ("Motivation", "Mobile clients lose most of their time waiting for the next answer."),
    ("Specification", "A batch is an array of calls. The answers come back in the same order."),
    ("Rationale", "A separate message was tried first; it doubled the number of round trips."),
    ("Backward Compatibility", "Older servers do not announce it, so no client sends a batch."),
    ("Security Implications", "A batch is limited to a hundred calls, so its cost is bounded."),
    ("Reference Implementation", "See https://github.com/example/sdk/pull/12."),
)


@dataclass
class Scratch:
    """A folder; `seps` runs the command there as a user does."""

    root: Path
    day: str = "2026-03-01"

    def __post_init__(self) -> None:
        self.write("mkdocs.yml", CONFIG)
        self.write("docs/community/seps/index.md", INDEX)
        (self.root / "seps").mkdir()
        self.write(
            "home/.gitconfig",
            "[user]\nname = Ada Park\nemail = 1+adapark@users.noreply.github.com\n",
        )

    def write(self, path: str, text: str | bytes) -> Path:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return file

    def read(self, path: str) -> str:
        return (self.root / path).read_bytes().decode()

    def environment(self, **more: str) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("GIT", "SEPS_"))}
        return {
            **kept,
            "HOME": str(self.root / "home"),
            "SOURCE_DATE_EPOCH": str(_epoch(self.day)),
            "GIT_CEILING_DIRECTORIES": str(self.root.parent),
            "XDG_CONFIG_HOME": str(self.root / "home"),
            **more,
        }

    def seps(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        return run_seps(*words, cwd=self.root, env=self.environment(**more))

    def does(self, *words: str, **more: str) -> str:
        """Run `seps`, which has to go well."""
        done = self.seps(*words, **more)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def refuses(self, *words: str, **more: str) -> str:
        """Run `seps`, which has to refuse, with nothing changed."""
        before = self.files()
        done = self.seps(*words, **more)
        assert done.returncode == 1, done.stdout + done.stderr
        assert self.files() == before
        return done.stderr.removeprefix("Error: ").rstrip("\n")

    def files(self) -> dict[str, bytes]:
        return {
            path.relative_to(self.root).as_posix(): path.read_bytes()
            for path in sorted(self.root.rglob("*"))
            if path.is_file() and ".git" not in path.relative_to(self.root).parts
        }

    def git(self, *words: str) -> str:
        return subprocess.run(
            ["git", *words],
            cwd=self.root,
            env=self.environment(),
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    def versioned(self) -> Scratch:
        self.git("init", "-q", "-b", "main")
        self.git("add", "-A")
        self.git("commit", "-qm", "Begin")
        return self

    def fill(self, path: str) -> None:
        """Write the sections of a proposal, as its author does."""
        head = self.read(path).partition("\n## ")[0].rstrip()
        body = "\n\n".join(f"## {name}\n\n{text}" for name, text in SECTIONS)
        self.write(path, f"{head}\n\n{body}\n")

    def change(self, path: str, old: str, new: str) -> None:
        text = self.read(path)
        assert old in text
        self.write(path, text.replace(old, new))


def _epoch(day: str) -> int:
    from datetime import UTC, datetime

    return int(datetime.fromisoformat(day).replace(hour=12, tzinfo=UTC).timestamp())


def proposal(
    number: int, status: str = "Draft", *, title: str = "Batch calls", more: str = ""
) -> str:
    """A whole proposal with a sponsor."""
    body = "\n\n".join(f"## {name}\n\n{text}" for name, text in SECTIONS)
    return (
        f"# SEP-{number}: {title}\n\n- **Status**: {status}\n- **Type**: Standards Track\n"
        f"- **Created**: 2026-01-31\n- **Author(s)**: Ada Park (@adapark)\n"
        f"- **Sponsor**: Kim Stone (@kimstone)\n- **PR**: #{number}\n{more}\n{body}\n"
    )
