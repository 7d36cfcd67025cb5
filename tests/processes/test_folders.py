"""Proposals with a folder each, in a real repository: reading them from git, and changing them."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from mkdocs_seps.cli import main
from mkdocs_seps.config.processes import read_process
from mkdocs_seps.git.history import folder_history
from mkdocs_seps.git.runner import GitError, Repository
from tests.processes.test_processes import FIXTURES, HERE, use
from tests.unit.sync.repositories import Upstream

if TYPE_CHECKING:
    from tests.support.projects import Project

pytestmark = pytest.mark.slow

QUOTAS = "proposals/60-quotas-by-team"


class Clone:
    """A project of ten committed proposals with a folder each."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.folder = project.folder
        self.git("init", "-q", "-b", "main")
        self.commit("2026-01-02")

    def git(self, *words: str, **extra: str) -> str:
        identity = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org")
        done = subprocess.run(
            ["git", *identity, *words],
            cwd=self.folder,
            capture_output=True,
            check=True,
            env={"PATH": os.environ["PATH"], **extra},
        )
        return done.stdout.decode()

    def commit(self, day: str) -> str:
        when = f"{day}T12:00:00Z"
        self.git("add", "-A")
        self.git("commit", "-qm", "x", GIT_AUTHOR_DATE=when, GIT_COMMITTER_DATE=when)
        return self.git("rev-parse", "HEAD").strip()

    def read(self, path: str) -> str:
        return (self.folder / path).read_text("utf-8")

    def change(self, path: str, old: str, new: str) -> None:
        text = self.read(path)
        assert old in text
        (self.folder / path).write_text(text.replace(old, new), "utf-8")

    def files(self) -> dict[str, bytes]:
        return {
            path.relative_to(self.folder).as_posix(): path.read_bytes()
            for path in sorted(self.folder.rglob("*"))
            if path.is_file() and ".git/" not in path.as_posix()
        }


@pytest.fixture
def clone(project: Project, monkeypatch: pytest.MonkeyPatch) -> Clone:
    use(project, FIXTURES[1], monkeypatch)
    project.options |= {"history": True, "repository": "acme/keps"}
    project.config["repo_url"] = "https://github.com/acme/keps"
    project.load()
    return Clone(project)


def seps(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def test_a_timeline_follows_both_files_and_renamed_folders(clone: Clone) -> None:
    clone.change(f"{QUOTAS}/kep.yaml", "provisional", "implementable")
    approved = clone.commit("2026-02-03")
    clone.git("mv", QUOTAS, "proposals/60-quotas")
    clone.commit("2026-02-04")
    clone.change("proposals/60-quotas/kep.yaml", "implementable", "implemented")
    clone.commit("2026-03-05")
    clone.change("proposals/60-quotas/README.md", "## Drawbacks", "More.\n\n## Drawbacks")
    edited = clone.commit("2026-03-06")
    (clone.folder / "proposals/60-quotas/shot.png").write_bytes(b"x")
    clone.commit("2026-03-07")
    site = clone.project.build()
    page = site.page("p/60-quotas/")
    lines = page.css(".sep-timeline li")
    assert [line.text(separator=" ", strip=True).partition(" main, ")[0] for line in lines] == [
        "2026-01-02 Merged as provisional",
        "2026-02-03 Status changed from provisional to implementable",
        "2026-02-04 File renamed to 60-quotas/README.md",
        "2026-03-05 Status changed from implementable to implemented",
        "2026-03-06 Edited after becoming implemented",
    ]
    assert [one.text() for one in page.css(".sep-since")] == ["implemented since 2026-03-05"]
    urls = [link.attributes["href"] for link in page.css(".sep-timeline li a")]
    assert urls[1] == diff(approved, f"{QUOTAS}/kep.yaml")
    assert urls[4] == diff(edited, "proposals/60-quotas/README.md")
    assert 'href="../60-quotas/"' in site.html("p/60-quotas-by-team/index.html")
    assert "More." in site.page("p/60-quotas/changes/").text()


def diff(commit: str, path: str) -> str:
    """The URL of a file's change in a commit."""
    anchor = hashlib.sha256(path.encode()).hexdigest()
    return f"https://github.com/acme/keps/commit/{commit}#diff-{anchor}"


def findings(done: Result) -> set[tuple[str, int, str]]:
    found = json.loads(done.stdout)["findings"]
    return {(one["path"].removeprefix("proposals/"), one["line"], one["rule"]) for one in found}


def test_changes_since_a_revision_are_compared_in_both_files(clone: Clone) -> None:
    before = findings(seps("check", "--format", "json"))
    assert findings(seps("check", "--format", "json", "--since", "HEAD")) == before
    clone.change("proposals/12-stable-names/kep.yaml", "implemented", "provisional")
    clone.change("proposals/40-drain-slowly/README.md", "## Drawbacks", "More.\n\n## Drawbacks")
    clone.git("mv", "proposals/63-quiet-logs", "proposals/64-quiet-logs")
    clone.change("proposals/64-quiet-logs/README.md", "KEP-63", "KEP-64")
    clone.change("proposals/64-quiet-logs/kep.yaml", "kep-number: 63", "kep-number: 64")
    shutil.rmtree(clone.folder / "proposals/70-clock-checks")
    done = seps("check", "--format", "json", "--since", "HEAD")
    gained = {found for found in findings(done) if found[2] in CHANGES}
    assert gained == {
        ("12-stable-names/kep.yaml", 6, "status-move"),
        ("40-drain-slowly/README.md", 19, "edited-final"),
        ("64-quiet-logs/README.md", 1, "renumbered"),
        ("70-clock-checks/README.md", 0, "deleted"),
    }
    named = seps("check", "--format", "json", "--since", "HEAD", "proposals/12-stable-names")
    assert {found for found in findings(named) if found[2] in CHANGES} == {
        ("12-stable-names/kep.yaml", 6, "status-move")
    }


CHANGES = {"status-move", "unproven-final", "edited-final", "renumbered", "deleted"}


def test_status_changes_by_others_are_reported_in_the_metadata_file(clone: Clone) -> None:
    clone.change(f"{QUOTAS}/kep.yaml", "provisional", "implementable")
    done = seps("moves", "--since", "HEAD", "--actor", "octocat")
    first, summary = done.stdout.splitlines()
    assert first.startswith("proposals/60-quotas-by-team/kep.yaml:6: @octocat")
    assert "who is not the approver, moved KEP-60 from provisional to" in first
    assert summary == "1 status change needs confirmation from the approver or a maintainer."
    assert "sponsor" not in first
    by_approver = seps("moves", "--since", "HEAD", "--actor", "leadone").stdout
    assert by_approver == "All status changes were made by the approver or a maintainer.\n"
    clone.change(f"{QUOTAS}/kep.yaml", "implementable", "provisional")
    shutil.copytree(clone.folder / QUOTAS, clone.folder / "proposals/90-new")
    # A new proposal can start in the first status; it was once reported.
    assert (
        seps("moves", "--since", "HEAD", "--actor", "octocat").stdout
        == "There are no status changes.\n"
    )


DRAFT = "proposals/0000-later-alarms"
PAGE = """# Notes

[a](../proposals/0000-later-alarms/README.md#summary) [b](p/0000-later-alarms/)
[c](https://github.com/acme/keps/blob/main/proposals/0000-later-alarms/alarms.png)
[d](../proposals/0000-later-alarms-too/README.md) `../proposals/0000-later-alarms/`
"""

OWN_LINKS = "[self](../0000-later-alarms/alarms.png) [p](alarms.png)"


@pytest.fixture
def draft(clone: Clone) -> Clone:
    """The clone with an unnumbered proposal, in a process that numbers them by pull request."""
    process = (
        clone.read("process.toml").replace('numbers = "sequence"', 'numbers = "pull-request"')
        + '\n[[fields]]\nname = "pr"\nrole = "pull-request"\n'
    )
    text = clone.read(f"{QUOTAS}/README.md").replace("KEP-60: Quotas by team", "KEP-0000: Alarms")
    fields = (
        clone.read(f"{QUOTAS}/kep.yaml").replace("60", "0000").replace("Quotas by team", "Alarms")
    )
    clone.project.write(
        {
            "process.toml": process,
            f"{DRAFT}/README.md": f"{text}\n{OWN_LINKS}\n",
            f"{DRAFT}/kep.yaml": f"---\n{fields}",
            f"{DRAFT}/alarms.png": b"x",
            "docs/notes.md": PAGE,
        }
    )
    clone.change("proposals/12-stable-names/README.md", "names.png", "../0000-later-alarms/")
    clone.change(
        "proposals/12-stable-names/kep.yaml", "stage:", "link: /proposals/0000-later-alarms\nstage:"
    )
    clone.project.config["nav"] += [{"Alarms": "p/0000-later-alarms/README.md"}]
    clone.project.load()
    clone.commit("2026-01-03")
    return clone


def numbered(draft: Clone) -> None:
    new = "proposals/81-later-alarms"
    assert not (draft.folder / DRAFT).exists()
    assert draft.read(f"{new}/README.md").startswith("# KEP-81: Alarms\n")
    assert "[self](../81-later-alarms/alarms.png) [p](alarms.png)" in draft.read(f"{new}/README.md")
    fields = draft.read(f"{new}/kep.yaml")
    assert fields.startswith("---\ntitle: Alarms\nkep-number: 81\n")
    assert 'pr: "#81"\n' in fields
    assert (draft.folder / new / "alarms.png").read_bytes() == b"x"
    page = PAGE.replace("0000-later-alarms/", "81-later-alarms/").replace(
        "`../proposals/81", "`../proposals/0000"
    )
    assert draft.read("docs/notes.md") == page
    assert "](../81-later-alarms/)" in draft.read("proposals/12-stable-names/README.md")
    assert "link: /proposals/81-later-alarms\n" in draft.read("proposals/12-stable-names/kep.yaml")
    assert "Alarms: p/81-later-alarms/README.md" in draft.read("mkdocs.yml")
    assert not [path for path in draft.files() if "/.new-" in path]


def test_numbering_changes_a_folder_and_the_links_to_it(draft: Clone) -> None:
    before = draft.files()
    shown = seps("number", DRAFT, "81", "--dry-run")
    assert shown.output.startswith(f"rename {DRAFT} => proposals/81-later-alarms\n")
    assert "+kep-number: 81" in shown.output
    assert draft.files() == before
    done = seps("number", f"{DRAFT}/README.md", "81")
    assert done.output == (
        "0000-later-alarms is now proposals/81-later-alarms (renamed with git).\n"
        "Changed proposals/81-later-alarms/README.md.\n"
        "Changed proposals/81-later-alarms/kep.yaml.\n"
        "Changed proposals/12-stable-names/README.md.\n"
        "Changed docs/notes.md.\n"
        "Changed proposals/12-stable-names/kep.yaml.\n"
        "Changed mkdocs.yml.\n"
    )
    numbered(draft)
    status = draft.git("status", "--porcelain").splitlines()
    assert (
        "R  proposals/0000-later-alarms/alarms.png -> proposals/81-later-alarms/alarms.png"
        in status
    )
    again = seps("number", DRAFT, "81")
    assert again.output == "proposals/81-later-alarms already has its number; nothing to do.\n"
    assert seps("number", "60", "82").exit_code == 1
    taken = seps("number", QUOTAS, "12").output
    assert "60-quotas-by-team already has the number 60" in taken


@pytest.mark.parametrize("step", ["contents", "renamed", "renamed without git"])
def test_a_killed_run_on_a_folder_is_finished_by_the_same_command(draft: Clone, step: str) -> None:
    old, new = draft.folder / DRAFT, draft.folder / "proposals/81-later-alarms"
    if step == "contents":
        draft.change(f"{DRAFT}/README.md", "KEP-0000", "KEP-81")
        draft.change("docs/notes.md", "](p/0000-later", "](p/81-later")
    elif step == "renamed":
        draft.git("mv", DRAFT, "proposals/81-later-alarms")
    else:
        old.rename(new)
    done = seps("number", DRAFT, "81")
    assert done.exit_code == 0, done.output
    numbered(draft)
    assert not [line for line in draft.git("status", "--porcelain").splitlines() if line[1] == "D"]


def test_a_folder_keeps_its_name_if_git_fails(
    draft: Clone, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = draft.files()

    def fails(*_: object) -> None:
        raise GitError("git mv failed.")

    monkeypatch.setattr(Repository, "move", fails)
    done = seps("number", DRAFT, "81")
    assert (done.exit_code, done.output) == (1, "Error: git mv failed.\n")
    assert draft.files() == before


def test_the_number_of_another_folder_is_refused(draft: Clone) -> None:
    before = draft.files()
    said = seps("number", DRAFT, "60").output
    assert said.startswith("Error: The number 60 is already used by 60-quotas-by-team.")
    assert draft.files() == before


def test_values_in_the_metadata_file_and_the_title_are_fixed(clone: Clone) -> None:
    clone.change("proposals/72-plain-errors/README.md", "# KEP-72: ", "# ")
    fields = clone.read("proposals/72-plain-errors/kep.yaml")
    assert "status: Implementable\n" in fields
    with_marks = f"---\n{fields}".replace("\n", "\r\n").encode()
    (clone.folder / "proposals/72-plain-errors/kep.yaml").write_bytes(with_marks)
    before = clone.files()
    shown = seps("check", "--diff")
    assert shown.exit_code == 1
    assert "-status: Implementable" in shown.output
    assert clone.files() == before
    assert "`--fix` can fix 2 findings in 2 files." in seps("check").output
    done = seps("check", "--fix")
    assert [line for line in done.stderr.splitlines() if "Fixed" in line] == [
        "Fixed proposals/72-plain-errors/README.md.",
        "Fixed proposals/72-plain-errors/kep.yaml.",
    ]
    after = clone.files()
    changed = {path for path in after if after[path] != before[path]}
    assert changed == {f"proposals/72-plain-errors/{name}" for name in ("README.md", "kep.yaml")}
    assert after["proposals/72-plain-errors/kep.yaml"] == with_marks.replace(b"Impl", b"impl")
    assert clone.read("proposals/72-plain-errors/README.md").startswith(
        "# KEP-72: Errors in plain words\n"
    )


def test_a_command_follows_a_metadata_file_with_document_marks(clone: Clone) -> None:
    fields = clone.read(f"{QUOTAS}/kep.yaml")
    (clone.folder / QUOTAS / "kep.yaml").write_text(f"---\n{fields}...\n", "utf-8")
    assert "provisional -> implementable" in seps("status", "60", "implementable").output
    assert clone.read(f"{QUOTAS}/kep.yaml") == "---\n{}...\n".format(
        fields.replace("provisional", "implementable")
    )


ALARM = """# KEP-0000: Alarms

## Summary

See [the picture](alarms.png) and [names](../12-stable-names/README.md).
"""
FIELDS = """title: Alarms
kep-number: "0000"
authors: ["@ada"]
status: provisional
creation-date: "2026-01-02"
"""


@pytest.fixture
def upstream(tmp_path_factory: pytest.TempPathFactory) -> Upstream:
    """A repository on GitHub with the ten proposals, and pull requests with more."""
    found = Upstream(tmp_path_factory.mktemp("github") / "upstream.git")
    merged = {
        f"proposals/{path.relative_to(HERE / 'kep').as_posix()}": path.read_bytes()
        for path in sorted((HERE / "kep").rglob("*"))
        if path.is_file()
    }
    found.commit("main", merged)
    new = "proposals/0000-alarms"
    found.request(
        90, {f"{new}/README.md": ALARM, f"{new}/kep.yaml": FIELDS, f"{new}/alarms.png": b"x"}
    )
    approved = FIELDS.replace("provisional", "implementable")
    found.request(90, {f"{new}/kep.yaml": approved})
    found.request(
        91, {"proposals/12-stable-names/kep.yaml": FIELDS, "proposals/images/a.png": b"x"}
    )
    link = found.blob("../../../etc/passwd")
    found.request(92, {})
    found.commit(
        "refs/pull/92/head",
        {"proposals/0000-linked/README.md": ALARM, "proposals/0000-linked/kep.yaml": link},
        modes={"proposals/0000-linked/kep.yaml": "120000"},
    )
    return found


def test_the_snapshot_has_proposals_with_folders(clone: Clone, upstream: Upstream) -> None:
    mirror = upstream.folder.with_name("mirror.git")
    where = ("--repository", f"file://{upstream.folder}", "--mirror", str(mirror))
    words = ("sync", "--name", "acme/keps", *where)
    done = seps(*words)
    assert done.exit_code == 0, done.output
    assert "1 proposal in pull requests (1 open), 10 merged" in done.stdout
    assert done.stderr.splitlines() == [
        (
            "pull request 92: 0000-linked: not-a-file: This is a symbolic link, not a file; it is "
            "skipped."
        )
    ]
    taken = clone.read(".seps-snapshot/snapshot.json")
    seps(*words)
    assert clone.read(".seps-snapshot/snapshot.json") == taken
    site = clone.project.build()
    assert site.said("WARNING") == []
    # The number of the pull request differs from that of the tracking issue.
    page = site.page("p/0000-alarms/")
    assert [one.text() for one in page.css("h1")] == ["Alarms"]
    assert "2026-01-05 Status changed from provisional to implementable" in " ".join(
        page.text(separator=" ").split()
    )
    hrefs = {link.attributes.get("href") for link in page.css("a")}
    assert "../12-stable-names/" in hrefs
    head = upstream.tip("refs/pull/90/head")
    assert f"https://github.com/acme/keps/blob/{head}/proposals/0000-alarms/alarms.png" in hrefs


def test_a_repository_that_has_only_proposals_has_a_history(clone: Clone) -> None:
    process = read_process(clone.folder / "process.toml")
    clone.git("init", "-q", "-b", "main", "proposals")
    clone.folder /= "proposals"
    clone.commit("2026-01-02")
    readme = clone.folder / "12-stable-names/README.md"
    readme.unlink()
    readme.symlink_to("../40-drain-slowly/README.md")
    clone.commit("2026-01-03")
    readme.unlink()
    readme.write_text("# KEP-12: Names\n", "utf-8")
    clone.change("40-drain-slowly/kep.yaml", "implemented", "replaced")
    clone.commit("2026-01-04")
    found = folder_history(clone.folder, process).timelines
    kinds = {name: [event.kind for event in found[name].events] for name in found}
    assert len(kinds) == 10
    assert kinds["12-stable-names.md"] == ["landed", "removed", "landed"]
    assert kinds["40-drain-slowly.md"] == ["landed", "status"]
    assert kinds["41-drain-in-groups.md"] == ["landed"]
