"""`seps status`: the moves that may be made, the one line that changes, what remains."""

import re
from pathlib import Path

import pytest

from tests.unit.sync.repositories import Upstream
from tests.unit.sync.repositories import text as upstream_text
from tests.unit.workflow.scratch import Scratch, proposal

pytestmark = pytest.mark.slow

PATH = "seps/1234-batch-calls.md"


def test_only_that_line_changes_and_the_rest_is_said(scratch: Scratch) -> None:
    text = proposal(1234).replace("\n", "\r\n").replace("Draft", "draft  ")
    scratch.write(PATH, text)
    said = scratch.does("status", "1234", "in-review")
    assert scratch.read(PATH) == text.replace("draft  ", "In-Review  ")
    assert said == (
        "seps/1234-batch-calls.md: Draft -> In-Review\n"
        "\n"
        "Remaining steps for the sponsor:\n"
        "  1. Set the label `in-review` in place of `draft` on the pull request.\n"
        "  2. Add the proposal to the agenda of a Core Maintainer meeting.\n"
        "  3. Post this comment on the pull request:\n"
        "\n"
        "**SEP-1234 is now In-Review** (was Draft). This proposal is complete and awaits a "
        "decision. It is not part of the protocol.\n"
        "\n"
        "Next: The Core Maintainers accept it, reject it, or send it back to Draft.\n"
        "\n"
        "<!-- mkdocs-seps: status in-review -->\n"
    )


def test_acceptance_is_dated(scratch: Scratch) -> None:
    text = proposal(1234, "In-Review")
    scratch.write(PATH, text)
    scratch.does("status", PATH, "accepted")
    wanted = text.replace("In-Review", "Accepted").replace(
        "2026-01-31\n", "2026-01-31\n- **Accepted**: 2026-03-01\n"
    )
    assert scratch.read(PATH) == wanted


def test_an_acceptance_on_record_stays(scratch: Scratch) -> None:
    text = proposal(1234, "In-Review", more="- **Accepted**: 2026-02-01, 8 yes\n")
    scratch.write(PATH, text)
    scratch.does("status", "SEP-1234", "Accepted")
    assert scratch.read(PATH) == text.replace("In-Review", "Accepted")


def test_an_acceptance_without_a_place_for_its_date_is_a_remaining_step(scratch: Scratch) -> None:
    created = "- **Created**: 2026-01-31\n"
    text = proposal(1234, "In-Review").replace(created, "")
    scratch.write(PATH, text)
    said = scratch.does("status", "1234", "accepted", "--force", "The date is unknown.")
    assert scratch.read(PATH) == text.replace("In-Review", "Accepted")
    assert said.startswith(
        "seps/1234-batch-calls.md: In-Review -> Accepted\n"
        "\n"
        "Remaining steps for the sponsor:\n"
        "  1. Add `- **Accepted**: 2026-03-01`.\n"
        "  2. Set the label `accepted` in place of `in-review` on the pull request.\n"
    )
    scratch.write(PATH, proposal(1234, "In-Review"))
    said = scratch.does("status", "1234", "accepted")
    assert "Remaining steps for the sponsor:\n  1. Set the label `accepted`" in said


@pytest.mark.parametrize(
    ("sponsor", "place"),
    [("- **Sponsor**: None\n", "7:16"), ("- **Sponsor**: TBD\n", "7:16"), ("", "3:15")],
)
def test_a_revival_without_a_sponsor(scratch: Scratch, sponsor: str, place: str) -> None:
    text = proposal(1234, "Dormant")
    scratch.write(PATH, text.replace("- **Sponsor**: Kim Stone (@kimstone)\n", sponsor))
    assert scratch.refuses("status", "1234", "draft") == (
        "Cannot move SEP-1234 from Dormant to Draft. The move would result in 1 finding:\n"
        f"  seps/1234-batch-calls.md:{place}: error[sponsor-missing]: SEP-1234 is Dormant and has "
        "no sponsor. Add the new sponsor: `- **Sponsor**: Name (@handle)`.\n"
        "Fix it, or override it with a reason: --force REASON."
    )
    scratch.write(PATH, text)
    scratch.does("status", "1234", "draft")
    assert scratch.read(PATH) == text.replace("Dormant", "Draft")


def test_a_proposal_with_a_sponsor_does_not_become_dormant(scratch: Scratch) -> None:
    text = proposal(1234, "Draft")
    scratch.write(PATH, text)
    assert scratch.refuses("status", "1234", "dormant") == (
        "Cannot move SEP-1234 from Draft to Dormant. The move would result in 1 finding:\n"
        "  seps/1234-batch-calls.md:3:15: warning[status-move]: The proposal becomes Dormant "
        "although it has a sponsor. Explain the exception in the pull request, or choose another "
        "status. Dormant is for proposals without a sponsor.\n"
        "Override it with a reason: --force REASON."
    )
    unsponsored = text.replace("Kim Stone (@kimstone)", "None")
    scratch.write(PATH, unsponsored)
    assert scratch.refuses("status", "1234", "dormant") == (
        "Cannot move SEP-1234 from Draft to Dormant. The move would result in 1 finding:\n"
        "  seps/1234-batch-calls.md:3:15: warning[status-move]: SEP-1234 has had no sponsor "
        "for less than 6 months. Wait until 2026-07-31 or later.\n"
        "Override it with a reason: --force REASON."
    )
    scratch.write(PATH, unsponsored.replace("2026-01-31", "2025-08-31"))
    scratch.does("status", "1234", "dormant")


@pytest.mark.parametrize("value", ["", " TBD", " YYYY-MM-DD"])
def test_an_acceptance_that_was_to_come_is_filled_in(scratch: Scratch, value: str) -> None:
    text = proposal(1234, "In-Review", more=f"- **Accepted**:{value}\n")
    scratch.write(PATH, text)
    scratch.does("status", "SEP-1234", "Accepted")
    assert scratch.read(PATH) == text.replace("In-Review", "Accepted").replace(
        f"**Accepted**:{value}\n", "**Accepted**: 2026-03-01\n"
    )


FRONT = """\
---
Title: Batch
Status: In-Review
Created: 2026-01-31
Sponsor: Kim (@kim)
---
"""
HEADED = """\
# SEP-1234: Batch

## Preamble

- **Status:** In-Review
- **Created:** 2026-01-31
- **Sponsor:** Kim (@kim)

## Abstract

Text.
"""
QUOTED = """\
---
Title: "Batch"
Status: 'In-Review'  # since Monday
Created: 2026-01-31
Sponsor: "Kim (@kim)"
---
"""
TABLE = """\
# SEP-1234: Batch

| Field | Value |
| --- | --- |
| Status | In-Review |
| Created | 2026-01-31 |
| Sponsor | Kim (@kim) |
"""


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (FRONT, "Accepted: 2026-03-01\nSponsor:"),
        (QUOTED, "Accepted: 2026-03-01\nSponsor:"),
        (TABLE, "| Accepted | 2026-03-01 |\n| Sponsor"),
        (HEADED, "- **Accepted:** 2026-03-01\n- **Sponsor"),
    ],
    ids=["front-matter", "quoted", "table", "under-a-heading"],
)
def test_other_forms_of_the_preamble(scratch: Scratch, text: str, line: str) -> None:
    scratch.write(PATH, text)
    scratch.does("status", "1234", "Accepted", "--force", "the vote was yesterday")
    added = re.sub("'?In-Review'?", "Accepted", text).replace(line[line.index("\n") + 1 :], line)
    assert scratch.read(PATH) == added


@pytest.mark.parametrize(
    ("status", "target", "edit", "rule"),
    [
        ("Draft", "Final", ("x", "x"), "status-move"),
        ("Final", "Draft", ("x", "x"), "status-move"),
        ("Withdrawn", "Draft", ("x", "x"), "status-move"),
        ("Draft", "In-Review", ("Kim Stone (@kimstone)", "None"), "sponsor-missing"),
        ("Draft", "In-Review", ("## Rationale", "## Other"), "missing-section"),
        ("Accepted", "Final", ("https://github.com/example/sdk/pull/12", "it"), "unproven-final"),
        ("Final", "Superseded", ("x", "x"), "successor"),
        ("Dormant", "Draft", ("Kim Stone (@kimstone)", "None"), "sponsor-missing"),
    ],
)
def test_what_stands_against_a_move(
    scratch: Scratch, status: str, target: str, edit: tuple[str, str], rule: str
) -> None:
    scratch.write(PATH, proposal(1234, status).replace(*edit))
    said = scratch.refuses("status", "1234", target)
    assert said.startswith(f"Cannot move SEP-1234 from {status} to {target}. The move ")
    assert f"[{rule}]: " in said
    done = scratch.seps("status", "1234", target, "--force", "Agreed on Monday.")
    assert done.returncode == 0
    assert "Reason for the exception: Agreed on Monday." in done.stdout
    assert f"[{rule}]: " in done.stderr
    assert "Monday" not in scratch.read(PATH)
    assert f"- **Status**: {target}\n" in scratch.read(PATH)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("1234", "draft"), "SEP-1234 is already Draft."),
        (("1234", "acepted"), "Unknown status 'acepted'. Did you mean 'Accepted'?"),
        (
            ("99", "draft"),
            "There is no proposal '99' in seps. Run `seps list` to list all proposals.",
        ),
    ],
)
def test_what_it_does_not_understand(
    scratch: Scratch, words: tuple[str, ...], message: str
) -> None:
    scratch.write(PATH, proposal(1234))
    assert scratch.refuses("status", *words) == message


def test_a_read_only_file(scratch: Scratch) -> None:
    file = scratch.write(PATH, proposal(1234))
    file.chmod(0o444)
    assert scratch.refuses("status", "1234", "in-review") == (
        f"{file} is read-only. Make it writable: `chmod u+w {file}`."
    )


TABLE = """\
# SEP-1234: Batch calls

| Status  | Final                |
| ------- | -------------------- |
| Type    | Process              |
| Created | 2026-01-31           |
| Author  | Ada Park (@adapark)  |
| Sponsor | Kim Stone (@kimstone) |
| PR      | #1234                |

## Abstract

Words.
"""


def test_a_table_whose_first_row_is_the_status(scratch: Scratch) -> None:
    """Accepted and Superseded are names of fields as well."""
    scratch.write(PATH, TABLE)
    scratch.write("seps/2000-x.md", proposal(2000, "Final", more="- **Supersedes**: SEP-1234\n"))
    for status in ("Superseded", "Withdrawn"):
        scratch.does("status", "1234", status, "--force", "To see.")
        assert scratch.read(PATH) == TABLE.replace("Final", status)
    scratch.does("status", "1234", "Accepted", "--force", "To see.")
    scratch.does("status", "1234", "Rejected", "--force", "To see.")
    day = "| Created | 2026-01-31           |\n"
    assert scratch.read(PATH) == TABLE.replace("Final", "Rejected").replace(
        day, day + "| Accepted | 2026-03-01           |\n"
    )


def test_a_link_where_the_new_text_is_prepared_is_not_written_through(
    scratch: Scratch, tmp_path: Path
) -> None:
    diary = scratch.write("home/diary", "dear diary")
    scratch.write(PATH, proposal(1234))
    (tmp_path / "seps/.new-1234-batch-calls.md").symlink_to(diary)
    scratch.does("status", "1234", "in-review")
    assert scratch.read("home/diary") == "dear diary"
    assert scratch.read(PATH) == proposal(1234, "In-Review")
    assert [path.name for path in (tmp_path / "seps").iterdir()] == ["1234-batch-calls.md"]
    assert not (tmp_path / PATH).is_symlink()


def test_the_successor_is_named_and_where_it_is_to_be_written(scratch: Scratch) -> None:
    text = proposal(1234, "Final")
    scratch.write(PATH, text)
    scratch.write(
        "seps/2000-streams.md", proposal(2000, "Final", more="- **Supersedes**: SEP-1234\n")
    )
    assert scratch.does("status", "1234", "superseded") == (
        "seps/1234-batch-calls.md: Final -> Superseded\n"
        "\n"
        "Remaining steps for the sponsor:\n"
        "  1. Add `- **Superseded-By**: SEP-2000` to link the new proposal.\n"
        "  2. Set the label `superseded` in place of `final` on the pull request.\n"
        "  3. Post this comment on the pull request:\n"
        "\n"
        "**SEP-1234 is now Superseded** (was Final). A newer proposal replaces this one.\n"
        "\n"
        "It is superseded by SEP-2000.\n"
        "\n"
        "<!-- mkdocs-seps: status superseded -->\n"
    )
    assert scratch.read(PATH) == text.replace("Final", "Superseded", 1)
    scratch.change(PATH, "#1234\n", "#1234\n- **Superseded-By**: SEP-2000\n")
    assert scratch.does("check") == "Checked 2 files: no findings.\n"


def test_a_successor_in_the_file_itself_needs_no_other_line(scratch: Scratch) -> None:
    scratch.write(PATH, proposal(1234, "Final", more="- **Superseded-By**: SEP-2000\n"))
    said = scratch.does("status", "1234", "superseded")
    assert "  1. Set the label `superseded`" in said
    assert "It is superseded by SEP-2000." in said


def test_without_a_sponsor_a_core_maintainer_is_asked(scratch: Scratch) -> None:
    scratch.write(PATH, proposal(1234).replace("Kim Stone (@kimstone)", "None"))
    assert (
        "\n"
        "Remaining steps for a Core Maintainer, as there is no sponsor:\n"
        "  1. Set the label `withdrawn` in place of `proposal` on the pull request.\n"
    ) in scratch.does("status", "1234", "withdrawn")


def test_the_stage_awaiting_sponsor_is_named_with_its_status(scratch: Scratch) -> None:
    scratch.write(PATH, proposal(1234).replace("Kim Stone (@kimstone)", "None"))
    said = scratch.does("status", "1234", "withdrawn")
    assert said.startswith(f"{PATH}: Draft, awaiting sponsor -> Withdrawn\n")
    assert "**SEP-1234 is now Withdrawn** (was Draft, awaiting sponsor). " in said
    said = scratch.does("status", "1234", "draft", "--force", "The author withdrew it by mistake.")
    assert said.startswith(f"{PATH}: Withdrawn -> Draft, awaiting sponsor\n")
    assert "**SEP-1234 is now Draft, awaiting sponsor** (was Withdrawn). " in said


def test_a_proposal_in_a_request_has_to_be_checked_out(scratch: Scratch, tmp_path: Path) -> None:
    upstream = Upstream(tmp_path / "upstream.git")
    upstream.request(31, {"seps/31-x.md": upstream_text(31)})
    scratch.does(
        "sync", "--repository", str(upstream.folder), "--name", "owner/name", GITHUB_TOKEN=""
    )
    assert scratch.refuses("status", "31", "in-review") == (
        "SEP-31 is in a pull request, not in seps. Check out its branch first: `gh pr checkout 31`."
    )


def test_a_draft_without_a_number_is_found_by_its_placeholder(scratch: Scratch) -> None:
    scratch.does("new", "Batches")
    assert scratch.does("show", "0000").startswith("Batches\n")
    scratch.does("new", "Streams")
    assert scratch.refuses("show", "0000") == (
        "2 files have no number yet: seps/0000-batches.md, seps/0000-streams.md. Specify one of "
        "them."
    )


def test_two_files_with_one_number(scratch: Scratch) -> None:
    scratch.write(PATH, proposal(1234))
    scratch.write("seps/1234-again.md", proposal(1234))
    assert scratch.refuses("status", "1234", "in-review").endswith("Specify one of them.")
    scratch.does("status", "seps/1234-again.md", "in-review")


def test_an_exemption_spares_the_move(scratch: Scratch) -> None:
    scratch.write(PATH, proposal(1234).replace("## Rationale", "## Other"))
    scratch.change(
        "mkdocs.yml",
        "      drafts: always\n",
        "      exempt: [{rule: missing-section, seps: [1234], reason: Agreed.}]\n",
    )
    scratch.does("status", "1234", "in-review")
