"""Pull requests of a site with three processes, whose numbers come from sequences."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import pytest

from tests.processes.test_processes import HERE
from tests.processes.test_two import use_processes
from tests.support.commands import run_seps
from tests.unit.sync.repositories import Upstream
from tests.unit.workflow.standin import TOKEN, GitHubStandIn, Pull, serving

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.projects import Project

pytestmark = pytest.mark.slow

FOLDERS = {"peps": "pep", "decisions": "adr", "keps": "kep"}


def renumbered(path: str, old: str, new: str, title: tuple[str, str]) -> str:
    text = (HERE / path).read_text("utf-8")
    return text.replace(old, new).replace(*title)


@pytest.fixture
def upstream(tmp_path: Path) -> Upstream:
    """The repository on GitHub; pull requests 3 and 7 have the numbers of merged proposals."""
    found = Upstream(tmp_path / "upstream.git")
    merged = {
        f"{folder}/{path.relative_to(HERE / name).as_posix()}": path.read_bytes()
        for folder, name in FOLDERS.items()
        for path in sorted((HERE / name).rglob("*"))
        if path.is_file()
    }
    found.commit("main", merged)
    pier = renumbered(
        "adr/0010-archive-announcements.md", "# 10.", "# 11.", ("Archive announcements", "A pier")
    )
    found.request(3, {"decisions/0011-a-pier.md": pier})
    found.request(30, {"decisions/0011-a-pier.md": f"{pier}\nAnother one.\n"})
    clocks = renumbered("pep/pep-0210.md", "210", "242", ("Timers", "Clocks"))
    found.request(7, {"peps/pep-0242.md": clocks})
    quotas = ("Quotas by team", "Quotas by day")
    for number, folder, request in (("90", "90-quotas", 40), ('"0000"', "0000-limits", 41)):
        names = {"README.md": number.strip('"'), "kep.yaml": number}
        files = {
            f"keps/{folder}/{name}": renumbered(f"kep/60-quotas-by-team/{name}", "60", new, quotas)
            for name, new in names.items()
        }
        found.request(request, files)
    return found


@pytest.fixture
def three(project: Project) -> Project:
    use_processes(project, FOLDERS)
    for entry in project.config["plugins"][1:]:
        entry["seps"]["snapshot"] = f".snapshot-{entry['seps']['path']}"
    for name in FOLDERS.values():
        file = project.folder / f"{name}.toml"
        lines = file.read_text("utf-8").split("\n")
        kept = [line for line in lines if not line.startswith("repository = ")]
        file.write_text("\n".join(kept), "utf-8")
    project.config["repo_url"] = "https://github.com/acme/all"
    project.load()
    return project


def synced(three: Project, upstream: Upstream, folder: str) -> dict[str, Any]:
    """Sync the process with this folder, add metadata as if from GitHub; return the snapshot."""
    mirror = upstream.folder.with_name("mirror.git")
    where = ("--repository", f"file://{upstream.folder}", "--mirror", str(mirror))
    done = run_seps("sync", "--name", "acme/all", *where, cwd=three.folder / folder)
    assert done.returncode == 0, done.stderr
    file = three.folder / f".snapshot-{folder}" / "snapshot.json"
    taken: dict[str, Any] = json.loads(file.read_text("utf-8"))
    for request in taken["requests"]:
        request |= {"source": "github", "labels": ["accepted"], "author": "ada", "assignees": []}
    file.write_text(json.dumps(taken | {"metadata": "github"}), "utf-8")
    return taken


def test_sequential_numbers_are_not_those_of_pull_requests(
    three: Project, upstream: Upstream
) -> None:
    """Each once had the note `foreign-number`; merged ones had the pull request of their number."""
    decisions = synced(three, upstream, "decisions")
    assert [(one["request"], one["number"]) for one in decisions["proposals"]] == [(3, 11)]
    assert [(one["request"], one["rule"]) for one in decisions["notes"]] == [(30, "same-address")]
    assert {(one["head"], len(one["events"])) for one in decisions["landed"]} == {("", 1)}
    peps = synced(three, upstream, "peps")
    assert [(one["request"], one["number"]) for one in peps["proposals"]] == [(7, 242)]
    keps = synced(three, upstream, "keps")
    assert [(one["request"], one["number"]) for one in keps["proposals"]] == [(41, 0), (40, 90)]
    assert (peps["notes"], keps["notes"]) == ([], [])
    site = three.build()
    assert site.said("WARNING") == []
    pages = ("peps/pep-0242/", "decisions/0011-a-pier/", "keps/90-quotas/", "keps/0000-limits/")
    titles = [site.page(page).css("h1")[0].text() for page in pages]
    assert titles == [
        "PEP 242: Clocks",
        "ADR-0011: A pier for a year",
        "KEP-90: Quotas by day",
        "Quotas by day",
    ]
    listed = site.html("llms.txt")
    assert listed.count(" in pull requests, which anybody can open") == 3
    assert "#7" not in site.page("peps/pep-0007/").text()


def test_commands_on_pull_requests_use_the_process_of_their_directory(
    three: Project, upstream: Upstream
) -> None:
    for folder in FOLDERS:
        synced(three, upstream, folder)
    labels = {
        folder: run_seps("labels", cwd=three.folder / folder).stdout.splitlines()
        for folder in FOLDERS
    }
    assert labels["peps"] == ["1 pull request, 1 correct."]
    assert labels["decisions"][1].endswith("disagrees  +proposed -accepted")
    # `accepted` is not a label of this process.
    assert [line.split()[-1] for line in labels["keps"][1:3]] == ["+provisional"] * 2
    due = run_seps("lifecycle", "--now", "2026-08-01", cwd=three.folder / "decisions").stdout
    # It once said that the decision becomes Accepted with its reference implementation.
    assert "@ada: There has been no activity on this proposal since" in due
    due = run_seps("lifecycle", "--now", "2026-08-01", cwd=three.folder / "peps").stdout
    assert "This proposal is Accepted and becomes Final with its reference implem" in due
    for folder in FOLDERS:
        shown = run_seps("lifecycle", "--help", cwd=three.folder / folder).stdout
        assert "Draft are reminded" not in shown or folder == "peps"
    done = run_seps("status", "242", "Final", cwd=three.folder / "peps")
    assert "`gh pr checkout 7`" in done.stderr


def test_two_processes_with_one_snapshot_are_refused(three: Project, upstream: Upstream) -> None:
    """The second once read the pull requests of the first as its own."""
    synced(three, upstream, "peps")
    for entry in three.config["plugins"][1:]:
        entry["seps"]["snapshot"] = ".snapshot-peps"
    with pytest.raises(BaseException):  # noqa: B017, PT011 - what MkDocs raises
        three.build()
    assert (
        "seps: snapshot: two entries of the plugin read '.snapshot-peps'. Set the option "
        "`snapshot` of each to another directory."
    ) in three.caplog.text


def test_labels_and_reminders_are_applied_in_the_words_of_each_process(
    three: Project, upstream: Upstream
) -> None:
    applied, comments = {}, {}
    for folder in FOLDERS:
        taken = synced(three, upstream, folder)
        pulls = {
            one["number"]: Pull(one["head"], labels=["rejected"], assignees=["kim"])
            for one in taken["requests"]
        }
        with serving(GitHubStandIn(pulls, repository="acme/all")) as github:
            more = {**os.environ, "GITHUB_TOKEN": TOKEN, "GITHUB_API_URL": github.address}
            words = ("labels", "--apply"), ("lifecycle", "--apply", "--now", "2027-03-01")
            done = [run_seps(*word, cwd=three.folder / folder, env=more) for word in words]
        assert [one.returncode for one in done] == [0, 0]
        applied[folder] = [one.stderr for one in done]
        comments[folder] = [one.partition("\n")[0] for pull in pulls.values() for one in pull.said]
        assert github.wrong == []
    assert applied == {
        "peps": ["#7: commented, added accepted, removed rejected.\n", "#7: commented.\n"],
        "decisions": ["#3: commented, added proposed, removed rejected.\n", "#3: commented.\n"],
        "keps": [
            "".join(f"#{n}: commented, added provisional, removed rejected.\n" for n in (40, 41)),
            "#40: commented.\n#41: commented.\n",
        ],
    }
    # They once named PEP 7, ADR-0003, KEP-40, and KEP-41, after the numbers of the pull requests.
    said = [text.partition(" (")[0] for found in comments.values() for text in found]
    assert [text for text in said if text.startswith("**")] == [
        "**PEP 242 is now Accepted**",
        "**ADR-0011 is now Proposed**",
        "**KEP-90 is now provisional**",
        "**This KEP is now provisional**",
    ]
