"""The versions of the specification whose changelogs name proposals."""

from mkdocs_seps.model.releases import Citation, Release, by_number, cited_releases, newest_first

CITATIONS = [
    Citation(9, "docs/2025-06-18/changelog.md", 3, "2025-06-18"),
    Citation(7, "docs/2025-06-18/changelog.md", 5, "2025-06-18"),
    Citation(9, "docs/2025-06-18/changelog.md", 8, "2025-06-18"),
    Citation(7, "docs/guide.md", 1),
    Citation(8, "docs/draft/changelog.md", 2, "draft"),
]


def test_each_version_has_its_proposals_in_order_and_its_source() -> None:
    at = "https://github.com/o/r/blob/abc/docs"
    assert cited_releases(CITATIONS, "o/r", "abc") == (
        Release("draft", (8,), f"{at}/draft/changelog.md"),
        Release("2025-06-18", (7, 9), f"{at}/2025-06-18/changelog.md"),
    )


def test_the_lines_that_name_each_proposal() -> None:
    first, second, third, guide, draft = CITATIONS
    assert by_number(CITATIONS) == {9: (first, third), 7: (second, guide), 8: (draft,)}


def test_versions_are_compared_by_their_numbers() -> None:
    names = ["1.9", "1.10", "2", "draft", "1.10-rc", "next"]
    found = newest_first(Release(name, ()) for name in names)
    assert [release.name for release in found] == ["next", "draft", "2", "1.10-rc", "1.10", "1.9"]
