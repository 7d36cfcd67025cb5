"""A project to run `seps` in."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

from tests.support.commands import run_seps

GOOD = """\
# SEP-1234: Batch calls

- **Status**: Draft
- **Type**: Standards Track
- **Created**: 2026-01-31
- **Author(s)**: Ada Park (@adapark)
- **Sponsor**: Kim Stone (@kimstone)
- **PR**: #1234

## Abstract

Lets a client send several calls as one message, so that a slow connection needs one round trip
instead of many. Servers announce it as a capability.

## Motivation

Mobile clients lose most of their time waiting for the next answer.

## Specification

A batch is an array of calls. The answers come back in the same order.

## Rationale

A separate message was tried first; it doubled the number of round trips.

## Backward Compatibility

Older servers do not announce the capability, so no client sends them a batch.

## Security Implications

A batch is limited to a hundred calls, which keeps the cost of one message bounded.

## Reference Implementation

See https://github.com/example/sdk/pull/12.
"""
# Another proposal, to stand beside the first.
STREAMS = GOOD.replace("1234", "1300").replace("Batch calls", "Streams")
CONFIG = "site_name: Test\nplugins:\n  - seps\n"


class Project:
    """A folder with a configuration and a directory of proposals."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.write("mkdocs.yml", CONFIG)
        (root / "seps").mkdir()

    def write(self, path: str, text: str | bytes) -> Path:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return file

    def sep(self, text: str | bytes = GOOD, name: str = "1234-batch-calls.md") -> Path:
        return self.write(f"seps/{name}", text)

    def run(self, *words: str, cwd: str = ".", **env: str) -> subprocess.CompletedProcess[str]:
        """Run `seps` as a user does."""
        given = {**os.environ, "SOURCE_DATE_EPOCH": "1782864000", **env}
        return run_seps(*words, cwd=self.root / cwd, env=given)

    def findings(self, *words: str) -> list[dict[str, Any]]:
        done = self.run("check", "--format", "json", *words)
        found: list[dict[str, Any]] = json.loads(done.stdout)["findings"]
        return found

    def git(self, *words: str) -> None:
        subprocess.run(
            ["git", "-c", "user.name=T", "-c", "user.email=t@example.com", *words],
            cwd=self.root,
            capture_output=True,
            check=True,
        )
