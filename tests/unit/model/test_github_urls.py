"""Addresses on GitHub."""

from mkdocs_seps.model import github_urls


def test_addresses() -> None:
    assert github_urls.profile_url("ada") == "https://github.com/ada"
    assert github_urls.repository_url("o/r") == "https://github.com/o/r"
    assert github_urls.request_url("o/r", 7) == "https://github.com/o/r/pull/7"
    assert github_urls.request_url("o/r", 7, "issues") == "https://github.com/o/r/issues/7"
    assert github_urls.commit_url("o/r", "abc") == "https://github.com/o/r/commit/abc"
    assert github_urls.commit_url("o/r", "abc", 7) == "https://github.com/o/r/pull/7/commits/abc"
    assert github_urls.file_url("o/r", "blob", "a b", "s/é.md") == (
        "https://github.com/o/r/blob/a%20b/s/%C3%A9.md"
    )
    assert github_urls.file_url("", "blob", "main", "s/x.md") == ""


def test_files_are_edited_only_on_github() -> None:
    assert github_urls.edit_uri("https://github.com/o/r", "main", "a b") == "edit/main/a%20b/"
    assert github_urls.edit_uri("https://example.org/o/r", "main", "docs") == ""


def test_the_repository_of_a_request() -> None:
    assert github_urls.repository_of("https://github.com/Owner/Name/pull/7") == "owner/name"
