"""Timelines of the files on main."""

import os
import subprocess
from datetime import date
from pathlib import Path

import pytest

from mkdocs_seps.git.history import History, branch_history, first_commits, folder_history
from mkdocs_seps.git.runner import GitError, Repository, is_remote
from mkdocs_seps.model.proposal import Source
from mkdocs_seps.model.timeline import Timeline, add_months
from mkdocs_seps.parsing.proposal import parse
from tests.support.projects import SEP
from tests.unit.sync.repositories import Upstream, text


def history(upstream: Upstream) -> History:
    return branch_history(Repository(upstream.folder, bare=True), "main", "seps", SEP, "owner/name")


def told(timeline: Timeline) -> list[tuple[str, str]]:
    return [(event.kind, event.status) for event in timeline.events]


def clone(upstream: Upstream, target: Path, *options: str) -> Path:
    subprocess.run(
        ["git", "clone", "--quiet", *options, f"file://{upstream.folder}", str(target)], check=True
    )
    return target / "seps"


def test_every_status_change_has_its_commit_and_day(upstream: Upstream) -> None:
    draft = upstream.commit("main", {"seps/12-x.md": text(12, "Draft")})
    upstream.commit("main", {"other.txt": "x"})
    final = upstream.commit("main", {"seps/12-x.md": text(12, "Final")})
    edited = upstream.commit("main", {"seps/12-x.md": text(12, "Final", body="More.")})
    found = history(upstream).timelines["12-x.md"]
    assert [(e.kind, e.status, e.commit, e.date) for e in found.events] == [
        ("landed", "Draft", draft, date(2026, 1, 3)),
        ("status", "Final", final, date(2026, 1, 5)),
        ("edited", "Final", edited, date(2026, 1, 6)),
    ]
    assert (
        found.edits[0]
        .url("owner/name", SEP.naming)
        .startswith(f"https://github.com/owner/name/commit/{edited}#diff-")
    )


def test_a_file_without_a_number_is_as_old_as_its_first_commit(
    upstream: Upstream, tmp_path: Path
) -> None:
    upstream.commit("main", {"seps/0000-x.md": text(12, "Draft")})
    upstream.commit("main", {"seps/0000-x.md": text(12, "Draft", body="More.")})
    folder = clone(upstream, tmp_path / "clone")
    seps = [
        parse(Source(f"seps/{name}", name, "# SEP-0000: X\n"), SEP)
        for name in ("0000-x.md", "0000-new.md", "12-y.md")
    ]
    assert first_commits(folder, seps) == {"seps/0000-x.md": date(2026, 1, 3)}
    shallow = clone(upstream, tmp_path / "shallow", "--depth", "1")
    assert first_commits(shallow, seps) == first_commits(tmp_path, seps) == {}


def test_a_merge_counts_when_it_reaches_main(upstream: Upstream) -> None:
    base = upstream.tip("main")
    side = upstream.commit("side", {"seps/12-x.md": text(12, "Draft")}, parents=(base,))
    side = upstream.commit("side", {"seps/12-x.md": text(12, "Final")})
    merge = upstream.commit(
        "main", {"seps/12-x.md": text(12, "Final")}, parents=(base, side), days=10
    )
    events = history(upstream).timelines["12-x.md"].events
    assert [(e.kind, e.commit) for e in events] == [("landed", merge)]


def test_a_rename_keeps_the_life_and_the_old_name(upstream: Upstream) -> None:
    upstream.commit("main", {"seps/0000-extensions.md": text(0)})
    upstream.commit("main", {"seps/0000-extensions.md": None, "seps/12-extensions.md": text(12)})
    upstream.commit(
        "main", {"seps/12-extensions.md": None, "seps/12-plugins.md": text(12, "Final", body="New")}
    )
    found = history(upstream).timelines
    assert list(found) == ["12-plugins.md"]
    assert found["12-plugins.md"].former == ("0000-extensions.md", "12-extensions.md")
    assert told(found["12-plugins.md"]) == [
        ("landed", "Draft"),
        ("renamed", "Draft"),
        ("renamed", "Final"),
        ("status", "Final"),
    ]


def test_one_template_does_not_make_two_proposals_one(upstream: Upstream) -> None:
    upstream.commit("main", {"seps/12-x.md": text(12, "Final")})
    upstream.commit("main", {"seps/12-x.md": None, "seps/13-y.md": text(13, "Final")})
    found = history(upstream).timelines
    assert list(found) == ["13-y.md"]
    assert found["13-y.md"].former == ()


def test_a_number_that_comes_back_goes_on_with_its_life(upstream: Upstream) -> None:
    upstream.commit("main", {"seps/12-x.md": text(12)})
    upstream.commit("main", {"seps/12-x.md": None})
    upstream.commit("main", {"seps/12-x.md": text(12, "Final")})
    kinds = [event.kind for event in history(upstream).timelines["12-x.md"].events]
    assert kinds == ["landed", "removed", "landed"]


def test_a_sponsor_found_is_told(upstream: Upstream) -> None:
    upstream.commit("main", {"seps/12-x.md": text(12, sponsor="None")})
    upstream.commit("main", {"seps/12-x.md": text(12)})
    found = history(upstream).timelines["12-x.md"]
    assert [(e.kind, e.awaits) for e in found.events] == [("landed", True), ("sponsor", False)]
    assert found.since == date(2026, 1, 4)


def test_a_shallow_clone_says_so(upstream: Upstream, tmp_path: Path) -> None:
    upstream.commit("main", {"seps/12-x.md": text(12)})
    upstream.commit("main", {"seps/12-x.md": text(12, "Final")})
    found = folder_history(clone(upstream, tmp_path / "c", "--depth=1"), SEP)
    assert not found.timelines
    assert "fetch-depth: 0" in found.unavailable


def test_a_work_tree_in_a_subfolder_is_read(upstream: Upstream, tmp_path: Path) -> None:
    upstream.commit("main", {"seps/12-x.md": text(12)})
    found = folder_history(clone(upstream, tmp_path / "c"), SEP)
    assert told(found.timelines["12-x.md"]) == [("landed", "Draft")]
    assert folder_history(tmp_path / "c" / "seps", SEP, "", found) is found


def test_an_unpacked_archive_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    assert "not in a git repository" in folder_history(tmp_path, SEP).unavailable


def test_without_git_it_says_so(
    upstream: Upstream, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = clone(upstream, tmp_path / "c").parent
    monkeypatch.setenv("PATH", str(tmp_path))
    assert folder_history(folder, SEP).unavailable == "git is not installed"


def test_nothing_of_a_hostile_repository_runs(upstream: Upstream, tmp_path: Path) -> None:
    upstream.commit("main", {"seps/12-x.md": text(12)})
    folder = clone(upstream, tmp_path / "c").parent
    proof = tmp_path / "proof"
    script = tmp_path / "evil.sh"
    script.write_text(f"#!/bin/sh\ntouch {proof}\nexit 1\n", encoding="utf-8")
    script.chmod(0o755)
    for name in (
        "core.fsmonitor",
        "core.pager",
        "core.sshCommand",
        "diff.external",
        "gpg.program",
        "remote.origin.uploadpack",
        "core.askPass",
        "credential.helper",
        "core.alternateRefsCommand",
    ):
        subprocess.run(["git", "-C", str(folder), "config", name, str(script)], check=True)
    for name, value in (
        ("log.showSignature", "true"),
        ("remote.origin.promisor", "true"),
        ("extensions.partialClone", "origin"),
        ("core.repositoryFormatVersion", "1"),
    ):
        subprocess.run(["git", "-C", str(folder), "config", name, value], check=True)
    (folder / ".gitattributes").write_text("*.md diff=evil filter=evil\n", encoding="utf-8")
    for hook in ("post-checkout", "reference-transaction", "pre-auto-gc"):
        (folder / ".git" / "hooks" / hook).write_bytes(script.read_bytes())
        (folder / ".git" / "hooks" / hook).chmod(0o755)
    assert told(folder_history(folder / "seps", SEP).timelines["12-x.md"]) == [("landed", "Draft")]
    with pytest.raises(GitError):
        Repository(folder).read("cat-file", "blob", "1" * 40)
    assert not proof.exists()


def test_the_callers_variables_do_not_lead_git_astray(
    upstream: Upstream, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    upstream.commit("main", {"seps/12-x.md": text(12)})
    folder = clone(upstream, tmp_path / "c")
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY"):
        monkeypatch.setenv(name, os.devnull)
    assert folder_history(folder, SEP).timelines


@pytest.mark.parametrize(
    ("place", "good"),
    [
        ("https://github.com/o/n.git", True),
        ("git@github.com:o/n.git", True),
        ("ssh://git@host/o/n", True),
        ("ext::sh -c touch% /tmp/x", False),
        ("--upload-pack=touch /tmp/x", False),
        ("http://example.org/o/n", False),
        ("-x@host:y", False),
        ("https://example.org/\nevil", False),
        ("some/folder", False),
    ],
)
def test_only_known_transports_are_fetched_from(place: str, good: bool) -> None:  # noqa: FBT001
    assert is_remote(place) is good


@pytest.mark.parametrize(
    ("day", "then"),
    [
        (date(2026, 2, 8), date(2026, 8, 8)),
        (date(2026, 8, 31), date(2027, 2, 28)),
        (date(2027, 8, 31), date(2028, 2, 29)),
        (date(2026, 7, 1), date(2027, 1, 1)),
        (date(2026, 6, 30), date(2026, 12, 30)),
    ],
)
def test_six_months_are_calendar_months(day: date, then: date) -> None:
    assert add_months(day, 6) == then
