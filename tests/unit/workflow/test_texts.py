"""What comments and new files say, word for word."""

import re
from datetime import date
from pathlib import Path

import pytest
import yaml

from mkdocs_seps.config.processes import read_process
from mkdocs_seps.lint.rules.transitions import Change
from mkdocs_seps.model.catalog import Catalog
from mkdocs_seps.model.process import Status
from mkdocs_seps.model.proposal import Person, Source
from mkdocs_seps.parsing.proposal import parse
from mkdocs_seps.workflow.activity import Activity
from mkdocs_seps.workflow.approvals import ForeignMove, foreign_moves
from mkdocs_seps.workflow.comments import label_for, mark, marks, status_remark
from mkdocs_seps.workflow.draft import (
    built_in_template,
    draft_files,
    draft_name,
    draft_text,
    draft_title,
    next_number,
    one_line,
    slug_for,
)
from mkdocs_seps.workflow.errors import WorkflowError
from mkdocs_seps.workflow.labels import Labeled, compare, labeled
from mkdocs_seps.workflow.lifecycle import assess, stage_reminder, thresholds
from mkdocs_seps.workflow.reminders import reminder_text
from mkdocs_seps.workflow.starter import (
    Answers,
    configuration,
    ignored,
    new_files,
    proposal_folders,
    to_paste,
)
from tests.support.projects import ROOT, SEP, canonical
from tests.unit.workflow.flights import LIMITS, flight

PEP = read_process(ROOT / "plugins/mkdocs_seps/starter/processes/pep.toml")
KEP = read_process(ROOT / "plugins/mkdocs_seps/starter/processes/kep.toml")

OPENED = date(2026, 1, 1)
STEPS = ("check", "publish")
KIM = "Kim Stone (@kimstone)"


def status(name: str) -> Status:
    found = SEP.status(name)
    assert found
    return found


def test_the_comment_on_a_status() -> None:
    text = status_remark("SEP-7", "Draft", status("Accepted"), "accepted", ["See the notes."])
    meaning, step = status("Accepted").meaning, status("Accepted").step
    assert text == (
        f"**SEP-7 is now Accepted** (was Draft). {meaning}\n"
        "\n"
        f"Next: {step}\n"
        "\n"
        "See the notes.\n"
        "\n"
        "<!-- mkdocs-seps: status accepted -->"
    )


def test_the_comment_on_a_last_status() -> None:
    text = status_remark("SEP-7", "", status("Withdrawn"), "withdrawn")
    assert text == (
        f"**SEP-7 is now Withdrawn**. {status('Withdrawn').meaning}\n"
        "\n"
        "<!-- mkdocs-seps: status withdrawn -->"
    )


def test_marks_are_read_by_their_kind() -> None:
    text = f"{mark('status', 'in-review')}\n{mark('reminder', '2026-01-02')}\n{mark('status', 'x')}"
    assert marks(text, "status") == ("in-review", "x")
    assert marks(text, "dormancy") == ()


@pytest.mark.parametrize(
    ("name", "sponsor", "label"),
    [
        ("Draft", "Kim Stone (@kimstone)", "draft"),
        ("Draft", "None", "proposal"),
        ("In-Review", "None", "in-review"),
        ("Approved", "None", ""),
    ],
)
def test_the_label_of_a_proposal(name: str, sponsor: str, label: str) -> None:
    assert label_for(flight(status=name, sponsor=sponsor).sep) == label


@pytest.mark.parametrize(
    ("name", "sponsor", "days", "text"),
    [
        (
            "Draft",
            "None",
            90,
            (
                "@adapark: This proposal still awaits a sponsor, and there has been no activity "
                "since 2026-01-01. Ask a maintainer who knows the subject, preferably in the "
                "relevant working group.\n\nWithout a sponsor, it can be closed as Dormant on or "
                "after 2026-07-01."
            ),
        ),
        (
            "Draft",
            KIM,
            90,
            (
                "@adapark: There has been no activity on this Draft since 2026-01-01. What does it "
                "need to make progress? The author can also ask the sponsor to withdraw it."
            ),
        ),
        (
            "Accepted",
            KIM,
            30,
            (
                "@adapark: This proposal is Accepted and becomes Final with its reference "
                "implementation. There has been no activity since 2026-01-01. Please link to the "
                "implementation."
            ),
        ),
    ],
)
def test_reminders(name: str, sponsor: str, days: int, text: str) -> None:
    one = flight(status=name, sponsor=sponsor, opened=OPENED)
    now = date.fromordinal(OPENED.toordinal() + days)
    found = assess(one, Activity(OPENED, whole=True), now, LIMITS)
    assert reminder_text([found], now) == f"{text}\n\n<!-- mkdocs-seps: reminder {now} -->"


def test_the_reminder_of_an_assigned_maintainer() -> None:
    one = flight(status="In-Review", opened=OPENED, assignees=("kimstone",))
    now = date(2026, 1, 15)
    found = assess(one, Activity(OPENED, whole=True), now, LIMITS)
    assert reminder_text([found], now) == (
        "@kimstone: This pull request is assigned to you and has been waiting since 2026-01-01.\n"
        "\n"
        "<!-- mkdocs-seps: reminder 2026-01-15 -->"
    )


def test_the_next_reminder_if_nothing_happens() -> None:
    found = stage_reminder(flight(assignees=("KimStone",)), Activity(date(2026, 2, 1)), LIMITS)
    assert found is not None
    assert (found.kind, found.since, found.due, found.people) == (
        "draft",
        date(2026, 2, 1),
        date(2026, 5, 2),
        ("adapark", "kimstone"),
    )
    assert stage_reminder(flight(status="In-Review"), Activity(OPENED), LIMITS) is None


def test_thresholds() -> None:
    assert [(one.name, one.default, one.unit, one.meaning) for one in thresholds(SEP)] == [
        (
            "awaiting",
            90,
            "days",
            "Days of inactivity before an author is reminded to find a sponsor.",
        ),
        (
            "draft",
            90,
            "days",
            "Days of inactivity before the author and the sponsor of a Draft are reminded.",
        ),
        (
            "accepted",
            30,
            "days",
            "Days of inactivity before the author of an Accepted proposal is reminded.",
        ),
        ("maintainer", 14, "days", "Days of inactivity before an assigned maintainer is reminded."),
        ("cooldown", 14, "days", "Minimum days between reminders."),
        ("dormancy", 6, "months", "Months without a sponsor before a proposal can be closed."),
    ]


@pytest.mark.parametrize(
    ("label", "is_unknown"),
    [
        ("Approved", True),
        ("needs sponsor", True),
        ("in_review", True),
        ("INREVIEW", True),
        ("draft", False),
        ("documentation", False),
    ],
)
def test_labels_that_look_like_a_status(label: str, is_unknown: bool) -> None:  # noqa: FBT001
    found = compare(Labeled(7, "T", "Final", "final", ("final", label), SEP))
    assert (found.unknown if found else ()) == ((label,) if is_unknown else ())


@pytest.mark.parametrize(
    ("title", "longest", "slug"),
    [
        ("Batch calls", 50, "batch-calls"),
        ("The Élan of Łódź & Køge", 50, "the-elan-of-lodz-and-koge"),
        ("Don't stop", 50, "dont-stop"),
        ("One of the two", 10, "one-of-two"),
        ("One of the two", 9, "one-two"),
        ("One two three four", 13, "one-two-three"),
        ("Extraordinarily", 5, "extra"),
        ("Calls with the", 50, "calls"),
        ("日本", 50, ""),
    ],
)
def test_slugs(title: str, longest: int, slug: str) -> None:
    assert slug_for(title, longest) == slug


def test_titles_from_the_command_line() -> None:
    assert one_line("title", "  a\tb   c ") == "a b c"
    assert draft_title("SEP-12: Batch calls", SEP.naming) == "Batch calls"
    for text in ("", "a\nb", "a\x07b"):
        with pytest.raises(WorkflowError, match=r"^The title must be one line of text\.$"):
            one_line("title", text)


def test_the_name_of_a_new_file() -> None:
    assert draft_name("Batch calls", SEP.naming) == "0000-batch-calls.md"
    assert draft_name("Batch calls", SEP.naming, "calls", 7) == "7-calls.md"
    assert draft_name("T", SEP.naming, "a" * 50) == f"0000-{'a' * 50}.md"


@pytest.mark.parametrize(
    ("title", "slug", "message"),
    [
        (
            "T",
            "Two words",
            (
                "The slug 'Two words' must be lowercase words joined by single hyphens, with at "
                "most 50 characters."
            ),
        ),
        (
            "T",
            "a" * 51,
            (
                f"The slug '{'a' * 51}' must be lowercase words joined by single hyphens, with at "
                "most 50 characters."
            ),
        ),
        (
            "日本",
            "",
            "The title has no Latin letters or digits for the file name. Use `--slug some-words`.",
        ),
    ],
)
def test_a_name_that_is_refused(title: str, slug: str, message: str) -> None:
    with pytest.raises(WorkflowError) as error:
        draft_name(title, SEP.naming, slug)
    assert str(error.value) == message


def test_the_next_number() -> None:
    one = parse(Source("seps/7-x.md", "7-x.md", canonical(7)), SEP)
    assert next_number(Catalog.of([one], SEP)) == 8
    assert next_number(Catalog.of([], SEP)) == 1


def test_moves_by_somebody_else() -> None:
    before, after = (flight(status=name).sep for name in ("Draft", "In-Review"))
    change = Change(before, after)
    assert [*foreign_moves([change], [], "@Ada", [])] == [
        ForeignMove(after, "Draft", "In-Review", "@Ada", self_named=False, has_list=False)
    ]
    itself = flight(status="In-Review", sponsor="Ada (@ADA)").sep
    assert [*foreign_moves([Change(before, itself)], [], "Ada", [])] == [
        ForeignMove(itself, "Draft", "In-Review", "Ada", self_named=True, has_list=False)
    ]
    assert [*foreign_moves([change], [], "KimStone", [])] == []
    assert [*foreign_moves([change], [], "ada", [Person("Ada", "ADA")])] == []
    assert [*foreign_moves([Change(before, None), Change(after, after)], [], "ada", [])] == []


def test_moves_from_a_status_that_is_not_valid() -> None:
    odd, other, final = (flight(status=name).sep for name in ("Odd", "Odd", "Final"))
    assert [*foreign_moves([Change(odd, other)], [], "ada", [])] == []
    assert [*foreign_moves([Change(odd, final)], [], "ada", [])] == [
        ForeignMove(final, odd.stage, "Final", "ada", self_named=False, has_list=False)
    ]


def test_a_removed_sponsor_is_a_move() -> None:
    before, after = flight().sep, flight(sponsor="None").sep
    assert [*foreign_moves([Change(before, after)], [], "ada", [])] == [
        ForeignMove(
            after, "Draft", "Draft, awaiting sponsor", "ada", self_named=False, has_list=False
        )
    ]


def test_new_files_that_are_not_drafts() -> None:
    draft, final = (flight(status=name).sep for name in ("Draft", "Final"))
    assert [*foreign_moves([], [draft, final], "kimstone", [])] == [
        ForeignMove(final, "", "Final", "kimstone", self_named=True, has_list=False)
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "/site/\n/.seps-snapshot/\n"),
        ("*.pyc", "*.pyc\n/site/\n/.seps-snapshot/\n"),
        ("site\n", "site\n/.seps-snapshot/\n"),
        ("/site/\n.seps-snapshot/\n", "/site/\n.seps-snapshot/\n"),
    ],
)
def test_what_git_ignores(before: str, after: str) -> None:
    assert ignored(before) == after


def test_the_configuration_of_a_new_site() -> None:
    answers = Answers('My "site"', "Owner/Name", "trunk", seps_dir="proposals")
    assert configuration(answers) == (
        "# yaml-language-server: $schema="
        "https://owner.github.io/Name/community/seps/mkdocs.schema.json\n"
        'site_name: "My \\"site\\""\n'
        "site_url: https://owner.github.io/Name/\n"
        "repo_url: https://github.com/Owner/Name\n"
        'edit_uri: "edit/trunk/docs/"\n'
        "\n"
        "theme:\n"
        "  name: material\n"
        "  font: false\n"
        "  features:\n"
        "    - content.action.edit\n"
        "    - content.code.copy\n"
        "    - navigation.tabs\n"
        "    - navigation.top\n"
        "    - search.highlight\n"
        "    - search.suggest\n"
        "\n"
        "nav:\n"
        "  - Home: index.md\n"
        "  - Proposals: community/seps/index.md\n"
        "\n"
        "markdown_extensions:\n"
        "  - admonition\n"
        "  - attr_list\n"
        "  - toc:\n"
        "      permalink: true\n"
        "\n"
        "plugins:\n"
        "  - search\n"
        "  - seps:\n"
        '      seps_dir: "proposals"\n'
        "      repository: Owner/Name\n"
        '      branch: "trunk"\n'
    )


def test_the_configuration_without_a_repository() -> None:
    lines = configuration(Answers(r"Site \ Co", "", "main")).splitlines()
    assert lines[:3] == [r'site_name: "Site \\ Co"', "", "theme:"]
    assert lines[-2:] == ["  - search", "  - seps"]


def test_the_entry_to_paste_into_an_existing_site() -> None:
    answers = Answers("Site", "", "main", process="pep", path="peps", existing=True)
    assert to_paste(answers) == (
        '  - seps:\n      path: "peps"\n      process: process.toml\n      csp: false'
    )


def test_the_site_of_a_user_has_no_folder() -> None:
    assert Answers("S", "Me/me.github.io", "main").site_url == "https://me.github.io/"


def test_the_labels_of_a_pull_request() -> None:
    (one,) = labeled([flight(labels=("draft",), assignees=("kimstone",))])
    assert (one.number, one.stage, one.label, one.labels) == (31, "Draft", "draft", ("draft",))
    assert (one.is_open, one.several, one.vouched, one.proposal) == (True, False, True, 31)


def test_the_files_of_a_draft() -> None:
    text = "---\ntitle: T\nstatus: provisional\n---\n\n# T\n\n---\n\nText.\n"
    file = Path("keps/1-t/README.md")
    assert draft_files(file, text, PEP) == {file: text}
    assert draft_files(file, text, KEP) == {
        Path("keps/1-t/kep.yaml"): "title: T\nstatus: provisional\n",
        file: "# T\n\n---\n\nText.\n",
    }


def test_the_folders_that_have_proposals(tmp_path: Path) -> None:
    for path in ("seps/1-x.md", "peps/pep-0001.md", "docs/proposals/x.md", "rfcs/x.txt"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("# X\n", encoding="utf-8")
    (tmp_path / "proposals").mkdir()
    assert proposal_folders(tmp_path, SEP, is_own=True) == ["seps", "peps"]
    assert proposal_folders(tmp_path, PEP, is_own=False) == ["peps"]


def test_the_files_of_a_new_site() -> None:
    files = new_files(Answers("My site", "O/R", "trunk", seps_dir="proposals"), SEP)
    assert [*files] == [
        "docs/index.md",
        "docs/community/seps/index.md",
        "proposals/README.md",
        "proposals/TEMPLATE.md",
        ".github/workflows/check-proposals.yml",
        ".github/workflows/publish-proposals.yml",
    ]
    assert files["docs/index.md"] == (
        "# My site\n"
        "\n"
        "Proposals for changes, with their status and their history.\n"
        "\n"
        "[Browse all proposals](community/seps/index.md){ .md-button .md-button--primary }\n"
        "\n"
        "## Newest\n"
        "\n"
        "<!-- seps:newest -->\n"
    )
    assert "<!-- seps:table -->" in files["docs/community/seps/index.md"]
    assert files["proposals/README.md"].startswith(
        "# Proposals\n\nEach Markdown file in this directory is a proposal. "
    )
    assert files["proposals/TEMPLATE.md"] == built_in_template(SEP)
    publish = files[".github/workflows/publish-proposals.yml"]
    assert yaml.load(publish, yaml.BaseLoader)["on"]["push"] == {"branches": ["trunk"]}
    assert "path: site\n" in publish
    assert not any(re.search(r"@[A-Z]+@|@DIRECTORY|directory:", text) for text in files.values())


def test_the_files_of_a_new_site_in_a_folder() -> None:
    answers = Answers("Site", "O/R", "main", process="pep", directory="sites/peps")
    files = new_files(answers, PEP, "pages")
    assert [*files] == [
        "process.toml",
        "pages/index.md",
        "pages/community/seps/index.md",
        "seps/README.md",
        "seps/TEMPLATE.md",
        "../../.github/workflows/check-proposals.yml",
        "../../.github/workflows/publish-proposals.yml",
    ]
    assert (
        '          directory: "sites/peps"\n'
        in files["../../.github/workflows/check-proposals.yml"]
    )
    assert 'path: "sites/peps/site"\n' in files["../../.github/workflows/publish-proposals.yml"]


def test_a_draft_in_front_matter_has_its_number_there() -> None:
    text = draft_text(
        built_in_template(PEP), "Batch <T> calls", PEP.types[0], "Ada (@ada)", OPENED, PEP, 8
    )
    assert text.startswith(
        "---\n"
        "PEP: 8\n"
        "Title: Batch <T> calls\n"
        "Author: Ada (@ada)\n"
        "Status: Draft\n"
        "Type: Standards Track\n"
        "Created: 2026-01-01\n"
        "---\n"
        "\n"
        "# PEP 8: Batch \\<T> calls\n"
        "\n"
        "## Abstract\n"
    )
