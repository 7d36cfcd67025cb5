"""The documents agree with the process, and the digests with the original proposals."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from mkdocs_seps.config.settings import DEFAULTS, DRAFTS, Settings
from mkdocs_seps.lint.runner import Scope, check
from mkdocs_seps.model.catalog import Catalog
from mkdocs_seps.model.proposal import Sep, Source
from mkdocs_seps.parsing.proposal import parse
from tests.support.projects import REPOSITORY, SEP

ROOT = Path(__file__).parents[2]
PLUGIN_REFERENCE = ROOT / "docs" / "reference.md"
REFERENCE = ROOT / "seps" / "README.md"
TEMPLATE = ROOT / "seps" / "TEMPLATE.md"
GUIDELINES = ROOT / "docs" / "community" / "sep-guidelines.md"
INDEX = ROOT / "docs" / "community" / "seps" / "index.md"
FLOW = ROOT / "docs" / "assets" / "sep-flow.svg"
DIGESTS = sorted((ROOT / "seps").glob("[0-9]*.md"))

NOTHING = "—"
SECTION_NAMES = [section.name for section in SEP.sections]
# The heading has the title and the number; they are fields only in front matter.
PREAMBLE_FIELDS = [field for field in SEP.fields if field.name not in {"Title", "SEP"}]
REQUIRED_FIELDS = [field.name for field in PREAMBLE_FIELDS if field.required]


def section(path: Path, heading: str) -> list[str]:
    """The lines under a heading, without fenced code, up to the next of its level or higher."""
    lines = without_fences(path.read_text("utf-8")).splitlines()
    start = lines.index(heading) + 1
    level = heading.index(" ")
    ends = (n for n in range(start, len(lines)) if re.match(rf"#{{1,{level}}} ", lines[n]))
    return lines[start : next(ends, len(lines))]


def table(path: Path, heading: str) -> list[dict[str, str]]:
    """The rows of the table under a heading, by column name."""
    lines = [line for line in section(path, heading) if line.startswith("|")]
    header, _, *rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [dict(zip(header, row, strict=True)) for row in rows]


def headings(text: str) -> list[str]:
    return re.findall(r"^## (.+)$", without_fences(text), re.MULTILINE)


def without_fences(text: str) -> str:
    return re.sub(r"^(`{3,}|~{3,}).*?^\1$", "\0", text, flags=re.MULTILINE | re.DOTALL)


def field_lines(text: str) -> tuple[str, list[str], str]:
    """A SEP's heading, the items of its preamble with each on one line, and the rest."""
    lines = text.splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith("- **"))
    end = next(n for n in range(start, len(lines)) if not lines[n])
    items = re.split(r"\n(?=- \*\*)", "\n".join(lines[start:end]))
    spaces_before_bracket = re.compile(r"\s+(?=\))")
    return (
        lines[0],
        [spaces_before_bracket.sub("", " ".join(item.split())) for item in items],
        "\n".join(lines[end:]),
    )


def field_values(text: str) -> dict[str, str]:
    items = field_lines(text)[1]
    return dict(item.removeprefix("- **").split("**: ", 1) for item in items)


def example(path: Path) -> Sep:
    """The example preamble in a document, parsed as if it were a file."""
    samples = re.findall(
        r"^```markdown\n(.*?)^```$", path.read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
    assert len(samples) == 1
    return parse(Source("seps/2999-example-title.md", "2999-example-title.md", samples[0]), SEP)


def listed(words: tuple[str, ...]) -> str:
    return ", ".join(words) or NOTHING


# Statuses, types, sections, labels


def test_the_reference_has_the_statuses_of_the_process() -> None:
    assert table(REFERENCE, "## Statuses and labels") == [
        {
            "Status": status.name,
            "Definition": status.definition,
            "May become": listed(status.next),
            "Label": f"`{status.label}`",
        }
        for status in SEP.statuses
    ]


def test_the_guidelines_have_the_statuses_of_the_process() -> None:
    assert table(GUIDELINES, "## Statuses") == [
        {
            "Status": status.name,
            "Who acts next": status.actor[:1].upper() + status.actor[1:] or NOTHING,
            "May become": listed(status.next),
            "Label": f"`{status.label}`",
        }
        for status in SEP.statuses
    ]


def test_the_guidelines_take_the_definitions_from_the_plugin() -> None:
    assert "<!-- seps:statuses -->" in section(GUIDELINES, "## Statuses")


def test_the_guidelines_walk_through_the_flow_in_order() -> None:
    text = "\n".join(section(GUIDELINES, "## How to submit a SEP { #process }"))
    steps = re.findall(r"^\d+\. \*\*(.+?)\.?\*\*", text, re.MULTILINE)
    assert [step for step in steps if SEP.status(step)] == [
        status.name for status in SEP.statuses if status.in_flow
    ]


@pytest.mark.parametrize(
    ("path", "heading"),
    [
        (REFERENCE, "## Types"),
        (GUIDELINES, "## Types"),
    ],
    ids=["reference", "guidelines"],
)
def test_types(path: Path, heading: str) -> None:
    rows = [tuple(row.values()) for row in table(path, heading)]
    assert rows == [(type_.name, type_.meaning) for type_ in SEP.types]


def test_the_reference_has_the_sections_of_the_process() -> None:
    rows = [
        (row["Section"], row["Also accepted"]) for row in table(REFERENCE, "## Required sections")
    ]
    assert rows == [(section.name, listed(section.aliases)) for section in SEP.sections]


def test_the_guidelines_have_the_sections_of_the_process() -> None:
    text = "\n".join(section(GUIDELINES, "## File format"))
    assert re.findall(r"^\d+\. \*\*(.+?)\*\*:", text, re.MULTILINE) == SECTION_NAMES


@pytest.mark.parametrize(
    ("path", "heading"),
    [(REFERENCE, "## Statuses and labels"), (GUIDELINES, "## Labels")],
    ids=["reference", "guidelines"],
)
def test_the_label_for_awaiting_a_sponsor(path: Path, heading: str) -> None:
    prose = [line for line in section(path, heading) if not line.startswith("|")]
    labels = re.findall(r"`([a-z-]+)`", "\n".join(prose))
    assert labels == [SEP.awaiting.label, SEP.statuses[0].label]


@pytest.mark.parametrize("path", [REFERENCE, GUIDELINES], ids=["reference", "guidelines"])
def test_the_time_until_a_proposal_may_become_dormant(path: Path) -> None:
    in_words = {6: "six"}[SEP.dormancy_months]
    text = " ".join(path.read_text("utf-8").split())
    prose = text.replace(f"closed after {SEP.dormancy_months} months", "")
    assert re.findall(r"(\w+) months", prose) == [in_words]


# Fields


def test_the_reference_has_the_fields_of_the_process() -> None:
    rows = [(row["Field"], row["Required"]) for row in table(REFERENCE, "## Heading and preamble")]
    assert rows == [(field.name, "yes" if field.required else "no") for field in PREAMBLE_FIELDS]


@pytest.mark.parametrize("path", [REFERENCE, GUIDELINES], ids=["reference", "guidelines"])
def test_the_example_has_the_required_fields_and_no_findings(path: Path) -> None:
    sep = example(path)
    assert [field.name for field in sep.fields] == REQUIRED_FIELDS
    found = check(Catalog.of([sep], SEP), settings=Settings.of({}, ROOT), scope=Scope(config=""))
    # The example has no sections, and may await a sponsor.
    assert [str(f) for f in found if f.rule not in ("missing-section", "awaiting-sponsor")] == []


# The template


def test_the_template_has_the_terms_of_the_process() -> None:
    text = TEMPLATE.read_text("utf-8")
    assert text.startswith("# SEP-{NUMBER}: {Title}\n")
    assert field_values(text) == {
        "Status": " | ".join(status.name for status in SEP.statuses),
        "Type": " | ".join(type_.name for type_ in SEP.types),
        "Created": "YYYY-MM-DD",
        "Author(s)": "Name <email> (@github-username)",
        "Sponsor": '@github-username (or "None" if seeking sponsor)',
        "PR": f"https://github.com/{REPOSITORY}/pull/{{NUMBER}}",
    }
    assert list(field_values(text)) == REQUIRED_FIELDS
    assert headings(text) == [*SECTION_NAMES, "Optional Sections"]


def guidance() -> list[str]:
    body = field_lines(TEMPLATE.read_text("utf-8"))[2]
    return [line for line in body.splitlines() if line and not line.startswith("#")]


def test_each_line_of_guidance_is_one_unique_sentence() -> None:
    lines = guidance()
    assert [line for line in lines if not re.fullmatch(r"[A-Z][^.]+\.", line)] == []
    assert len(set(lines)) == len(lines)


# The diagram


def svg_elements(tag: str) -> Iterator[ET.Element]:
    return ET.parse(FLOW).getroot().iter(f"{{http://www.w3.org/2000/svg}}{tag}")


def test_the_diagram_has_a_box_for_each_status_in_its_colors() -> None:
    drawn = {}
    for group in svg_elements("g"):
        if "id" in group.attrib:
            box, text = group
            drawn[group.get("id")] = (text.text, box.get("fill"), text.get("fill"))
    assert drawn == {
        status.slug: (status.name, status.color.light.background, status.color.light.text)
        for status in SEP.statuses
    }


def test_the_diagram_has_an_arrow_for_each_transition() -> None:
    drawn = [path.get("id") for path in svg_elements("path") if "id" in path.attrib]
    slugs = {status.name: status.slug for status in SEP.statuses}
    assert sorted(str(name) for name in drawn) == sorted(
        f"{status.slug}--{slugs[following]}" for status in SEP.statuses for following in status.next
    )


def test_the_diagram_is_described_in_words() -> None:
    (alt,) = re.findall(
        r"!\[([^\]]+)\]\(\.\./assets/sep-flow\.svg\)", GUIDELINES.read_text("utf-8")
    )
    (description,) = svg_elements("desc")
    for text in (alt, description.text or ""):
        assert {status.name for status in SEP.statuses if status.name in text} == {
            status.name for status in SEP.statuses
        }


# The index, and the README


def test_the_index_has_its_headings_and_slots() -> None:
    lines = INDEX.read_text("utf-8").splitlines()
    assert [line for line in lines if line.startswith(("#", "<!--"))] == [
        "# Specification Enhancement Proposals (SEPs)",
        "## Summary { .sep-hidden }",
        "<!-- seps:summary segment=all -->",
        "## All SEPs { .sep-hidden }",
        "<!-- seps:table segment=all -->",
        "## SEP Status Definitions",
        "<!-- seps:statuses -->",
    ]


def default_of(option: object) -> str:
    """A default as the reference writes it."""
    if isinstance(option, bool):
        return f"`{str(option).lower()}`"
    return f"`{option}`" if option else "(none)"


def test_the_reference_has_every_option_with_its_default() -> None:
    rows = table(PLUGIN_REFERENCE, "## Options")
    assert [(row["Option"], row["Default"]) for row in rows] == [
        (f"`{name}`", default_of(default)) for name, default in DEFAULTS.items()
    ]
    (drafts,) = [row["Meaning"] for row in rows if row["Option"] == "`drafts`"]
    assert re.findall(r"`(\w+)`", drafts) == list(DRAFTS)


def test_the_reference_has_the_environment_variables_of_mkdocs_yml() -> None:
    configuration = (ROOT / "mkdocs.yml").read_text("utf-8")
    read = re.findall(r"!ENV \[(\w+), \"?([^\]\"]*)\"?\]", configuration)
    rows = table(PLUGIN_REFERENCE, "## Environment variables")
    assert sorted((row["Variable"], row["Default"]) for row in rows) == sorted(
        (f"`{name}`", default_of(default)) for name, default in read
    )


# The digests


def note(sep: Sep) -> str:
    """The note in a digest, which links to its pull request, or to its issue if it has none."""
    kind, path, number = (
        ("pull request", "pull", sep.pulls[0].number)
        if sep.pulls
        else ("issue", "issues", sep.issues[0].number)
    )
    return (
        "> [!NOTE]\n"
        "> This is a digest in our own words. For the full text, see\n"
        f"> [{kind} #{number}](https://github.com/{REPOSITORY}/{path}/{number}).\n"
    )


@pytest.mark.parametrize("path", DIGESTS, ids=lambda path: path.stem)
def test_a_digest_is_complete(path: Path) -> None:
    text = path.read_text("utf-8")
    sep = parse(Source(path.name, path.name, text), SEP)
    body = field_lines(text)[2]
    assert body.startswith(f"\n{note(sep)}\n## Abstract\n")
    assert headings(body) == SECTION_NAMES
    assert 300 <= len([word for word in body.split() if re.search(r"\w", word)]) <= 900
    assert [line for line in guidance() if line in body] == []


@pytest.mark.parametrize("path", DIGESTS, ids=lambda path: path.stem)
def test_no_line_of_a_digest_starts_with_an_issue_number(path: Path) -> None:
    """Markdown parsers other than GitHub's would read a `#1350` there as a heading."""
    text = without_fences(path.read_text("utf-8"))
    assert re.findall(r"^\s*#+[^#\s].*", text, re.MULTILINE) == []


@pytest.fixture
def corpus() -> Path:
    """The directory of real SEP files; skip the test if there is none."""
    place = os.environ.get("SEPS_CORPUS")
    if not place:
        pytest.skip("SEPS_CORPUS is not set")
    return Path(place)


def runs(text: str, length: int = 8) -> set[str]:
    """Every sequence of this many words in prose; code and URLs interrupt a sequence."""
    text = re.sub(r"\]\([^)]*\)", "]", without_fences(text))
    text = re.sub(r"`[^`\n]+`|https?://\S+", "\0", text)
    words = re.findall(r"\0|[^\W_]+(?:['’][^\W_]+)*", text.lower())
    found = (words[n : n + length] for n in range(len(words) - length + 1))
    return {" ".join(run) for run in found if "\0" not in run}


def test_there_is_a_digest_of_each_merged_sep(corpus: Path) -> None:
    landed = sorted(path.name for path in (corpus / "landed").glob("*.md"))
    assert [path.name for path in DIGESTS] == landed


@pytest.mark.parametrize("path", DIGESTS, ids=lambda path: path.stem)
def test_a_digest_has_the_preamble_but_not_the_words_of_the_original(
    path: Path, corpus: Path
) -> None:
    title, preamble, body = field_lines(path.read_text("utf-8"))
    original = field_lines((corpus / "landed" / path.name).read_text("utf-8"))
    assert (title, preamble) == original[:2]
    assert runs(body) & runs(original[2]) == set()


@pytest.mark.parametrize(
    "path", [REFERENCE, TEMPLATE, GUIDELINES, INDEX], ids=lambda path: path.stem
)
@pytest.mark.parametrize("original", ["TEMPLATE.md", "landed/1850-pr-based-sep-workflow.md"])
def test_a_document_does_not_copy_the_original(path: Path, original: str, corpus: Path) -> None:
    text = path.read_text("utf-8")
    body = field_lines(text)[2] if path == TEMPLATE else text
    assert runs(body) & runs((corpus / original).read_text("utf-8")) == set()


def test_the_threat_model_names_existing_code_and_tests() -> None:
    page = (ROOT / "docs/development/threat-model.md").read_text("utf-8")
    rows = [row for row in page.partition("## Barriers")[2].split("\n") if row.startswith("| ")][2:]
    assert len(rows) > 15
    for row in rows:
        *_, code, tests, _ = (re.findall(r"`([^`]+)`", cell) for cell in row.split("|"))
        assert code, row
        assert tests, row
        for path in code:
            assert (ROOT / path).exists() or (ROOT / "plugins/mkdocs_seps" / path).exists(), path
        for path in tests:
            assert "\ndef test_" in (ROOT / path).read_text("utf-8"), path
