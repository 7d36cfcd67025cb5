"""Which proposals are about the same."""

import os
from datetime import date
from pathlib import Path

import pytest

from mkdocs_seps.config.settings import Settings
from mkdocs_seps.model.proposal import Sep, Source
from mkdocs_seps.parsing.proposal import parse
from mkdocs_seps.project.loading import load_project
from mkdocs_seps.project.similar import similar_proposals, with_title_like, word_counts
from mkdocs_seps.workflow.draft import built_in_template, draft_text, slug_for
from tests.support.projects import SEP, canonical

TEXTS = {
    1: "Idempotency keys let a client retry a request. The server stores the key and the response.",
    2: "A retry with the same idempotency key returns the stored response of the first request.",
    3: "A working group has a facilitator, who calls its meetings and keeps its charter.",
    4: "Each working group writes a charter. The facilitator presents it to the maintainers.",
    5: "A card at a known address describes an implementation, for registries.",
    6: "Colors follow the scheme of the terminal.",
    7: "Long lists arrive in pages, each with a cursor.",
    8: "A voice can be sent as audio, with its sampling rate.",
    9: "Signed messages carry a checksum made with a private token.",
    10: "Regions keep data within a country.",
}


def seps(texts: dict[int, str]) -> list[Sep]:
    return [
        parse(Source(f"seps/{n}-x.md", f"{n}-x.md", f"{canonical(n, f'Title {n}')}\n{text}\n"), SEP)
        for n, text in texts.items()
    ]


def test_those_with_the_same_rare_words_are_similar() -> None:
    found = similar_proposals(seps(TEXTS))
    assert {path: [one.sep.number for one in close] for path, close in found.items()} == {
        "seps/1-x.md": [2],
        "seps/2-x.md": [1],
        "seps/3-x.md": [4],
        "seps/4-x.md": [3],
    }
    (one,) = found["seps/3-x.md"]
    assert 0.2 <= one.score <= 1
    assert set(one.terms) <= {"charter", "facilitator", "group", "working"}


def test_copies_are_as_similar_as_can_be() -> None:
    found = similar_proposals(seps({**TEXTS, 2: TEXTS[1]}))
    assert found["seps/1-x.md"][0].score == pytest.approx(1, abs=0.01)


def test_code_and_names_of_people_do_not_count() -> None:
    code = "```\nzebra quagga okapi\n```\n\nJane Doe and John Roe wrote this."
    found = similar_proposals(seps({**TEXTS, 1: code, 2: code}))
    assert found.keys() == {"seps/3-x.md", "seps/4-x.md"}


OWN_TEMPLATE = built_in_template(SEP).replace(
    "## Rationale",
    "<!-- Name the zebra,\nthe quagga, and the okapi. -->\n\n### Tapirs Considered\n\n## Rationale",
)


@pytest.mark.parametrize("template", [built_in_template(SEP), OWN_TEMPLATE])
def test_untouched_drafts_are_not_similar(template: str) -> None:
    """The headings and comments of a template are in every new draft, but in few other files."""
    drafts = [
        parse(Source(f"seps/0000-{slug_for(title)}.md", f"0000-{slug_for(title)}.md", text), SEP)
        for title in ("Batch calls", "Streams of answers")
        for text in [
            draft_text(template, title, SEP.types[0], "Jane (@jane)", date(2026, 1, 1), SEP)
        ]
    ]
    own = template if template == OWN_TEMPLATE else ""
    found = similar_proposals([*seps(TEXTS), *drafts], own)
    assert found.keys().isdisjoint(draft.path for draft in drafts)
    assert word_counts(drafts[0], own) == {"batch": 8, "call": 8}


def test_addresses_do_not_count() -> None:
    link = "https://zebra.example/quagga/okapi/tapir"
    found = similar_proposals(seps({**TEXTS, 1: f"See {link}.", 2: f"[There]({link}) it is."}))
    assert found.keys() == {"seps/3-x.md", "seps/4-x.md"}


@pytest.mark.parametrize(
    ("title", "other", "expected"),
    [
        ("Batch calls", "Batch Calls", True),
        ("Batch calls", "Calls in a batch", True),
        ("Batch calls for tools", "Batched calls for tools", True),
        ("批量调用", "批量调用", True),
        ("批量调用", "流式传输", False),
        ("Request Idempotency", "FAQ: Request Idempotency", True),
        ("Tool names", "Resource names", False),
        ("Extensions", "Skills Extension", False),
    ],
)
def test_titles_are_nearly_the_same(title: str, other: str, *, expected: bool) -> None:
    sep = parse(Source("seps/1-x.md", "1-x.md", canonical(1, other)), SEP)
    assert with_title_like(title, [sep]) == ((sep,) if expected else ())


@pytest.mark.parametrize("count", [0, 1, 2, 9])
def test_few_proposals_are_similar_to_none(count: int) -> None:
    assert similar_proposals(seps(TEXTS)[:count]) == {}


# Pairs of the corpus, read by people: whether a reader of one wants to know of the other.
LABELED = {
    (
        "1913-trust-and-sensitivity-annotations.md",
        "2061-action-security-metadat-for-tools.md",
    ): True,
    ("1862-dynamic-tool-annotations.md", "1862-tool-resolution.md"): True,
    ("sep-3182-idempotency-faq.md", "sep-3182-request-idempotency.md"): True,
    (
        "2085-governance-succession-and-amendment.md",
        "932-model-context-protocol-governance.md",
    ): True,
    (
        "932-model-context-protocol-governance.md",
        "994-shared-communication-practicesguidelines.md",
    ): False,
    ("1730-sdks-tiering-system.md", "2598-pluggable-transports.md"): False,
    (
        "1933-workload-identity-federation.md",
        "2752-http-message-signing-for-mcp-client-authentication.md",
    ): True,
    ("2339-task-continuity.md", "2679-task-streaming-partial-results.md"): True,
    ("2357-mcp-content-type.md", "2521-remote-server-deployment-guidelines.md"): False,
    ("1686-tasks.md", "2679-task-streaming-partial-results.md"): True,
    (
        "1034--support-default-values-for-all-primitive-types-in.md",
        "1330-elicitation-enum-schema-improvements-and-standards.md",
    ): True,
    ("1933-workload-identity-federation.md", "3239-delegated-end-user-context.md"): False,
    ("1686-tasks.md", "2339-task-continuity.md"): True,
    (
        "1302-formalize-working-groups-and-interest-groups-in-mc.md",
        "932-model-context-protocol-governance.md",
    ): False,
    (
        "0000-formal-mcp-error-taxonomy.md",
        "2678-standardize-implementation-specific-error-codes.md",
    ): True,
    ("2127-mcp-server-cards.md", "2668-behavioral-trust-extension.md"): False,
    ("1302-formalize-working-groups-and-interest-groups-in-mc.md", "2133-extensions.md"): False,
    (
        "1933-workload-identity-federation.md",
        "991-enable-url-based-client-registration-using-oauth-c.md",
    ): False,
    (
        "2093-resource-contents-metadata.md",
        "973-expose-additional-metadata-for-implementations-res.md",
    ): True,
    ("2127-mcp-server-cards.md", "2133-extensions.md"): False,
    (
        "1046-support-oauth-client-credentials-flow-in-authoriza.md",
        "2752-http-message-signing-for-mcp-client-authentication.md",
    ): True,
    (
        "1302-formalize-working-groups-and-interest-groups-in-mc.md",
        "2085-governance-succession-and-amendment.md",
    ): False,
    ("2133-extensions.md", "932-model-context-protocol-governance.md"): False,
    ("1865-mcp-apps-interactive-user-interfaces-for-mcp.md", "2072-memory-portals.md"): False,
    (
        "1302-formalize-working-groups-and-interest-groups-in-mc.md",
        "994-shared-communication-practicesguidelines.md",
    ): False,
    ("1865-mcp-apps-interactive-user-interfaces-for-mcp.md", "2127-mcp-server-cards.md"): False,
    (
        "1699-support-sse-polling-via-server-side-disconnect.md",
        "2679-task-streaming-partial-results.md",
    ): False,
    (
        "1046-support-oauth-client-credentials-flow-in-authoriza.md",
        "1933-workload-identity-federation.md",
    ): True,
    ("0000-ai-agent-bidding-methodology.md", "1730-sdks-tiering-system.md"): False,
    ("1862-dynamic-tool-annotations.md", "1913-trust-and-sensitivity-annotations.md"): False,
}


def test_most_real_pairs_that_are_found_are_about_the_same(tmp_path: Path) -> None:
    folder = os.environ.get("SEPS_CORPUS")
    if not folder:
        pytest.skip("SEPS_CORPUS is not set: the real SEP files are not at hand")
    seps = [
        sep
        for part in ("landed", "drafts")
        for sep in load_project(
            Settings.of({"seps_dir": f"{folder}/{part}"}, tmp_path)
        ).catalog.seps
    ]
    found = {
        tuple(sorted((Path(path).name, one.sep.source.name)))
        for path, close in similar_proposals(seps).items()
        for one in close
    }
    assert found <= LABELED.keys(), "a pair that nobody has read"
    assert sum(LABELED[pair] for pair in found) >= 0.8 * len(found)  # type: ignore[index]
    assert len(found) >= 4
