"""Which requests and SEPs a field names, and where."""

import pytest

from mkdocs_seps.config.processes import default_process
from mkdocs_seps.parsing.references import parse_requests, parse_seps, sep_mentions

NAMING = default_process().naming
REPOSITORY = "owner/repo"
PULL = "https://github.com/owner/repo/pull"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"[#5006]({PULL}/5006) and #77", [5006, 77]),
        (f"#77 and [#5006]({PULL}/5006)", [77, 5006]),
        (f"#5006 ({PULL}/5006)", [5006]),
        (f"{PULL}/1, {PULL}/2#issuecomment-33", [1, 2]),
        ("https://github.com/other/repo/pull/77 and #77", [77, 77]),
        ("PR-5007 (draft), superseding #4999", [5007, 4999]),
        ("5007, #4999 & 12", [5007, 4999, 12]),
        ("pull request 9", [9]),
        ("{2322}", [2322]),
        ("2025-01-01", []),
        ("TBD", []),
    ],
)
def test_requests_in_order(text: str, expected: list[int]) -> None:
    assert [found.number for found in parse_requests(text, "pull", REPOSITORY, NAMING)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5016", [("5016", 5016)]),
        ("#5016", [("#5016", 5016)]),
        ("SEP 5016", [("SEP 5016", 5016)]),
        ("SEPs 1686 and 5001", [("SEPs 1686", 1686), ("5001", 5001)]),
        ("SEP-1 SEP-2", [("SEP-1", 1), ("SEP-2", 2)]),
        ("1686 (Tasks, and more)", [("1686", 1686)]),
        (f"[SEP-7]({PULL}/7), x", [(f"[SEP-7]({PULL}/7)", 7)]),
        (f"see {PULL}/7, #8", [(f"{PULL}/7", 7), ("#8", 8)]),
        ("[Tasks](./1686-tasks.md)", [("[Tasks](./1686-tasks.md)", 1686)]),
        ("SEP-7 (by @a), A2A discussion #1631", [("SEP-7", 7)]),
        ("RFC 2119, RFC 8615 (Well-Known, 2)", []),
        ("#982 (issue of SEP-7), Tasks (SEP-8)", [("#982", 982), ("SEP-8", 8)]),
        ("6 (which replaces SEP-7)", [("6", 6)]),
        ("None (see SEP-7)", []),
    ],
)
def test_where_each_sep_stands(text: str, expected: list[tuple[str, int]]) -> None:
    found = sep_mentions(text, NAMING)
    assert [(text[one.start : one.end], one.number) for one in found] == expected
    assert [one.number for one in parse_seps(text, NAMING)] == [number for _, number in expected]


@pytest.mark.parametrize(
    "text",
    [
        f"SEP-7, [SEP-7]({PULL}/7)",
        f"[SEP-7]({PULL}/7), SEP-7",
        f"[SEP-7]({PULL}/7), [SEP-7](./7-x.md)",
    ],
)
def test_a_request_that_is_linked_is_kept(text: str) -> None:
    assert [one.url for one in parse_seps(text, NAMING)] == [f"{PULL}/7"]


def test_a_hash_alone_may_be_any_request_or_issue() -> None:
    found = parse_seps("#117, #982 (tracking issue), SEP-1850", NAMING)
    assert [(one.number, one.may_be_other) for one in found] == [
        (117, True),
        (982, True),
        (1850, False),
    ]
