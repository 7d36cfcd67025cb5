"""`seps new`: names, templates, and what it refuses."""

import os
import subprocess
import sys

import pytest

from mkdocs_seps.sync.store import write_snapshot
from mkdocs_seps.workflow.draft import built_in_template, slug_for
from tests.support.projects import SEP, canonical
from tests.unit.conftest import Taker
from tests.unit.sync.repositories import Upstream, text
from tests.unit.workflow.scratch import Scratch

pytestmark = pytest.mark.slow

SEPS = (sys.executable, "-m", "mkdocs_seps")


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Batch calls", "batch-calls"),
        ("PR-Based SEP Workflow", "pr-based-sep-workflow"),
        ("  What's new?  Über-große Anfragen — naïvely ", "whats-new-uber-grosse-anfragen-naively"),
        ("Søren's Ærlige Łódź", "sorens-aerlige-lodz"),
        ("Tools & Resources", "tools-and-resources"),
        ("A Way Out of It", "a-way-out"),
        (
            "Support for the Selection of Tools by a Client with a Query",
            "support-for-the-selection-of-tools-by-client-query",
        ),
        (
            "Standardize authentication negotiation requirements throughout implementations",
            "standardize-authentication-negotiation",
        ),
        ("x" * 80, "x" * 50),
        ("عنوان", ""),
        ("ﬁle ②", "file-2"),
    ],
)
def test_the_slug_is_what_a_person_would_choose(title: str, slug: str) -> None:
    assert slug_for(title) == slug
    assert len(slug) <= 50


def test_what_looks_like_a_tag_in_a_title_is_text(scratch: Scratch) -> None:
    scratch.does("new", "Support List<T> and `Map<K>`")
    text = scratch.read("seps/0000-support-list-t-and-map-k.md")
    assert text.startswith("# SEP-0000: Support List\\<T> and `Map<K>`\n")


def test_a_proposal_from_the_built_in_template(scratch: Scratch) -> None:
    assert scratch.does("new", "Batch calls", "--type", "process") == (
        "Created seps/0000-batch-calls.md.\n"
        "Next: write the sections and open a pull request. Then give the proposal the "
        "number of the pull request: `seps number 0000-batch-calls.md NUMBER`.\n"
    )
    head = (
        "# SEP-0000: Batch calls\n\n- **Status**: Draft\n- **Type**: Process\n"
        "- **Created**: 2026-03-01\n- **Author(s)**: Ada Park (@adapark)\n"
        "- **Sponsor**: None\n- **PR**: TBD\n"
    )
    body = built_in_template(SEP).partition("\n\n## ")[2]
    assert scratch.read("seps/0000-batch-calls.md") == f"{head}\n## {body}"


def test_existing_and_open_proposals_with_this_title_are_named(
    scratch: Scratch, upstream: Upstream, take: Taker
) -> None:
    """Without a text, a title of few words has too little in common even with itself."""
    upstream.request(31, {"seps/31-x.md": text(31, title="Streams of answers")})
    write_snapshot(take(), scratch.root / ".seps-snapshot")
    scratch.write("seps/7-streams.md", canonical(7, "Stream of the answer"))
    scratch.write("seps/8-cards.md", canonical(8, "Cards"))
    made = scratch.does("new", "Streams of answers", "--slug", "again")
    assert [line for line in made.splitlines() if line.startswith("Similar")] == [
        "Similar: SEP-31: Streams of answers (Draft).",
        "Similar: SEP-7: Stream of the answer (Final).",
    ]
    assert "Similar" not in scratch.does("new", "Batches")


def test_what_the_built_in_template_says_enters_no_review(scratch: Scratch) -> None:
    scratch.does("new", "Batch calls")
    scratch.change(
        "seps/0000-batch-calls.md", "Sponsor**: None", "Sponsor**: Kim Stone (@kimstone)"
    )
    scratch.does("number", "0000-batch-calls.md", "1850")
    assert scratch.refuses("status", "1850", "in-review") == (
        "Cannot move SEP-1850 from Draft to In-Review. The move would result in 7 findings:\n"
        + "".join(
            (
                f"  seps/1850-batch-calls.md:{line}:1: error[template-text]: This is guidance from "
                "the template. Replace the guidance with your text, or remove it.\n"
            )
            for line in range(12, 37, 4)
        )
        + "Fix them, or override them with a reason: --force REASON."
    )


def test_a_proposal_from_the_directorys_own_template(scratch: Scratch) -> None:
    template = (
        "# SEP-{NUMBER}: {Title}\n\nRead the guidelines.\n\n- **Status**: Draft | Final\n"
        "- **Type**: A | B\n- **Created**: YYYY-MM-DD\n- **Author(s)**: Name\n"
        "- **Working Group**: None\n- **Sponsor**:\n- **PR**: {NUMBER}\n\n## Abstract\n"
    )
    scratch.write("seps/TEMPLATE.md", template)
    scratch.does("new", "Batch calls", "--author", "X Y (@xy)")
    assert scratch.read("seps/0000-batch-calls.md") == (
        "# SEP-0000: Batch calls\n\nRead the guidelines.\n\n- **Status**: Draft\n"
        "- **Type**: Standards Track\n- **Created**: 2026-03-01\n- **Author(s)**: X Y (@xy)\n"
        "- **Working Group**: None\n- **Sponsor**: None\n- **PR**: {NUMBER}\n\n## Abstract\n"
    )


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            ("Batch calls",),
            "seps/0000-batch-calls.md already exists. Choose another name with --slug.",
        ),
        (("   ",), "The title must be one line of text."),
        (("a\nb",), "The title must be one line of text."),
        (("a \u202eb",), "The title must be one line of text."),
        (("X", "--author", "a\n\n## b"), "The author must be one line of text."),
        (
            ("عنوان",),
            (
                "The title has no Latin letters or digits for the file name. Use `--slug "
                "some-words`."
            ),
        ),
        (
            ("X", "--slug", "../x"),
            (
                "The slug '../x' must be lowercase words joined by single hyphens, with at most "
                "50 characters."
            ),
        ),
    ],
)
def test_what_it_refuses(scratch: Scratch, words: tuple[str, ...], message: str) -> None:
    scratch.write("seps/0000-batch-calls.md", "Mine.\n")
    assert scratch.refuses("new", *words) == message


@pytest.mark.parametrize(
    ("given", "title", "name"),
    [
        ("SEP-1234: With a number", "With a number", "with-a-number"),
        ("SEP: Without", "Without", "without"),
        ("SEP Template", "SEP Template", "sep-template"),
        ("No\u00a0break  space\t", "No break space", "no-break-space"),
        (
            "Family \U0001f468\u200d\U0001f469 calls",
            "Family \U0001f468\u200d\U0001f469 calls",
            "family-calls",
        ),
        ('A "quote" or/and `code`', 'A "quote" or/and `code`', "a-quote-or-and-code"),
        ("../../etc/passwd", "../../etc/passwd", "etc-passwd"),
    ],
)
def test_the_title_is_what_is_meant(scratch: Scratch, given: str, title: str, name: str) -> None:
    scratch.does("new", given)
    assert scratch.read(f"seps/0000-{name}.md").startswith(f"# SEP-0000: {title}\n")


@pytest.mark.parametrize("word", ["Process", "process", "standards track", "Standards-Track"])
def test_a_type_is_named_as_in_a_file_or_an_address(scratch: Scratch, word: str) -> None:
    scratch.does("new", "Batch calls", "--type", word)
    kind = word.title().replace("-", " ")
    assert f"- **Type**: {kind}\n" in scratch.read("seps/0000-batch-calls.md")


def test_a_template_in_front_matter(scratch: Scratch) -> None:
    scratch.write(
        "seps/TEMPLATE.md",
        "\ufeff---\r\nTitle: Your title\r\nStatus: Draft\r\nType: Process\r\n"
        "Author: Name\r\nPR: TBD\r\n---\r\n",
    )
    said = scratch.does("new", "Batches: more calls", "--author", "Ada")
    assert "The field Author(s) has no GitHub handle. Add it as `(@handle)`.\n" in said
    assert scratch.read("seps/0000-batches-more-calls.md") == (
        '---\nTitle: "Batches: more calls"\nStatus: Draft\nType: Standards Track\n'
        "Author: Ada\nPR: TBD\n---\n"
    )


@pytest.mark.parametrize(
    ("template", "message"),
    [
        (
            b"# SEP-{NUMBER}: {Title}\n\n- **Status**: Draft \xff\n",
            (
                "TEMPLATE.md:3: The byte 0xff here is not UTF-8; it is shown as \ufffd. Save the "
                "file as UTF-8."
            ),
        ),
        (
            b"Nothing to fill in\n",
            (
                "TEMPLATE.md has no title or no Status field. Fix it, or remove it to use the "
                "built-in template."
            ),
        ),
    ],
)
def test_a_template_that_cannot_be_used(scratch: Scratch, template: bytes, message: str) -> None:
    scratch.write("seps/TEMPLATE.md", template)
    assert scratch.refuses("new", "Batch calls") == message


def test_a_disk_that_is_full_leaves_no_half_of_a_file(scratch: Scratch) -> None:
    before = scratch.files()
    done = subprocess.run(
        ["bash", "-c", 'ulimit -f 0; exec "$@"', "-", *SEPS, "new", "Batch calls"],
        cwd=scratch.root,
        env=scratch.environment(PYTHONDONTWRITEBYTECODE="1"),
        capture_output=True,
        text=True,
        check=False,
    )
    file = scratch.root / "seps/0000-batch-calls.md"
    assert (done.returncode, done.stderr) == (1, f"Error: {file}: File too large\n")
    assert scratch.files() == before


def test_without_git_the_author_has_to_be_given(scratch: Scratch) -> None:
    assert scratch.refuses("new", "Batch calls", PATH=os.devnull) == (
        "git is not installed. Use `--author 'Name (@github-handle)'`."
    )
    scratch.does("new", "Batch calls", "--author", "Ada Park", PATH=os.devnull)


def test_without_a_name_in_git(scratch: Scratch) -> None:
    scratch.write("home/.gitconfig", "")
    assert scratch.refuses("new", "Batch calls", GIT_CONFIG_NOSYSTEM="1") == (
        "git has no user.name. Use `--author 'Name (@github-handle)'`."
    )


def test_spaces_and_line_breaks_in_the_name_in_git(scratch: Scratch) -> None:
    scratch.write("home/.gitconfig", '[user]\n\tname = "Ada  Park"\n\temail = a@x.org\n')
    scratch.does("new", "Batch calls", GIT_CONFIG_NOSYSTEM="1")
    assert "- **Author(s)**: Ada Park\n" in scratch.read("seps/0000-batch-calls.md")
    scratch.write("home/.gitconfig", '[user]\n\tname = "Ada\\nPark"\n')
    assert scratch.refuses("new", "Streams", GIT_CONFIG_NOSYSTEM="1") == (
        "The author must be one line of text."
    )
