"""Small repositories with pull requests, made step by step with git."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

TEXT = """\
# SEP-{number}: {title}

- **Status**: {status}
- **Type**: Standards Track
- **Created**: 2026-01-02
- **Author(s)**: Jane Doe (@jane)
- **Sponsor**: {sponsor}
- **PR**: #{number}

## Abstract

{body}
"""


def text(
    number: int | str = 12,
    status: str = "Draft",
    *,
    title: str = "A Title",
    sponsor: str = "John Roe (@john)",
    body: str = "Text.",
) -> str:
    """A proposal's file."""
    return TEXT.format(number=number, status=status, title=title, sponsor=sponsor, body=body)


def _dates(when: str) -> dict[str, str]:
    return {"GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when}


@dataclass
class Upstream:
    """A bare repository as GitHub keeps one, filled through plumbing, without a work tree."""

    folder: Path
    clock: int = field(default=1767268800)  # 2026-01-01, noon

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True)
        self.git("init", "--quiet", "--bare", "--initial-branch=main", ".")
        self.git("config", "uploadpack.allowFilter", "true")
        self.commit("main", {"README.md": "Read me.\n"})

    def git(
        self, *arguments: str, text: bytes = b"", extra: Mapping[str, str] | None = None
    ) -> str:
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.folder,
            input=text,
            capture_output=True,
            check=True,
            env={
                "PATH": os.environ["PATH"],
                "GIT_CONFIG_GLOBAL": os.devnull,
                "GIT_CONFIG_NOSYSTEM": "1",
                "GIT_AUTHOR_NAME": "A",
                "GIT_AUTHOR_EMAIL": "a@example.org",
                "GIT_COMMITTER_NAME": "C",
                "GIT_COMMITTER_EMAIL": "c@example.org",
                **(extra or {}),
            },
        )
        return done.stdout.decode().strip()

    def blob(self, content: str | bytes) -> str:
        data = content if isinstance(content, bytes) else content.encode()
        return self.git("hash-object", "-w", "--stdin", text=data)

    def commit(
        self,
        reference: str,
        files: Mapping[str, str | bytes | None],
        *,
        parents: tuple[str, ...] | None = None,
        days: int = 1,
        modes: Mapping[str, str] | None = None,
    ) -> str:
        """Put a commit on a branch (or on `refs/...`), `days` after the last; None removes a file.

        A file may be the id of an object when `modes` gives it a mode.
        """
        full = reference if reference.startswith("refs/") else f"refs/heads/{reference}"
        if parents is None:
            old = self.tip(full)
            parents = (old,) if old else ()
        index = {"GIT_INDEX_FILE": str(self.folder / "index.tmp")}
        (self.folder / "index.tmp").unlink(missing_ok=True)
        if parents:
            self.git("read-tree", parents[0], extra=index)
        lines = []
        for name, content in files.items():
            mode = (modes or {}).get(name, "100644")
            if content is None:
                lines.append(f"0 {'0' * 40}\t{name}")
            elif name in (modes or {}) and isinstance(content, str) and len(content) == 40:
                lines.append(f"{mode} {content}\t{name}")
            else:
                lines.append(f"{mode} {self.blob(content)}\t{name}")
        listed = "".join(f"{line}\0" for line in lines).encode()
        if lines:
            self.git("update-index", "-z", "--index-info", text=listed, extra=index)
        tree = self.git("write-tree", extra=index)
        self.clock += days * 86400
        when = f"{self.clock} +0000"
        words = [word for parent in parents for word in ("-p", parent)]
        commit = self.git("commit-tree", tree, *words, "-m", "x", extra=_dates(when))
        self.git("update-ref", full, commit)
        return commit

    def raw_commit(self, reference: str, tree: bytes) -> None:
        """A commit whose `seps` is a tree of these very bytes, which no git client would write."""
        made = self.git("hash-object", "-t", "tree", "-w", "--literally", "--stdin", text=tree)
        top = b"40000 seps\0" + bytes.fromhex(made)
        root = self.git("hash-object", "-t", "tree", "-w", "--literally", "--stdin", text=top)
        self.clock += 86400
        when = f"{self.clock} +0000"
        main = self.tip("refs/heads/main")
        commit = self.git(
            "commit-tree",
            root,
            "-p",
            main,
            "-m",
            "x",
            extra=_dates(when),
        )
        self.git("update-ref", reference, commit)

    def tip(self, reference: str) -> str:
        try:
            return self.git("rev-parse", "--verify", "--quiet", f"{reference}^{{commit}}")
        except subprocess.CalledProcessError:
            return ""

    def request(
        self, number: int, files: Mapping[str, str | bytes | None], *, is_open: bool = True
    ) -> str:
        """A commit on a pull request, forked from main where it is the first."""
        head = f"refs/pull/{number}/head"
        parents = (self.tip(head) or self.tip("refs/heads/main"),)
        commit = self.commit(head, files, parents=parents)
        if is_open:
            self.open(number)
        return commit

    def open(self, number: int) -> None:
        """GitHub's trial merge of an open request."""
        parents = (self.tip("refs/heads/main"), self.tip(f"refs/pull/{number}/head"))
        self.commit(f"refs/pull/{number}/merge", {}, parents=parents, days=0)

    def close(self, number: int) -> None:
        self.git("update-ref", "-d", f"refs/pull/{number}/merge")

    def land(self, number: int, files: Mapping[str, str | bytes | None]) -> str:
        """Squash a request onto main."""
        self.close(number)
        return self.commit("main", files)
