"""The messages at the end of a build, and what counts as an error."""

import pytest

from tests.support.projects import Project, canonical

pytestmark = pytest.mark.slow


def said(project: Project, level: str) -> list[str]:
    """The plugin's messages, except those about timelines and single proposals."""
    return [
        text.removeprefix("seps: ")
        for text in project.build().said(level)
        if text.startswith("seps: ") and "imelines are" not in text and text[:5] != "seps/"
    ]


def test_the_last_line_says_what_was_published(project: Project) -> None:
    project.write({"seps/7-a.md": canonical(7), "seps/8-b.md": canonical(8, "Eight", "Approved")})
    (line,) = [text for text in said(project, "INFO") if text.startswith("Published")]
    assert line == "Published 2 SEPs at community/seps/: 1 error, 6 warnings, 8 info findings."


@pytest.mark.parametrize(
    ("files", "options", "advice"),
    [
        ({}, {}, 'There are no SEPs in seps/. Create one with `seps new "Title"`.'),
        (
            {"seps/0000-a.md": canonical(7).replace("SEP-7", "SEP-0000")},
            {"drafts": "serve"},
            ("1 draft without a number is not published. Use `drafts: always` to publish drafts."),
        ),
    ],
)
def test_unpublished_drafts_and_an_empty_directory_have_a_next_step(
    project: Project, files: dict[str, str], options: dict[str, str], advice: str
) -> None:
    project.write(files)
    project.options = options
    assert advice in said(project, "INFO")


def test_another_theme_is_reported(project: Project) -> None:
    project.config = {"theme": {"name": "mkdocs"}}
    project.write({"seps/7-a.md": canonical(7)})
    told = (
        "The theme is mkdocs; the pages are designed for Material. Use `theme: {name: material}`."
    )
    assert told in said(project, "INFO")


def test_a_missing_baseline_counts_as_an_error(project: Project) -> None:
    project.options = {"baseline": "base.json"}
    project.write({"seps/7-a.md": canonical(7)})
    site = project.build()
    file = project.folder / "base.json"
    assert site.said("WARNING") == [
        (
            f"seps: mkdocs.yml: error[baseline]: The baseline {file} does not exist. Write it with "
            f"`seps check --write-baseline {file}`."
        )
    ]
    assert site.said("INFO")[-2].startswith("seps: Published 1 SEP at community/seps/: 1 error, ")


def test_a_broken_snapshot_counts_as_an_error(project: Project) -> None:
    project.write({"seps/7-a.md": canonical(7), ".seps-snapshot/snapshot.json": "{"})
    site = project.build()
    (line,) = site.said("WARNING")
    assert line.startswith("seps: mkdocs.yml: error[snapshot]: ")
    assert site.said("INFO")[-2].startswith("seps: Published 1 SEP at community/seps/: 1 error, ")


def test_a_site_without_a_list_is_an_error(project: Project) -> None:
    (project.folder / "docs/community/seps/index.md").unlink()
    project.config = {"nav": [{"Home": "index.md"}]}
    project.write({"docs/index.md": "# Home\n", "seps/7-a.md": canonical(7)})
    (told,) = said(project, "WARNING")
    assert told == (
        "error[no-index]: No page lists the SEPs. Create docs/community/seps/index.md with the "
        "line <!-- seps:table -->."
    )
    project.write({"docs/index.md": "# Home\n\n<!-- seps:table -->\n"})
    assert said(project, "WARNING") == []
