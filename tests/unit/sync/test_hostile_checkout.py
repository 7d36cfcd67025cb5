"""Whatever a checkout brings along, nothing of it is run."""

import os
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from mkdocs_seps.cache.location import CacheError, cache_folder
from mkdocs_seps.cli import main
from mkdocs_seps.git.runner import GitError, Repository

from .repositories import Upstream, text


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current directory: a repository with one proposal in it."""
    folder = tmp_path / "checkout"
    (folder / "seps").mkdir(parents=True)
    (folder / "seps/31-x.md").write_text(text(31), encoding="utf-8")
    git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message", "Add a proposal")
    monkeypatch.chdir(folder)
    monkeypatch.delenv("GITHUB_TOKEN", raising=False)
    return folder


def git(folder: Path, *words: str) -> None:
    identity = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org")
    subprocess.run(["git", *identity, *words], cwd=folder, check=True)


def touch(file: Path) -> str:
    return f"touch {file}; false"


def seps(*words: str) -> str:
    done = CliRunner().invoke(main, [*words])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.output


def bare(folder: Path, hacked: Path) -> None:
    """Files that git takes for a bare repository, with a configuration that runs commands."""
    for part in ("objects", "refs/heads"):
        (folder / part).mkdir(parents=True)
        (folder / part / ".keep").write_text("", encoding="utf-8")
    (folder / "HEAD").write_text("ref: refs/heads/main\n", encoding="utf-8")
    git(folder, "config", "--file", "config", "core.bare", "true")
    for key in ("core.sshCommand", "core.fsmonitor", "core.alternateRefsCommand", "core.gitProxy"):
        git(folder, "config", "--file", "config", key, touch(hacked))


def test_sync_runs_nothing_of_a_cache_that_the_checkout_brings(
    checkout: Path, upstream: Upstream, tmp_path: Path
) -> None:
    upstream.request(31, {"seps/31-x.md": text(31)})
    hacked = tmp_path / "hacked"
    bare(checkout / ".cache", hacked)
    mirror = checkout / ".cache/seps-mirror.git"
    bare(mirror, hacked)
    instead = "url.ssh://evil.example/.insteadOf"
    git(mirror, "config", "--file", "config", instead, f"file://{upstream.folder}")
    git(checkout, "add", "--force", ".cache")
    output = seps("sync", "--repository", f"file://{upstream.folder}", "--name", "a/b")
    assert "1 proposal in pull requests" in output
    assert not hacked.exists()


def test_sync_refuses_a_mirror_inside_a_checkout(checkout: Path, upstream: Upstream) -> None:
    bare(checkout / ".cache/seps-mirror.git", checkout / "hacked")
    words = (
        "--repository",
        f"file://{upstream.folder}",
        "--mirror",
        ".cache/seps-mirror.git",
        "--name",
        "a/b",
    )
    assert seps("sync", *words) == (
        f"Error: .cache/seps-mirror.git is inside the checkout {checkout}, whose content "
        "is not trusted. Choose a directory outside the checkout.\n"
    )
    assert not (checkout / "hacked").exists()


@pytest.mark.parametrize(
    "words",
    [
        ("check", "--since", "HEAD"),
        ("moves", "--since", "HEAD", "--actor", "ada"),
        ("list",),
        ("number", "seps/31-x.md", "32"),
    ],
    ids=lambda words: words[0],
)
def test_no_command_runs_what_a_git_folder_names(
    checkout: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    hacked = tmp_path / "hacked"
    for key in (
        "core.fsmonitor",
        "core.sshCommand",
        "core.pager",
        "core.editor",
        "diff.external",
        "diff.evil.textconv",
        "diff.evil.command",
        "filter.evil.clean",
        "filter.evil.smudge",
        "filter.evil.process",
        "gpg.program",
        "credential.helper",
    ):
        git(checkout, "config", key, touch(hacked))
    git(checkout, "config", "log.showSignature", "true")
    hooks = checkout / ".git/hooks"
    for name in ("post-index-change", "pre-commit", "reference-transaction"):
        (hooks / name).write_text(f"#!/bin/sh\n{touch(hacked)}\n", encoding="utf-8")
        (hooks / name).chmod(0o755)
    (checkout / ".gitattributes").write_text("* filter=evil diff=evil\n", encoding="utf-8")
    os.utime(checkout / "seps/31-x.md", (0, 0))
    hacked.unlink(missing_ok=True)
    seps(*words)
    assert not hacked.exists()


def test_a_folder_that_looks_like_a_bare_repository_is_not_read(tmp_path: Path) -> None:
    bare(tmp_path / "seps", tmp_path / "hacked")
    with pytest.raises(GitError, match="bare repository"):
        Repository(tmp_path / "seps").read("log", "-1")
    assert not (tmp_path / "hacked").exists()


def test_each_project_has_a_cache_outside_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = (cache_folder(tmp_path / name) for name in ("a", "b"))
    assert first != second
    assert first.parent == second.parent == Path(os.environ["XDG_CACHE_HOME"]) / "mkdocs-seps"
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    relative = cache_folder(tmp_path, {"XDG_CACHE_HOME": "cache"})
    assert relative.is_relative_to(tmp_path / "home/.cache/mkdocs-seps")


def test_without_a_home_directory_there_is_a_message(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_home() -> Path:
        raise RuntimeError

    monkeypatch.setattr(Path, "home", no_home)
    with pytest.raises(CacheError, match="Set XDG_CACHE_HOME to an absolute path"):
        cache_folder(Path(), {})
