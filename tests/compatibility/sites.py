"""A site with every kind of page, for builds together with other plugins."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

from mkdocs_seps.sync.store import write_snapshot
from tests.support.projects import canonical

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from mkdocs_seps.model.snapshot import Snapshot

INDEX = """\
# SEPs

<!-- seps:summary -->

<!-- seps:table -->

<!-- seps:pipeline view=draft -->
"""
# Templates that write a word, create a file, or read another file if they are evaluated.
WORD = "{{ 'evalu' ~ 'ated' }}"
RUN = "{{ cycler.__init__.__globals__.os.system('touch hacked') }}"
READ = "{{ read_csv('secret.csv') }}"
BLOCK = "{% for x in range(3) %}loop{% endfor %}"


def hostile(number: int, status: str = "Final") -> str:
    """A proposal with templates in its title, its fields, and its text."""
    text = canonical(number, f"T {WORD} {READ}", status)
    fields = f"- **Working Group**: {RUN} {READ}\n- **Odd {RUN}**: {BLOCK}\n"
    text = text.replace("(@john)", f"{RUN} (@john)")
    return text.replace("- **PR**", f"{fields}- **PR**") + f"\n{RUN}\n\n{READ}\n\n{BLOCK}\n"


@dataclass(frozen=True)
class Site:
    """A repository with a site; `build` runs MkDocs in a separate process."""

    folder: Path

    @classmethod
    def make(cls, folder: Path, snapshot: Snapshot | None = None) -> Site:
        """Write the site's files and commit them."""
        files = {
            "docs/index.md": "# Home\n\nSee the [proposals](community/seps/index.md).\n",
            "docs/rules.md": "# Rules\n\n<!-- seps:rules -->\n",
            "docs/community/seps/index.md": INDEX,
            "seps/12-plain.md": canonical(12) + "\nSee [that](./13-other.md#abstract).\n",
            "seps/13-other.md": canonical(13, "Other", "Draft"),
            "secret.csv": "name,word\nkey,opensesame\n",
        }
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
        if snapshot:
            write_snapshot(snapshot, folder / ".seps-snapshot")
        return cls(folder)

    def commit(self) -> None:
        """Commit all files except the built site and the snapshot."""
        identity = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org")
        if not (self.folder / ".git").exists():
            self._git("init", "--quiet", "--initial-branch=main")
        self._git("add", "--all", ".", ":!site", ":!.seps-snapshot")
        self._git(*identity, "commit", "--quiet", "--message", "Add the site")

    def _git(self, *words: str) -> None:
        when = "2026-01-05T12:00:00Z"
        dates = {"GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when}
        subprocess.run(["git", *words], cwd=self.folder, check=True, env={**os.environ, **dates})

    def build(
        self, plugins: Sequence[str | Mapping[str, Any]], program: str = "mkdocs", **config: Any
    ) -> str:
        """Build strictly and return the output; fail with its problems if the build fails."""
        whole = {
            "site_name": "Test",
            "site_url": "https://example.org/base/",
            "repo_url": "https://github.com/owner/name",
            "edit_uri": "edit/main/docs/",
            "theme": {"name": "material", "font": False},
            "plugins": list(plugins),
            "nav": ["index.md", {"SEPs": "community/seps/index.md"}, "rules.md"],
            "validation": {
                "nav": {"omitted_files": "warn", "not_found": "warn"},
                "links": {"not_found": "warn", "anchors": "warn", "unrecognized_links": "warn"},
            },
            **config,
        }
        whole = {name: value for name, value in whole.items() if value is not None}
        (self.folder / "mkdocs.yml").write_text(yaml.safe_dump(whole), encoding="utf-8")
        self.commit()
        done = subprocess.run(
            [sys.executable, "-m", program, "build", "--strict"],
            cwd=self.folder,
            env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
        output = done.stdout + done.stderr
        problems = [line for line in output.splitlines() if not line.startswith("INFO")]
        assert done.returncode == 0, "\n".join(problems)
        return output

    def html(self, page: str) -> str:
        """The HTML of the page with this URL."""
        return (self.folder / "site" / page / "index.html").read_text(encoding="utf-8")
