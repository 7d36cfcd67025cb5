"""`--fix`: one right answer, not a byte more, and never twice."""

import os
import shutil
from pathlib import Path

import pytest

from mkdocs_seps.config.settings import Settings
from mkdocs_seps.lint.fixer import fixed
from mkdocs_seps.lint.runner import project_context
from mkdocs_seps.model.catalog import Catalog
from mkdocs_seps.parsing.proposal import parse
from mkdocs_seps.project.directory import read_directory
from tests.support.commands import run_command
from tests.support.projects import SEP
from tests.unit.cli.project import GOOD, STREAMS, Project

pytestmark = pytest.mark.slow

BODY = GOOD[GOOD.index("\n## Abstract") :]
HEAD = GOOD[: GOOD.index("\n## Abstract")]
CANONICAL = """\
# SEP-1234: Batch calls

- **Status**: In-Review
- **Type**: Standards Track
- **Created**: 2026-01-31
- **Author(s)**: Ada Park (@adapark)
- **Sponsor**: Kim Stone (@kimstone)
- **PR**: #1234
"""


def fix(project: Project, head: str, body: str = BODY) -> str:
    """The head of a file after `--fix`; the body must not have changed."""
    file = project.sep(head + body)
    assert project.run("check", "--fix", "--fail-on", "error").stderr in (
        "",
        "Fixed seps/1234-batch-calls.md.\n",
    )
    after = file.read_bytes().decode()
    assert after.endswith(body)
    return after.removesuffix(body)


@pytest.mark.parametrize(
    "head",
    [
        CANONICAL,
        CANONICAL.replace("**:", ":**"),
        CANONICAL.replace("- ", ""),
        CANONICAL.replace("- **", "").replace("**:", ":"),
        CANONICAL.replace("- **", "* **"),
        CANONICAL.replace("- **", "- <b>").replace("**:", "</b>:"),
        CANONICAL.replace("- **", "> **"),
        CANONICAL.replace("**: ", "** | ")
        .replace("- **", "| **")
        .replace("- **Type", "| --- | --- |\n- **Type")
        .replace("In-Review\n", "In-Review |\n| --- | --- |\n"),
        CANONICAL.replace("- **Status", "<ul>\n- **Status")
        .replace("- **", "<li><b>")
        .replace("**:", "</b>:")
        + "</ul>\n",
        CANONICAL.replace("- **Status", "## Preamble\n\n- **Status"),
        CANONICAL.replace("- **Status", "## Metadata\n\n- **Status").replace("- ", ""),
        CANONICAL.replace("In-Review", "in review"),
        CANONICAL.replace("Standards Track", "standards track"),
        CANONICAL.replace("2026-01-31", "January 31, 2026"),
        CANONICAL.replace("2026-01-31", "2026/1/31"),
        CANONICAL.replace("2026-01-31", "31st of January 2026"),
        CANONICAL.replace("#1234", "1234"),
        CANONICAL.replace("Author(s)", "Authors"),
        CANONICAL.replace("SEP-1234", "SEP-0000"),
        CANONICAL.replace("SEP-1234", "SEP-1230"),
        CANONICAL.replace("SEP-1234: ", ""),
        CANONICAL.replace("SEP-1234:", "SEP 1234 -"),
    ],
)
def test_one_right_answer_is_written(project: Project, head: str) -> None:
    assert fix(project, head) == CANONICAL


@pytest.mark.parametrize("value", ["TBD", "https://github.com/example/x/pull/{NUMBER}", "None"])
def test_the_number_of_the_file_alone_does_not_say_which_request_it_is(
    project: Project, value: str
) -> None:
    head = CANONICAL.replace("#1234", value)
    assert fix(project, head) == head


def test_prose_below_the_fields_is_not_moved_into_the_list(project: Project) -> None:
    head = CANONICAL.replace("- ", "").replace("#1234", "1234")
    prose = "Some trailing prose, about #77.\n"
    assert fix(project, head + prose) == f"{CANONICAL}\n{prose}"


def test_a_list_below_a_status_does_not_keep_it_from_being_fixed(project: Project) -> None:
    head = CANONICAL.replace("In-Review", "in review\n  - nested: x")
    assert fix(project, head) == CANONICAL.replace("In-Review", "In-Review\n  - nested: x")


def test_an_html_comment_on_a_line_is_carried_over(project: Project) -> None:
    head = CANONICAL.replace("- ", "").replace("In-Review", "in review <!-- keep me -->")
    assert fix(project, head) == CANONICAL.replace("In-Review", "In-Review <!-- keep me -->")
    head = CANONICAL.replace("In-Review", "in review <!-- keep me -->")
    assert fix(project, head) == CANONICAL.replace("In-Review", "In-Review <!-- keep me -->")


@pytest.mark.parametrize(
    "comment", ["\n<!-- keep me -->", " <!-- keep\nme -->", " | <!-- keep me --> **SEP**: 1234"]
)
def test_nothing_is_fixed_where_an_html_comment_would_be_lost(
    project: Project, comment: str
) -> None:
    head = CANONICAL.replace("- ", "").replace("2026-01-31", f"2026-01-31{comment}")
    assert fix(project, head) == head


def test_lines_are_put_in_order_and_others_stay_where_they_are(project: Project) -> None:
    lines = CANONICAL.split("\n")
    mixed = [*lines[:2], lines[5], "- **Working Group**: Transports", *lines[2:5], *lines[6:]]
    expected = [*lines[:3], "- **Working Group**: Transports", *lines[3:]]
    assert fix(project, "\n".join(mixed)) == "\n".join(expected)


def test_the_old_repository_gets_its_new_name(project: Project) -> None:
    url = "https://github.com/modelcontextprotocol/{}/pull/1234"
    head = HEAD.replace("#1234", url.format("specification"))
    assert fix(project, head) == HEAD.replace("#1234", url.format("modelcontextprotocol"))


@pytest.mark.parametrize(
    "head",
    [
        HEAD.replace("2026-01-31", "01/02/2026"),
        HEAD.replace("**Status**: Draft", "**Status**: Draft (second revision)"),
        HEAD.replace("**Status**: Draft", "**Status**: Proposal"),
        HEAD.replace("#1234", "#1234 (merged in March)"),
        HEAD.replace("#1234", "#1250").replace("SEP-1234", "SEP-1230"),
        HEAD.replace("- **Status**", "## 1. Preamble\n\n- **Status**").replace("**:", ":**"),
        HEAD.replace("- **Status**", "## Preamble\n\nFacts.\n\n- **Status**").replace("**:", ":**"),
        HEAD.replace("- **Status**", "```\nStatus").replace("#1234", "#1234\n```"),
        f"---\nstatus: draft\ntype: process\n---\n\n{HEAD}",
    ],
)
def test_what_has_no_one_answer_is_left_alone(project: Project, head: str) -> None:
    assert fix(project, head) == head


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_line_ends_and_byte_order_mark_stay(project: Project, end: str, mark: bytes) -> None:
    text = GOOD.replace("- **", "**").replace("PR**: #1234", "PR**: 1234").rstrip("\n")
    file = project.sep(mark + text.replace("\n", end).encode())
    project.run("check", "--fix")
    assert file.read_bytes() == mark + GOOD.rstrip("\n").replace("\n", end).encode()


def test_mixed_line_ends_stay_where_they_are(project: Project) -> None:
    before = GOOD.replace("Draft\n", "draft\r\n").replace("calls\n\n", "calls\n\r\n", 1).encode()
    file = project.sep(before)
    project.run("check", "--fix")
    assert file.read_bytes() == before.replace(b"draft", b"Draft")


def test_a_file_that_is_not_utf8_is_not_touched(project: Project) -> None:
    before = GOOD.replace("Draft", "draft").replace("Ada", "Zo\xeb").encode("latin-1")
    file = project.sep(before)
    project.run("check", "--fix")
    assert file.read_bytes() == before


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("last", ["", "\n"])
def test_diff_is_a_patch_that_applies_whatever_the_line_ends(
    project: Project, end: str, last: str
) -> None:
    text = (HEAD.replace("Draft", "draft") + BODY.rstrip("\n") + last).replace("\n", end)
    text = text.replace("one message, ", "one\u2028message,\x0c ")
    file = project.sep(text.encode())
    done = run_command("seps", "check", "--diff", cwd=project.root)
    (project.root / "fix.patch").write_bytes(done.stdout)
    project.git("init", "-q")
    project.git("apply", "fix.patch")
    assert file.read_bytes() == text.replace("draft", "Draft").encode()


def test_diff_shows_and_changes_nothing(project: Project) -> None:
    file = project.sep(GOOD.replace("Draft", "draft"))
    before = file.read_bytes()
    for words in (("--diff",), ("--fix", "--diff")):
        done = project.run("check", *words)
        assert done.returncode == 1
        assert done.stdout.startswith(
            "--- a/seps/1234-batch-calls.md\n+++ b/seps/1234-batch-calls.md\n"
        )
        assert "\n-- **Status**: draft\n+- **Status**: Draft\n" in done.stdout
        assert file.read_bytes() == before
    project.sep()
    done = project.run("check", "--diff")
    assert (done.returncode, done.stdout) == (0, "")


def test_the_summary_offers_it(project: Project) -> None:
    project.sep(GOOD.replace("Draft", "draft"))
    assert project.run("check").stdout.endswith("`--fix` can fix 1 finding in 1 file.\n")


def test_only_the_named_files_are_fixed(project: Project) -> None:
    one = project.sep(GOOD.replace("Draft", "draft"))
    two = project.sep(
        STREAMS.replace("Draft", "draft"),
        "1300-streams.md",
    )
    project.run("check", "--fix", "seps/1234-batch-calls.md")
    assert b"Draft" in one.read_bytes()
    assert b"draft" in two.read_bytes()


CORPUS = os.environ.get("SEPS_CORPUS", "")


@pytest.mark.skipif(not CORPUS, reason="SEPS_CORPUS names no folder of real proposals")
@pytest.mark.parametrize("name", ["landed", "drafts"])
def test_on_real_files_it_is_idempotent_and_loses_nothing(name: str, tmp_path: Path) -> None:
    shutil.copytree(Path(CORPUS) / name, tmp_path / "seps")
    settings = Settings.of({}, tmp_path)
    directory = read_directory(settings.seps_dir, SEP)
    seps = [parse(source, SEP) for source in directory.sources]
    context = project_context(Catalog.of(seps, SEP), settings)
    changed = 0
    for sep in seps:
        file = Path(sep.source.file)
        before = file.read_bytes()
        after = fixed(before, sep.source, context)
        if after == before:
            continue
        changed += 1
        file.write_bytes(after)
        (source,) = read_directory(settings.seps_dir, SEP, None, frozenset({file.name})).sources
        again = parse(source, SEP)
        assert fixed(after, source, context) == after
        # A heading of its own goes with the preamble below it.
        moved = sep.under_heading and not again.under_heading
        assert [line for line in again.body.split("\n") if line.strip()] == [
            line for line in sep.body.split("\n")[sep.preamble_last * moved :] if line.strip()
        ]
        assert (again.title, again.authors, again.sponsors) == (
            sep.title,
            sep.authors,
            sep.sponsors,
        )
        assert sep.status in (None, again.status)
        assert {p.number for p in sep.pulls} <= {p.number for p in again.pulls}
        assert sorted(f.name for f in again.fields) == sorted(f.name for f in sep.fields)
    assert changed > 0
