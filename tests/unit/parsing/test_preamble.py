"""Preambles in every shape that people write: the input file, and all that is read from it.

Each case is a Markdown file under `preamble/` with the expected reading beside it as JSON.
"""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mkdocs_seps.model.fields import FieldRole
from mkdocs_seps.model.proposal import People, Reference, Sep, Source
from mkdocs_seps.parsing.encoding import decode
from mkdocs_seps.parsing.proposal import parse
from tests.support.golden import expected_json
from tests.support.projects import REPOSITORY, SEP

CASES = Path(__file__).parent / "preamble"


def read(name: str, data: bytes) -> Sep:
    text, problems = decode(data)
    return parse(Source(name, name, text, problems=problems), SEP, REPOSITORY)


def people(found: People) -> list[str]:
    listed = [
        " ".join(filter(None, (p.name, p.handle and f"@{p.handle}", p.email)))
        for p in found.members
    ]
    return listed + ([f"on behalf of {found.on_behalf_of}"] if found.on_behalf_of else [])


def numbers(references: tuple[Reference, ...]) -> list[str]:
    return [reference.url or f"SEP-{reference.number}" for reference in references]


def reading(sep: Sep) -> dict[str, object]:
    return {
        "name": sep.name,
        "title": sep.title,
        "status": sep.stage,
        "type": sep.type.name if sep.type else None,
        "created": sep.created.isoformat() if sep.created else None,
        "authors": people(sep.authors),
        "sponsors": people(sep.sponsors),
        "pulls": numbers(sep.pulls),
        "issues": numbers(sep.issues),
        "relations": {
            name: numbers(found)
            for name, found in (
                ("requires", sep.requires),
                ("related", sep.related),
                ("supersedes", sep.supersedes),
                ("superseded by", sep.superseded_by),
            )
            if found
        },
        "options": dict(sep.options),
        "fields": [f"{f.line}:{f.column} {f.name} = {f.value}" for f in sep.fields],
        "body": [line for line in sep.body.split("\n") if line.strip()][:4],
        "shape": sep.shape,
        "preamble": f"{sep.preamble_line}-{sep.preamble_last}",
        "under_heading": sep.under_heading,
        "heading": [sep.title_line, sep.heading_number, sep.heading],
        "headings": [f"{h.line} {'#' * h.level} {h.text}" for h in sep.headings],
        "content": [line for line in sep.content.split("\n") if line.strip()][:2],
        "problems": [f"{p.line}:{p.column} {p.rule}: {p.message} {p.help}" for p in sep.problems],
    }


@pytest.mark.parametrize("case", sorted(CASES.glob("*.md")), ids=lambda path: path.stem)
def test_reading(case: Path, request: pytest.FixtureRequest) -> None:
    found = reading(read("1234-case.md", case.read_bytes()))
    assert found == expected_json(case.with_suffix(".json"), found, request)


@pytest.mark.parametrize(
    ("name", "number", "slug"),
    [
        ("1850-pr-based-sep-workflow.md", 1850, "pr-based-sep-workflow"),
        ("1577--sampling-with-tools.md", 1577, "-sampling-with-tools"),
        ("0000-draft.md", None, "draft"),
        ("0-draft.md", None, "draft"),
        ("XXXX-draft.md", None, "draft"),
        ("draft.md", None, "draft"),
        ("sep-12-x.md", None, "sep-12-x"),
        ("0012-x.md", 12, "x"),
    ],
)
def test_number_and_slug_come_from_the_file_name(name: str, number: int | None, slug: str) -> None:
    sep = read(name, b"# SEP-1: T\n")
    assert (sep.number, sep.slug) == (number, slug)


@settings(max_examples=300)
@given(st.binary(max_size=2000) | st.text(max_size=2000).map(lambda text: text.encode()))
def test_no_bytes_raise(data: bytes) -> None:
    sep = read("1234-x.md", data)
    assert sep.body.count("\n") == decode(data)[0].count("\n")


PIECES = st.sampled_from(
    [
        "# SEP-1: T\n", "---\n", "- **Status**: Draft\n", "**Type:** Process\n", "| A | B |\n",
        "|---|---|\n", "| Status | Draft |\n", "```\n", "<!--", "-->", "\n", "Status: x\n", "===\n",
        "> **PR**: #1\n", "## Preamble\n", "## Abstract\n", "  - @a\n", "<b>Status</b>: x<br>\n",
    ]
)  # fmt: skip


@settings(max_examples=300)
@given(st.lists(PIECES, max_size=14).map("".join))
def test_no_shuffle_of_preamble_pieces_raises_or_loses_a_line(text: str) -> None:
    sep = read("1234-x.md", text.encode())
    lines, body = text.split("\n"), sep.body.split("\n")
    assert len(lines) == len(body)
    assert all(kept in (line, "") for line, kept in zip(lines, body, strict=True))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xef\xbb\xbf",
        b"\x00",
        b"\xff\xfe",
        b"\r\n" * 10,
        b"# SEP-1: T\n\n" + b"- **Status**: Draft\n" * 20_000,
        b"# SEP-1: T\n\n- **Status**: " + b"x" * 10_000_000,
        b"---\na: " + b"[" * 50_000 + b"\n---\n",
        b"---\na: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n---\n# SEP-1: T\n",
        b"#" * 100_000,
        b"| a | b |\n|---|---|\n" + b"| Status | x |\n" * 5_000,
    ],
    ids=range(11),
)
@pytest.mark.slow
def test_no_extreme_raises(data: bytes) -> None:
    assert isinstance(read("1234-x.md", data), Sep)


def test_a_windows_file_reads_like_any_other() -> None:
    text = "\ufeff# SEP-1234: T\r\n\r\n- **Status**: Final\r\n- **Type**: Process\r\n\r\n## A\r\n"
    sep = read("1234-x.md", text.encode())
    assert [(f.line, f.column, f.value) for f in sep.fields] == [
        (3, 15, "Final"),
        (4, 13, "Process"),
    ]


def test_every_field_of_the_real_files_is_read(corpus: Path) -> None:
    """No real preamble is lost: only the file that has none is without fields."""
    without = [
        file.name
        for folder in ("landed", "drafts")
        for file in sorted((corpus / folder).glob("*.md"))
        if not read(file.name, file.read_bytes()).fields
    ]
    assert without == ["sep-3182-idempotency-faq.md"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-32"])
def test_a_wide_file_is_read_and_asked_to_be_saved_anew(encoding: str) -> None:
    mark = "\ufeff" if encoding.endswith("be") else ""
    text = f"{mark}# SEP-1234: Ümläut\r\n\r\n- **Status**: Final\r\n"
    sep = read("1234-x.md", text.encode(encoding))
    assert (sep.title, sep.value(FieldRole.STATUS)) == ("Ümläut", "Final")
    name = encoding[:6].upper()
    assert [(p.line, p.message, p.help) for p in sep.problems if p.rule == "encoding"] == [
        (1, f"This is {name}.", "Save it as UTF-8.")
    ]


# What is part of the fields and what is text: each case once, at the border between the two.
BORDERS = [
    pytest.param(
        "> - **Status**: Draft\n> - **Note**:\n> - item\n\nText.",
        [("Status", "Draft"), ("Note", "")],
        "> - item / Text.",
        id="an item below an empty field in a quote",
    ),
    pytest.param(
        "- **Status**: Draft\n- **Date of last call**: soon\n\nText.",
        [("Status", "Draft"), ("Date of last call", "soon")],
        "Text.",
        id="a label of four words",
    ),
    pytest.param(
        "- **Status**: Draft\n- **Date of the last call**: soon\n\nText.",
        [("Status", "Draft"), ("Date of the last call", "soon")],
        "Text.",
        id="a label of five words",
    ),
    pytest.param(
        "**Date of last call**: soon\n**Status**: Draft\n\nText.",
        [("Date of last call", "soon"), ("Status", "Draft")],
        "Text.",
        id="unknown first, four words",
    ),
    pytest.param(
        "**Date of the last call**: soon\n**Status**: Draft\n\nText.",
        [("Status", "Draft")],
        "**Date of the last call**: soon / Text.",
        id="unknown first, five words",
    ),
    pytest.param(
        "Last Call: soon\nStatus: Draft\nType: Process\n\nText.",
        [("Last Call", "soon"), ("Status", "Draft"), ("Type", "Process")],
        "Text.",
        id="plain unknown first, two words",
    ),
    pytest.param(
        "Last Call Date: soon\nStatus: Draft\nType: Process\n\nText.",
        [("Status", "Draft"), ("Type", "Process")],
        "Last Call Date: soon / Text.",
        id="plain unknown first, three words",
    ),
    pytest.param(
        "last call: soon\nStatus: Draft\nType: Process\n\nText.",
        [("Status", "Draft"), ("Type", "Process")],
        "last call: soon / Text.",
        id="plain unknown first, lower case",
    ),
    pytest.param(
        "> Status: Draft\n> Author: Ada Park,\n>   Bob Stone\n> Type: Process\n\nText.",
        [("Status", "Draft"), ("Author", "Ada Park,\nBob Stone"), ("Type", "Process")],
        "Text.",
        id="quoted continuation",
    ),
    pytest.param(
        "- **Status**: Draft\n- **Discussion**: first\n  second\n- **Type**: Process\n\nText.",
        [("Status", "Draft"), ("Discussion", "first\nsecond"), ("Type", "Process")],
        "Text.",
        id="indented continuation of a text field",
    ),
    pytest.param(
        "**Status**: Draft\n**Discussion**: first\nsecond\n**Type**: Process\n\nText.",
        [("Status", "Draft"), ("Discussion", "first"), ("Type", "Process")],
        "second / Text.",
        id="unindented after a text field",
    ),
    pytest.param(
        "**Status**: Draft\n**Discussion**:\nsecond\n**Type**: Process\n\nText.",
        [("Status", "Draft"), ("Discussion", "second"), ("Type", "Process")],
        "Text.",
        id="unindented after an empty text field",
    ),
    pytest.param(
        "- **Type**: Process\n- **Status**: Draft\n  really\n\nText.",
        [("Type", "Process"), ("Status", "Draft")],
        "  really / Text.",
        id="indented after a filled single field",
    ),
    pytest.param(
        "- **Type**: Process\n- **Status**:\n  Draft\n\nText.",
        [("Type", "Process"), ("Status", "Draft")],
        "Text.",
        id="indented after an empty single field",
    ),
    pytest.param(
        "**Type**: Process\n**Status**:\nDraft\n\nText.",
        [("Type", "Process"), ("Status", "")],
        "Draft / Text.",
        id="unindented after an empty single field",
    ),
    pytest.param(
        "- **Status**: Draft\n- **Authors**:\n- Ada Park\n- Bob Stone\n- **Type**: Process\n\nEnd.",
        [("Status", "Draft"), ("Authors", "Ada Park\nBob Stone"), ("Type", "Process")],
        "End.",
        id="items below authors",
    ),
    pytest.param(
        "- **Status**: Draft\n- **Authors**: Ada Park\n- Bob Stone\n- **Type**: Process\n\nText.",
        [("Status", "Draft"), ("Authors", "Ada Park"), ("Type", "Process")],
        "- Bob Stone / Text.",
        id="items below filled authors",
    ),
    pytest.param(
        "- **Status**: Draft\n- **Discussion**: x\n  Note: y\n- **Type**: Process\n\nText.",
        [("Status", "Draft"), ("Discussion", "x\nNote: y"), ("Type", "Process")],
        "Text.",
        id="indented unknown is no field",
    ),
    pytest.param(
        "- **Status**: Draft\n- **Discussion**: x\n  **Type**: Process\n\nText.",
        [("Status", "Draft"), ("Discussion", "x"), ("Type", "Process")],
        "Text.",
        id="indented known is a field",
    ),
    pytest.param(
        "- **Status**: Draft\nType: Process\n- **PR**: #1\n\nText.",
        [("Status", "Draft"), ("PR", "#1")],
        "Type: Process / Text.",
        id="known plain between bullets",
    ),
    pytest.param(
        "- **Status**: Draft\n- **Discussion**: first\n\tsecond\n\nText.",
        [("Status", "Draft"), ("Discussion", "first\nsecond")],
        "Text.",
        id="tab continuation",
    ),
    pytest.param(
        "- **Status**: Draft\n\n**Type**: Process\n\nText.",
        [("Status", "Draft")],
        "**Type**: Process / Text.",
        id="group after blank, other style",
    ),
    pytest.param(
        "**Status**: Draft\n\n**Note**: x\n\n**Type**: Process\n\nText.",
        [("Status", "Draft"), ("Note", "x"), ("Type", "Process")],
        "Text.",
        id="group after blank, same style unknown",
    ),
    pytest.param(
        "Status: Draft\nType: Process\n\nNote: x\n\nText.",
        [("Status", "Draft"), ("Type", "Process")],
        "Note: x / Text.",
        id="group after blank, plain unknown",
    ),
    pytest.param(
        "Text first.\n\n```\nStatus: Draft\nType: Process\n```\n\nText.",
        [("Status", "Draft"), ("Type", "Process")],
        "Text first. / Text.",
        id="fence in a text",
    ),
    pytest.param(
        "```\nStatus: Draft\nType: Process\n",
        [("Status", "Draft"), ("Type", "Process")],
        "",
        id="fence unclosed",
    ),
    pytest.param(
        "```\nBefore.\nStatus: Draft\nType: Process\n\nAfter.\n\nMore.",
        [("Status", "Draft"), ("Type", "Process")],
        "Before. / After. / More.",
        id="fence unclosed, with text around the fields",
    ),
    pytest.param(
        "```\ncode\n```\n\n```\nStatus: Draft\nType: Process\n```\n\nText.",
        [],
        "``` / code / ``` / ``` / Status: Draft / Type: Process / ``` / Text.",
        id="fence of other text, then fields in a fence",
    ),
    pytest.param(
        "- **Status**: Draft\nsome text\n- **Type**: Process\n\nText.",
        [("Status", "Draft"), ("Type", "Process")],
        "some text / Text.",
        id="known bullet after text",
    ),
    pytest.param(
        "**Status**: Draft\n**PR**: #1\nsome text\n**Foo**: x\n**Type**: Process\n\nText.",
        [("Status", "Draft"), ("PR", "#1"), ("Foo", "x"), ("Type", "Process")],
        "some text / Text.",
        id="unknown marked after text",
    ),
]


@pytest.mark.parametrize(("lines", "fields", "body"), BORDERS)
def test_where_fields_end_and_text_begins(
    lines: str, fields: list[tuple[str, str]], body: str
) -> None:
    sep = parse(Source("seps/1-x.md", "1-x.md", f"# SEP-1: T\n\n{lines}\n"), SEP)
    assert [(field.label, field.value) for field in sep.fields] == fields
    assert " / ".join(line for line in sep.body.split("\n") if line.strip()) == body


def test_fields_in_a_list_below_another_one_have_their_own_lines() -> None:
    first = "<ul>\n<li>one</li>\n</ul>\n"
    second = "<ul>\n<li>Status: Draft</li>\n<li>Type: Process</li>\n</ul>\n"
    sep = read("1234-x.md", f"# SEP-1234: T\n\n{first}\n{second}\n## Abstract\n".encode())
    assert [(f.line, f.name) for f in sep.fields] == [(8, "Status"), (9, "Type")]


def test_a_table_right_below_the_title_can_be_the_whole_text() -> None:
    sep = read("1234-x.md", b"# SEP-1234: T\n| Status | Draft |\n|---|---|\n| Type | Process |")
    assert [(f.line, f.name) for f in sep.fields] == [(2, "Status"), (4, "Type")]


def test_text_right_below_fields_in_a_code_block_is_kept() -> None:
    sep = read("1234-x.md", b"# SEP-1234: T\n\n```\nStatus: Draft\nType: Process\n```\nText.\n")
    assert sep.preamble_last == 6
    assert sep.body.split() == ["Text."]


@pytest.mark.parametrize("line", ["Status: not clear yet.", "**PR**: #1"])
def test_one_line_with_the_name_of_a_field_is_text(line: str) -> None:
    sep = read("1234-x.md", f"# SEP-1234: T\n\n{line}\n\nText.\n".encode())
    assert (sep.fields, sep.body.split("\n")[2]) == ((), line)


def test_a_table_with_the_names_in_its_first_row_can_begin_with_status_and_accepted() -> None:
    text = "# SEP-1234: T\n\n| Status | Accepted |\n|---|---|\n| Draft | Type |\n"
    sep = read("1234-x.md", text.encode())
    assert [(f.name, f.value) for f in sep.fields] == [("Status", "Draft"), ("Accepted", "Type")]
