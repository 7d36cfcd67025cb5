"""Who is named by Author(s) and Sponsor, and when nobody is."""

import pytest

from mkdocs_seps.parsing.people import is_empty_sponsor, parse_people


@pytest.mark.parametrize(
    "text",
    [
        "", "-", "?", "None", "none.", "**None**", "_None yet_", "None currently",
        "None identified", "None (seeking sponsor)", "None (asked @jane)", "None, seeking",
        "Nobody (asked @jane)", "No one (asked @jane)", "N/A (asked @jane)",
        "No one yet", "Nobody", "no sponsor", "Not yet assigned", "Looking for sponsors",
        "Needs sponsor from Core Maintainers", "Awaiting Core Maintainer sponsor",
        "TBD", "_TBD_", "{TBD}", "TBD — looking for sponsor", "*None* – seeking", "N/A", "N/A yet",
        "To be found", "to be determined", "null", "~", "@TBD", "@none",
        '@github-username (or "None" if seeking sponsor)', "unsponsored (seeking sponsor)",
        "Unassigned", "Open", "Pending", "Sponsor wanted", "seeking", "needs a sponsor",
    ],
)  # fmt: skip
def test_nobody(text: str) -> None:
    assert is_empty_sponsor(text)
    assert not parse_people(text)


@pytest.mark.parametrize(
    "text",
    [
        "Noah Open", "Nobuo Wanted", "Seeking Alpha (@alpha)", "Tba Smith (@tba-s)", "Tba Smith",
        "None (@none-dev)", "Open Source Collective", "TBD (@jane)", "@open", "@tbd-dev", "Na Li",
        "No Ji-hoon", "Nona Zhang", "Wanted Person (w@example.org)", "Todor", "Nilesh",
        "Pending (https://github.com/pending-x)",
    ],
)  # fmt: skip
def test_somebody(text: str) -> None:
    assert not is_empty_sponsor(text)
    assert parse_people(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Zoë (Google LLC, Inc.)", [("Zoë (Google LLC, Inc.)", "", "")]),
        ("Ann (Foo & Bar Inc)", [("Ann (Foo & Bar Inc)", "", "")]),
        ("Ann (@ann, Foo)", [("Ann (Foo)", "ann", "")]),
        ("Ann (Foo, @ann)", [("Ann (Foo)", "ann", "")]),
        ("Ann (not closed, Bob", [("Ann (not closed", "", ""), ("Bob", "", "")]),
        ("Ann (two,\n  lines), Bob", [("Ann (two, lines)", "", ""), ("Bob", "", "")]),
        ("Jane Doe, PhD (@jane)", [("Jane Doe, PhD", "jane", "")]),
        ("Jane, Ph.D., and Max, MD", [("Jane, Ph.D.", "", ""), ("Max, MD", "", "")]),
        ("Md Rahman, Md Ali", [("Md Rahman", "", ""), ("Md Ali", "", "")]),
        ("Ann<br>Bob<br/>Cy", [("Ann", "", ""), ("Bob", "", ""), ("Cy", "", "")]),
        ("Ann (@ann) Bob (@bob)", [("Ann", "ann", ""), ("Bob", "bob", "")]),
        ("Ann (Foo) Bar (@ann)", [("Ann (Foo) Bar", "ann", "")]),
        ("Jane Doe, @jane", [("Jane Doe", "jane", "")]),
        ("Jane (@jane) <j@x.org>", [("Jane", "jane", "j@x.org")]),
        ("Jane (mailto:j@x.org)", [("Jane", "", "j@x.org")]),
        ("Jane j@x.org>Doe", [("Jane Doe", "", "j@x.org")]),
        ("Ann, Bob; Cy (@cy)", [("Ann", "", ""), ("Bob", "", ""), ("Cy", "cy", "")]),
        ("Sandy and Andy", [("Sandy", "", ""), ("Andy", "", "")]),
        ("Xu Li (@xuli)", [("Xu Li", "xuli", "")]),
        ("[Ada Park](https://github.com/ada/)", [("Ada Park", "ada", "")]),
        ("Ann &#" + "9" * 5000 + ";", [("Ann &#" + "9" * 5000, "", "")]),
    ],
    ids=range(21),
)
def test_people(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert [(p.name, p.handle, p.email) for p in parse_people(text).members] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Ada Park (@adapark), Foo Labs LLC; Bob Stone (@bobstone), Barco",
            [("Ada Park", "adapark", "Foo Labs LLC"), ("Bob Stone", "bobstone", "Barco")],
        ),
        (
            "Ada (@ada) — original proposal; Bob (@bob) — shepherd, post-2026 rewrite",
            [("Ada", "ada", "original proposal"), ("Bob", "bob", "shepherd, post-2026 rewrite")],
        ),
        (
            "Ada (@ada) — original proposal, Bob (@bob)",
            [("Ada", "ada", "original proposal"), ("Bob", "bob", "")],
        ),
        ("@ada-park @bob-stone", [("", "ada-park", ""), ("", "bob-stone", "")]),
        ("Ada (@ada), Foo LLC", [("Ada", "ada", "Foo LLC")]),
        ("Ada (@ada), Bob Stone", [("Ada", "ada", ""), ("Bob Stone", "", "")]),
        ("Ada (@ada); Bob; Cy", [("Ada", "ada", ""), ("Bob", "", ""), ("Cy", "", "")]),
        (
            "Ada (@ada); original proposal by @bob in #507",
            [("Ada", "ada", ""), ("", "bob", "original proposal by @bob in #507")],
        ),
        ("Ada (@ada), Bob (@bob), Ada Park (@Ada)", [("Ada", "ada", ""), ("Bob", "bob", "")]),
        ("Ada-Lee - Bob", [("Ada-Lee - Bob", "", "")]),
        ("Ada / @ada, Bob | @bob", [("Ada", "ada", ""), ("Bob", "bob", "")]),
        ("@ada (Ada Park)", [("Ada Park", "ada", "")]),
        ("**Ada** (`@ada`)", [("Ada", "ada", "")]),
        ("Ada (GitHub: ada), bob (GitHub)", [("Ada", "ada", ""), ("", "bob", "")]),
        ("Ada (github.com/ada)", [("Ada", "ada", "")]),
        ("Ada Park, Foo Inc. (@ada)", [("Ada Park", "ada", "Foo Inc.")]),
        ("Ada (@ada)/Bob (@bob)", [("Ada", "ada", ""), ("Bob", "bob", "")]),
        ("Ada (@ada) and others", [("Ada", "ada", "others")]),
        ("Ada (@ada), with thanks to @bob", [("Ada", "ada", "with thanks to, @bob")]),
        (
            "Ada (@ada). Co-authored by Bob (@bob)",
            [("Ada", "ada", ""), ("Bob", "bob", "Co-authored by Bob (@bob)")],
        ),
    ],
)
def test_what_is_said_of_people_is_no_person(text: str, expected: list[tuple[str, ...]]) -> None:
    assert [(p.name, p.handle, p.note) for p in parse_people(text).members] == expected


@pytest.mark.parametrize(
    ("text", "whom"),
    [
        ("Ada (@ada) on behalf of the Working Group", "the Working Group"),
        ("Ada (@ada), on behalf of Foo Labs.", "Foo Labs"),
        ("Ada (@ada) (On behalf of\n  Foo Labs)", "Foo Labs"),
        ("Ada (@ada)", ""),
    ],
)
def test_for_whom(text: str, whom: str) -> None:
    (ada,) = parse_people(text).members
    assert (ada.name, ada.handle, parse_people(text).on_behalf_of) == ("Ada", "ada", whom)


def test_the_address_of_somebody_from_a_company() -> None:
    (ada,) = parse_people("Ada Park, Foo Inc. (@ada) <a@x.org>").members
    assert ada == ("Ada Park", "ada", "a@x.org", "Foo Inc.")
