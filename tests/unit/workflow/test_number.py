"""`seps number`: all or nothing, on a dirty tree, killed half-way, and what it refuses."""

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from select import select

import pytest

from mkdocs_seps.config.settings import Settings
from mkdocs_seps.files import atomic as files
from mkdocs_seps.model.catalog import Catalog
from mkdocs_seps.parsing.proposal import parse
from mkdocs_seps.project.directory import read_directory
from mkdocs_seps.workflow import number as numbering
from mkdocs_seps.workflow.number import Around, Numbering, plan_numbering
from tests.support.projects import SEP
from tests.unit.sync.repositories import Upstream, text
from tests.unit.workflow.scratch import Scratch, proposal

pytestmark = pytest.mark.slow

DRAFT = (
    proposal(0, title="Batch calls").replace("SEP-0:", "SEP-0000:").replace("PR**: #0", "PR**: TBD")
)
OTHER = proposal(
    1300,
    title="Streams",
    more=(
        "\nSee [batches](./0000-batch.md#abstract), [again](0000-batch.md),\n"
        "[third][ref], `0000-batch.md`.\n\n"
        "[ref]: 0000-batch.md\n\n```\n[x](0000-batch.md)\n```\n"
    ),
)
DOC = "# Doc\r\n\r\n[Its](../seps/0000-batch.md) [page](community/seps/0000-batch.md).\r\n"


@pytest.fixture
def started(scratch: Scratch) -> Scratch:
    scratch.write("seps/0000-batch.md", DRAFT)
    scratch.write("seps/1300-streams.md", OTHER)
    scratch.write("docs/doc.md", DOC)
    return scratch


def finished(scratch: Scratch) -> None:
    assert not (scratch.root / "seps/0000-batch.md").exists()
    assert scratch.read("seps/1850-batch.md") == DRAFT.replace("0000", "1850").replace(
        "PR**: TBD", "PR**: #1850"
    )
    assert scratch.read("seps/1300-streams.md") == (
        OTHER.replace("./0000-batch", "./1850-batch")
        .replace("[again](0000", "[again](1850")
        .replace("[ref]: 0000", "[ref]: 1850")
    )
    assert scratch.read("docs/doc.md") == DOC.replace("0000", "1850")
    assert not list(scratch.root.rglob(".new-*"))


def test_name_title_field_and_links(started: Scratch) -> None:
    started.versioned()
    assert started.does("number", "seps/0000-batch.md", "1850") == (
        "0000-batch.md is now seps/1850-batch.md (renamed with git).\n"
        "Changed seps/1850-batch.md.\nChanged seps/1300-streams.md.\nChanged docs/doc.md.\n"
    )
    finished(started)
    assert started.git("status", "--porcelain").splitlines() == [
        " M docs/doc.md",
        " M seps/1300-streams.md",
        "RM seps/0000-batch.md -> seps/1850-batch.md",
    ]


def test_a_dirty_tree_keeps_what_was_staged_and_what_was_not(started: Scratch) -> None:
    started.versioned()
    started.write("docs/staged.md", "Staged.\n")
    started.git("add", "docs/staged.md")
    started.write("docs/loose.md", "Loose.\n")
    started.does("number", "0000-batch.md", "1850")
    finished(started)
    status = started.git("status", "--porcelain").splitlines()
    assert "A  docs/staged.md" in status
    assert "?? docs/loose.md" in status


def test_without_git_or_untracked_it_renames_all_the_same(started: Scratch) -> None:
    said = started.does("number", "0000-batch", "1850", PATH=os.devnull)
    assert "the file is not tracked by git yet" in said
    finished(started)


@pytest.mark.parametrize("pull", ["https://github.com/owner/name/pull/1850", "#1850", "1850"])
def test_a_pull_request_that_is_given_stays_as_it_is_written(started: Scratch, pull: str) -> None:
    text = DRAFT.replace("PR**: TBD", f"PR**: {pull}")
    started.write("seps/0000-batch.md", text)
    started.does("number", "0000-batch.md", "1850")
    assert started.read("seps/1850-batch.md") == text.replace("0000", "1850")


def test_a_dry_run_shows_the_difference_and_changes_nothing(started: Scratch) -> None:
    before = started.files()
    said = started.does("number", "0000-batch.md", "1850", "--dry-run")
    assert started.files() == before
    lines = said.splitlines()
    assert lines[0] == "rename seps/0000-batch.md => seps/1850-batch.md"
    assert [line for line in lines if line.startswith(("+", "-"))][:6] == [
        "--- a/seps/0000-batch.md",
        "+++ b/seps/1850-batch.md",
        "-# SEP-0000: Batch calls",
        "+# SEP-1850: Batch calls",
        "-- **PR**: TBD",
        "+- **PR**: #1850",
    ]


def test_a_placeholder_url_is_completed(started: Scratch) -> None:
    started.change("seps/0000-batch.md", "TBD", "https://github.com/o/n/pull/{NUMBER}")
    started.does("number", "0000-batch.md", "1850")
    assert "PR**: https://github.com/o/n/pull/1850\n" in started.read("seps/1850-batch.md")


def test_without_the_field_it_is_added_below_the_sponsor(started: Scratch) -> None:
    started.change("seps/0000-batch.md", "- **PR**: TBD\n", "")
    started.does("number", "0000-batch.md", "1850")
    assert "- **Sponsor**: Kim Stone (@kimstone)\n- **PR**: #1850\n" in started.read(
        "seps/1850-batch.md"
    )


FRONT = """\
---
Title: Batch calls
Status: Draft
Sponsor: None
{}---
{}
## Abstract

Text.
"""


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (("PR: TBD\n", ""), ('PR: "#1850"\n', "")),
        (("pr: 'TBD'  # later\n", ""), ('pr: "#1850"  # later\n', "")),
        (("PR:\n", ""), ('PR: "#1850"\n', "")),
        (("", ""), ('PR: "#1850"\n', "")),
        (
            ("PR: https://github.com/o/n/pull/XXXX\n", ""),
            ("PR: https://github.com/o/n/pull/1850\n", ""),
        ),
        (
            ("SEP: 0000\nPR: TBD\n", "\n# SEP-0000: Batch calls\n"),
            ('SEP: 1850\nPR: "#1850"\n', "\n# SEP-1850: Batch calls\n"),
        ),
    ],
)
def test_front_matter(started: Scratch, before: tuple[str, str], after: tuple[str, str]) -> None:
    started.write("seps/0000-batch.md", FRONT.format(*before))
    started.does("number", "0000-batch.md", "1850")
    assert started.read("seps/1850-batch.md") == FRONT.format(*after)
    assert json.loads(started.does("show", "1850", "--format", "json"))["title"] == "Batch calls"


def test_front_matter_with_another_number(started: Scratch) -> None:
    started.write("seps/0000-batch.md", FRONT.format("SEP: 1849\n", ""))
    assert started.refuses("number", "0000-batch.md", "1850") == (
        "seps/0000-batch.md:5: SEP says 1849, not 1850. Correct one of them first."
    )


@pytest.mark.parametrize(
    ("number", "old", "new", "message"),
    [
        (
            "1300",
            "",
            "",
            (
                "The number 1300 is already used by 1300-streams.md. A SEP has the number of its "
                "pull request (SEP-1850, section 1). Check the number of the pull request."
            ),
        ),
        (
            "1850",
            "SEP-0000",
            "SEP-1849",
            (
                "seps/0000-batch.md:1: The title says SEP-1849, not SEP-1850. "
                "Correct one of them first."
            ),
        ),
        (
            "1850",
            "TBD",
            "#1849",
            "seps/0000-batch.md: PR names #1849, not #1850. Correct one of them first.",
        ),
        (
            "1850",
            "# SEP-0000: Batch calls\n",
            "",
            (
                "seps/0000-batch.md:1: The title is missing. Start the file with `# SEP-1850: "
                "Title`."
            ),
        ),
    ],
)
def test_what_it_refuses(started: Scratch, number: str, old: str, new: str, message: str) -> None:
    if old:
        started.change("seps/0000-batch.md", old, new)
    assert started.refuses("number", "0000-batch.md", number) == message


def test_a_title_that_is_underlined(started: Scratch) -> None:
    started.write(
        "seps/0000-batch.md", DRAFT.replace("# SEP-0000: Batch calls\n", "Batch calls\n===\n")
    )
    started.does("number", "0000-batch.md", "1850")
    assert started.read("seps/1850-batch.md") == DRAFT.replace(
        "# SEP-0000: Batch calls\n", "# SEP-1850: Batch calls\n\n"
    ).replace("PR**: TBD", "PR**: #1850")


def test_a_title_over_two_lines_is_left_to_its_author(started: Scratch) -> None:
    started.change("seps/0000-batch.md", "# SEP-0000: Batch calls\n", "Batch\ncalls\n===\n")
    assert started.refuses("number", "0000-batch.md", "1850") == (
        "seps/0000-batch.md:1: Write the title as `# SEP-1850: Title`."
    )


def test_a_title_in_a_quote_at_the_end_of_the_file_is_left_to_its_author(started: Scratch) -> None:
    started.write("seps/0000-batch.md", "> # SEP-0000: Batch calls")
    assert started.refuses("number", "0000-batch.md", "1850") == (
        "seps/0000-batch.md:1: Write the title as `# SEP-1850: Title`."
    )


def test_a_number_stays(started: Scratch) -> None:
    assert started.refuses("number", "1300-streams.md", "1850") == (
        "1300-streams.md already has the number 1300, and numbers do not change, because "
        "links use them."
    )


@pytest.mark.parametrize("title", ["SEP-1300: Other streams", "Other streams"])
def test_one_of_two_files_with_a_number_gets_another(started: Scratch, title: str) -> None:
    text = proposal(1300, title="Other streams").replace("SEP-1300: Other streams", title)
    started.write("seps/1300-other-streams.md", text)
    started.write(
        "docs/doc.md", "[a](../seps/1300-streams.md) [b](../seps/1300-other-streams.md)\n"
    )
    said = started.does("number", "1300-other-streams.md", "1850", "--dry-run")
    assert said.startswith(
        "rename seps/1300-other-streams.md => seps/1850-other-streams.md\n"
        "Its old number is also used by seps/1300-streams.md.\n"
    )
    started.versioned()
    assert started.does("number", "1300-other-streams.md", "1850") == (
        "1300-other-streams.md is now seps/1850-other-streams.md (renamed with git).\n"
        "Its old number is also used by seps/1300-streams.md.\n"
        "Changed seps/1850-other-streams.md.\nChanged docs/doc.md.\n"
    )
    assert started.read("seps/1850-other-streams.md") == proposal(1850, title="Other streams")
    assert started.read("seps/1300-streams.md") == OTHER
    assert started.read("docs/doc.md") == (
        "[a](../seps/1300-streams.md) [b](../seps/1850-other-streams.md)\n"
    )
    # If the first run is killed after the renaming, the second one finds nothing left to do.
    assert started.does("number", "1300-other-streams.md", "1850") == (
        "seps/1850-other-streams.md already has its number; nothing to do.\n"
    )
    assert started.refuses("number", "1300-streams.md", "1850").startswith(
        "1300-streams.md already has the number 1300, "
    )


def test_a_file_that_is_not_there(started: Scratch) -> None:
    assert started.refuses("number", "0000-nothing.md", "1850") == (
        "There is no proposal '0000-nothing.md' in seps. Run `seps list` to list all proposals."
    )


def test_a_number_that_a_pull_request_has_is_taken(started: Scratch, tmp_path: Path) -> None:
    upstream = Upstream(tmp_path / "upstream.git")
    upstream.request(1850, {"seps/1850-other.md": text(1850)})
    upstream.request(1851, {"seps/0000-batch.md": text(0)})
    started.does(
        "sync", "--repository", str(upstream.folder), "--name", "owner/name", GITHUB_TOKEN=""
    )
    assert started.refuses("number", "0000-batch.md", "1850") == (
        "The number 1850 is already used by 1850-other.md in pull request #1850. A SEP "
        "has the number of its pull request (SEP-1850, section 1). Check the number of "
        "the pull request. If it is the same proposal under an earlier name, run "
        "`seps sync` again."
    )
    assert "1851-batch.md" in started.does("number", "0000-batch.md", "1851")


def test_links_in_the_configuration_change_with_it(started: Scratch) -> None:
    started.change("mkdocs.yml", "index.md}]", "index.md}, community/seps/0000-batch.md]")
    said = started.does("number", "0000-batch.md", "1850")
    assert said.endswith("Changed docs/doc.md.\nChanged mkdocs.yml.\n")
    assert "index.md}, community/seps/1850-batch.md]\n" in started.read("mkdocs.yml")
    finished(started)


def test_links_in_any_markdown_that_git_tracks_change_with_it(started: Scratch) -> None:
    started.write(
        "README.md", "[a](seps/0000-batch.md) [b](/seps/0000-batch.md#c) [c](0000-batch.md)"
    )
    started.write(".github/PULL_REQUEST_TEMPLATE.md", "[a](../seps/0000-batch.md)")
    started.versioned().write("mine.md", "[a](seps/0000-batch.md)")
    (started.root / "link.md").symlink_to("README.md")
    started.git("add", "link.md")
    started.does("number", "0000-batch.md", "1850")
    assert started.read("README.md") == (
        "[a](seps/1850-batch.md) [b](/seps/1850-batch.md#c) [c](0000-batch.md)"
    )
    assert started.read(".github/PULL_REQUEST_TEMPLATE.md") == "[a](../seps/1850-batch.md)"
    assert started.read("mine.md") == "[a](seps/0000-batch.md)"
    assert (started.root / "link.md").is_symlink()
    finished(started)


def test_a_link_that_cannot_be_changed_is_told_with_its_place(started: Scratch) -> None:
    started.write("docs/odd.md", "# Odd\n\n[x](\n../seps/0000-batch.md)\n")
    done = started.seps("number", "0000-batch.md", "1850")
    assert done.stderr == "docs/odd.md:3: Update the link to 0000-batch.md manually.\n"


def test_a_file_in_another_folder_is_no_proposal(started: Scratch) -> None:
    started.write("seps/old/0000-batch.md", DRAFT)
    unread, refusal = started.refuses("number", "seps/old/0000-batch.md", "1850").splitlines()
    assert unread.startswith("seps/old/0000-batch.md: This is in a subdirectory")
    assert refusal == (
        "Error: seps/old/0000-batch.md is not in seps. Move it to that directory first."
    )


@pytest.mark.parametrize("name", ["0000.md", "0000-.md", "XXXX.md"])
def test_a_name_without_words(started: Scratch, name: str) -> None:
    started.write(f"seps/{name}", DRAFT)
    assert started.refuses("number", name, "1850") == (
        f"seps/{name} has no words in its name. Rename it first, for example to "
        "0000-batch-calls.md."
    )


def test_an_ending_in_capitals(started: Scratch) -> None:
    started.write("seps/0000-shout.MD", DRAFT)
    started.does("number", "seps/0000-shout.MD", "1850")
    assert not (started.root / "seps/0000-shout.MD").exists()
    assert started.read("seps/1850-shout.md").startswith("# SEP-1850: Batch calls\n")


@pytest.mark.parametrize("path", ["seps/0000-batch.md", "seps/1300-streams.md", "docs/doc.md"])
def test_a_read_only_file_stops_everything(started: Scratch, path: str) -> None:
    file = started.root / path
    file.chmod(0o444)
    assert started.refuses("number", "0000-batch.md", "1850") == (
        f"{file} is read-only. Make it writable: `chmod u+w {file}`."
    )


def test_the_number_comes_from_githubs_environment(started: Scratch) -> None:
    event = started.write("event.json", json.dumps({"pull_request": {"number": 1850}}))
    said = started.does("number", "0000-batch.md", "--dry-run", GITHUB_REF="refs/pull/1850/merge")
    assert "1850-batch.md" in said
    more = {"GITHUB_REF": "refs/heads/x", "GITHUB_EVENT_PATH": str(event)}
    assert "1850-batch.md" in started.does("number", "0000-batch.md", "--dry-run", **more)


def gh(scratch: Scratch, script: str) -> str:
    """A stand-in for `gh` in a folder of its own; returns the PATH that finds it first."""
    file = scratch.write("bin/gh", f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)
    return f"{file.parent}{os.pathsep}{os.environ['PATH']}"


def test_the_number_comes_from_gh(started: Scratch) -> None:
    asked = '[ "$*" = "pr view --json number,state" ] && echo'
    path = gh(started, f"""{asked} '{{"number": 1850, "state": "OPEN"}}'""")
    more = {"PATH": path, "GITHUB_REF": "", "GITHUB_EVENT_PATH": ""}
    assert "1850-batch.md" in started.does("number", "0000-batch.md", "--dry-run", **more)


def test_a_request_that_had_the_same_branch_before_gives_no_number(started: Scratch) -> None:
    path = gh(started, """echo '{"number": 12, "state": "MERGED"}'""")
    more = {"PATH": path, "GITHUB_REF": "", "GITHUB_EVENT_PATH": ""}
    assert started.refuses("number", "0000-batch.md", **more) == (
        "`gh` finds only #12 for the current branch, and it is MERGED. Use `seps number "
        "FILE NUMBER`."
    )


@pytest.mark.parametrize("said", ["nothing", "[]", "12", '{"number": "12"}'])
def test_what_gh_says_beside_the_point_is_no_number(started: Scratch, said: str) -> None:
    more = {"PATH": gh(started, f"echo '{said}'"), "GITHUB_REF": "", "GITHUB_EVENT_PATH": ""}
    assert started.refuses("number", "0000-batch.md", **more) == (
        "`gh` cannot find a pull request for the current branch. Use `seps number FILE NUMBER`."
    )


def test_the_diff_tells_of_a_last_line_without_end(started: Scratch) -> None:
    started.write("docs/doc.md", "# Doc\f\n\n[Its](../seps/0000-batch.md) page")
    assert started.does("number", "0000-batch.md", "1850", "--dry-run").endswith(
        "--- a/docs/doc.md\n+++ b/docs/doc.md\n@@ -1,3 +1,3 @@\n # Doc\ufffd\n \n"
        "-[Its](../seps/0000-batch.md) page\n\\ No newline at end of file\n"
        "+[Its](../seps/1850-batch.md) page\n\\ No newline at end of file\n"
    )


def test_a_detached_head_has_no_request(started: Scratch) -> None:
    started.versioned().git("checkout", "-q", "--detach")
    path = gh(started, "echo 'could not determine current branch: not on any branch' >&2; exit 1")
    more = {"PATH": path, "GITHUB_REF": "", "GITHUB_EVENT_PATH": ""}
    assert started.refuses("number", "0000-batch.md", **more) == (
        "`gh` cannot find a pull request for the current branch: could not determine "
        "current branch: not on any branch. Use `seps number FILE NUMBER`."
    )
    started.does("number", "0000-batch.md", "1850")
    finished(started)


def test_nobody_knows_the_number(started: Scratch) -> None:
    more = {"PATH": os.devnull, "GITHUB_REF": "", "GITHUB_EVENT_PATH": ""}
    assert started.refuses("number", "0000-batch.md", **more) == (
        "The pull request cannot be determined: there are no GitHub environment "
        "variables, and `gh` is not installed. Use `seps number FILE NUMBER`."
    )


def plan(scratch: Scratch) -> Numbering:
    settings = Settings.of({}, scratch.root)
    directory = read_directory(settings.seps_dir, SEP, "seps")
    catalog = Catalog.of((parse(source, SEP) for source in directory.sources), SEP)
    return plan_numbering(catalog, settings, "0000-batch.md", 1850, Around(scratch.root / "docs"))


class Killed(BaseException):
    """The process ends here."""


@pytest.mark.parametrize("step", range(4))
def test_killed_at_any_step_the_next_run_finishes(started: Scratch, step: int) -> None:
    started.versioned()
    made = plan(started)
    for file, data in list(made.after.items())[:step]:
        file.write_bytes(data)  # what a killed run leaves: some files, each of them whole
    if step == 3:
        made.old.rename(made.new)  # git renamed the file, and had no time to say so in its index
    if step == 0:
        started.write("seps/.new-0000-batch.md", "half of")
    started.does("number", "0000-batch.md", "1850")
    finished(started)
    assert "seps/0000-batch.md" not in started.git("ls-files").splitlines()
    for name in ("0000-batch.md", "1850-batch.md"):
        assert started.does("number", name, "1850") == (
            "seps/1850-batch.md already has its number; nothing to do.\n"
        )
    finished(started)


def test_a_file_that_was_renamed_by_hand_is_completed(started: Scratch) -> None:
    started.versioned().git("mv", "seps/0000-batch.md", "seps/1850-batch.md")
    assert started.does("number", "seps/1850-batch.md", "1850").startswith(
        "0000-batch.md is now seps/1850-batch.md (completed).\nChanged seps/1850-batch.md.\n"
    )
    finished(started)


def test_a_file_that_somebody_writes_meanwhile_is_left_to_them(started: Scratch) -> None:
    made = plan(started)
    doc = started.write("docs/doc.md", "Mine now.\n")
    before = started.files()
    with pytest.raises(files.FileError) as error:
        numbering.apply_numbering(made)
    assert str(error.value) == f"{doc} changed while it was being read. Run the command again."
    assert started.files() == before


def test_interrupted_together_with_git_the_name_comes_back(
    started: Scratch, monkeypatch: pytest.MonkeyPatch
) -> None:
    started.versioned()
    before = started.files()

    def interrupted(old: Path, new: Path) -> str:
        started.git("mv", str(old), str(new))
        raise KeyboardInterrupt

    monkeypatch.setattr(numbering, "rename", interrupted)
    with pytest.raises(KeyboardInterrupt):
        numbering.apply_numbering(plan(started))
    assert started.files() == before
    started.does("number", "0000-batch.md", "1850")
    finished(started)


BLOCKED = """\
#!/bin/sh
case " $* " in
  *" mv "*) {before}; echo here > "$PIPES/reached"; read -r _ < "$PIPES/go"; exit 1 ;;
esac
exec {git} "$@"
"""


@pytest.mark.parametrize("before", [":", '{git} "$@"'], ids=["before", "after"])
def test_killed_for_real_before_or_after_git_renames(started: Scratch, before: str) -> None:
    git = shutil.which("git") or ""
    script = BLOCKED.format(before=before.format(git=git), git=git)
    started.write("bin/git", script).chmod(0o755)
    started.versioned()
    pipes = [started.root / "home" / name for name in ("reached", "go")]
    for pipe in pipes:
        os.mkfifo(pipe)
    reached, go = (os.open(pipe, os.O_RDWR) for pipe in pipes)
    path = f"{started.root / 'bin'}{os.pathsep}{os.environ['PATH']}"
    with subprocess.Popen(
        [sys.executable, "-m", "mkdocs_seps", "number", "0000-batch.md", "1850"],
        cwd=started.root,
        env=started.environment(PATH=path, PIPES=str(pipes[0].parent)),
    ) as running:
        asked, _, _ = select([reached], [], [], 60)  # until git is asked to rename
        running.kill()
    os.write(go, b"on\n")  # lets the script end
    os.close(reached)
    os.close(go)
    assert asked
    assert running.returncode == -signal.SIGKILL
    started.does("number", "0000-batch.md", "1850")
    finished(started)
    assert "RM seps/0000-batch.md -> seps/1850-batch.md" in started.git("status", "--porcelain")


@pytest.mark.parametrize("renamed", [False, True], ids=["before", "after"])
def test_killed_inside_of_git_its_lock_is_named(started: Scratch, *, renamed: bool) -> None:
    started.versioned()
    if renamed:
        (started.root / "seps/0000-batch.md").rename(started.root / "seps/1850-batch.md")
    lock = started.write(".git/index.lock", "")
    assert started.refuses("number", "0000-batch.md", "1850") == (
        f"git mv failed: fatal: Unable to create '{lock}': File exists."
    )
    lock.unlink()
    started.does("number", "0000-batch.md", "1850")
    finished(started)
    assert "RM seps/0000-batch.md -> seps/1850-batch.md" in started.git("status", "--porcelain")


@pytest.mark.parametrize(
    "error", [OSError(28, "No space left on device"), Killed(), KeyboardInterrupt()]
)
def test_a_failure_leaves_everything_as_it_was(
    started: Scratch, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    started.versioned()
    made = plan(started)
    before = started.files()

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(numbering, "rename", fail)
    with pytest.raises(type(error)):
        numbering.apply_numbering(made)
    assert started.files() == before
    monkeypatch.undo()

    replaced: list[Path] = []
    genuine = files._put

    def third(temporary: Path, target: Path) -> None:
        replaced.append(target)
        if len(replaced) == 3:
            raise error
        genuine(temporary, target)

    monkeypatch.setattr(files, "_put", third)
    with pytest.raises(type(error)):
        numbering.apply_numbering(made)
    assert started.files() == before
    assert started.git("status", "--porcelain") == ""
