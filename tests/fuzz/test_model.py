"""Properties of the values: catalogs, dates and events, releases, URLs, and wording."""

import re
from datetime import date
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from mkdocs_seps.config.processes import default_process
from mkdocs_seps.model import fields
from mkdocs_seps.model.catalog import Catalog
from mkdocs_seps.model.content import blobs_of
from mkdocs_seps.model.fields import FieldRole
from mkdocs_seps.model.github_urls import (
    commit_url,
    edit_uri,
    file_url,
    profile_url,
    repository_of,
    repository_url,
    request_url,
)
from mkdocs_seps.model.phrases import either, phrases
from mkdocs_seps.model.process import ProposalProcess, Role, nearest, slug, unnumbered
from mkdocs_seps.model.proposal import Source, yaml_lines
from mkdocs_seps.model.releases import (
    Citation,
    Release,
    by_number,
    cited_releases,
    newest_first,
)
from mkdocs_seps.model.timeline import State, add_days, add_months, main_events, request_events
from mkdocs_seps.model.wording import many, reworded
from mkdocs_seps.parsing.file_name import file_number
from mkdocs_seps.parsing.proposal import parse
from tests.support.projects import SEP

from .strategies import EVENTS, MARKED, PROCESSES, TEXTS, few


@given(st.lists(st.sampled_from("abc"), max_size=4))
def test_alternatives_list_each_name_in_order(names: list[str]) -> None:
    assert re.findall(r"\b[abc]\b", either(names)) == names


@given(st.text(max_size=12), st.lists(st.text(max_size=6), max_size=5).map(tuple))
def test_the_nearest_name_is_one_of_the_names(word: str, names: tuple[str, ...]) -> None:
    found = nearest(word, names)
    assert found is None or found in names
    assert not word or word not in names or found == word


@few
@given(TEXTS)
def test_the_lines_of_metadata_do_not_end_the_front_matter(text: str) -> None:
    lines = yaml_lines(text)
    assert all(line.rstrip() not in ("---", "...") for line in lines)
    assert set(lines) <= {*text.split("\n"), ""}


@given(st.from_regex(r"[0-9a-f]{40}(-[0-9a-f]{40})?", fullmatch=True))
def test_a_content_id_consists_of_its_blobs(content: str) -> None:
    assert "-".join(blobs_of(content)) == content


@few
@given(EVENTS, st.integers(0, 9))
def test_events_are_in_the_order_of_their_commits(states: list[State], pull: int) -> None:
    commits = [state.commit for state in states]
    for events in ([*request_events(states, pull)], [*main_events(states)]):
        places = iter(commits)
        for commit in dict.fromkeys(event.commit for event in events):
            assert commit in places


@few
@given(TEXTS | MARKED)
def test_the_built_in_process_keeps_its_words(text: str) -> None:
    assert reworded(text, default_process()) == text
    assert text.endswith(unnumbered(text))


@few
@given(st.sampled_from(PROCESSES[1:]), st.from_regex(r"[a-z]{3}[0-9]", fullmatch=True))
def test_a_text_that_is_true_only_for_seps_is_replaced(process: ProposalProcess, word: str) -> None:
    for ours, own in dict(phrases(process)).items():
        # Lines of fields are also arranged as the process writes them.
        if "\n" not in ours:
            assert reworded(f"{word} {ours}. {word}", process) == f"{word} {own}. {word}"


@given(st.text(max_size=12))
def test_a_name_in_urls_and_classes_has_no_spaces_or_capitals(name: str) -> None:
    assert " " not in slug(name)
    assert slug(slug(name)) == slug(name) == slug(name.replace("-", " "))


def test_statuses_and_types_of_a_process_have_different_names_in_urls() -> None:
    for process in PROCESSES:
        for many_of in (process.stages, [one.name for one in process.types]):
            assert len({slug(name) for name in many_of}) == len(many_of)


@given(st.integers(0, 99), st.from_regex(r"[a-z]{1,9}", fullmatch=True))
def test_a_number_with_a_noun_begins_with_the_number(number: int, word: str) -> None:
    assert many(number, word).startswith(f"{number} {word}")
    assert many(number, word).endswith("s") or number == 1


@given(st.text(max_size=12), st.text(max_size=12), st.integers(1, 99999))
def test_a_url_has_only_safe_characters(branch: str, path: str, number: int) -> None:
    branch, path = (text.encode("utf-8", "replace").decode() for text in (branch, path))
    for url in (
        file_url("o/r", "blob", branch, path),
        edit_uri("https://github.com/o/r", branch, path),
    ):
        assert re.fullmatch(r"[!-~]*", url)
        assert not set(url) & {'"', "<", ">", "#", "?"}
    assert repository_of(request_url("Owner/Name", number)) == "owner/name"


@given(st.sets(st.sampled_from(["2025-03-26", "2026-01", "draft", "v2", "", "10", "9"])))
def test_the_order_of_versions_does_not_depend_on_the_input(names: set[str]) -> None:
    found = newest_first(Release(name, ()) for name in names)
    assert {one.name for one in found} == names
    assert newest_first(reversed(found)) == found


def test_every_role_has_at_most_one_status() -> None:
    assert all(SEP.status_of(role) in (None, *SEP.statuses) for role in Role)


@given(st.dates(), st.integers(0, 5000))
def test_adding_days_stops_at_the_last_date(day: date, days: int) -> None:
    later = add_days(day, days)
    assert later == date.max or (later - day).days == days


@given(st.dates(), st.integers(0, 1200))
def test_adding_months_keeps_the_day_or_uses_the_last_of_the_month(day: date, months: int) -> None:
    later = add_months(day, months)
    passed = (later.year - day.year) * 12 + later.month - day.month
    assert later == date.max or (passed == months and later.day <= day.day)
    assert later >= day


@given(
    st.lists(
        st.tuples(
            st.integers(0, 4), st.sampled_from("abAB"), st.sampled_from(["Draft", "Final", "?"])
        ),
        unique_by=lambda one: one[:2],
        max_size=12,
    ),
    st.randoms(),
)
def test_a_catalog_has_every_proposal_once_in_a_fixed_order(
    files: list[tuple[int, str, str]], dice: Random
) -> None:
    def catalog() -> Catalog:
        named = [(f"{number}-{slug}.md", status) for number, slug, status in files]
        text = "# T\n\n- **Status**: {}\n- **Type**: Process\n"
        return Catalog.of(
            (parse(Source(name, name, text.format(status)), SEP) for name, status in named), SEP
        )

    first = catalog()
    dice.shuffle(files)
    second = catalog()
    names = [sep.source.name for sep in first.seps]
    assert names == [sep.source.name for sep in second.seps]
    assert sorted(names) == sorted(f"{number}-{slug}.md" for number, slug, _ in files)
    assert sum(count.number for count in first.counts) == len(files)
    numbers = [file_number(name, SEP.naming)[0] for name in names]
    given_numbers = [number for number in numbers if number]
    assert numbers == [None] * (len(numbers) - len(given_numbers)) + given_numbers
    assert given_numbers == sorted(given_numbers, reverse=True)
    assert {n for n, same in first.by_number.items() if len(same) > 1} == set(first.duplicates)
    for same in first.collisions:
        assert len({sep.stem.casefold() for sep in same}) == 1


@given(st.from_regex(r"[A-Za-z0-9-]{1,9}", fullmatch=True), st.integers(0, 99999))
def test_urls_start_with_the_url_of_their_repository(name: str, pull: int) -> None:
    own = repository_url(f"{name}/{name}")
    assert own.startswith(f"{profile_url(name)}/")
    assert commit_url(f"{name}/{name}", "a" * 40, pull).startswith(f"{own}/")
    assert (f"/pull/{pull}/" in commit_url(f"{name}/{name}", "a" * 40, pull)) == bool(pull)
    assert repository_of(request_url(f"{name}/{name}", pull)) == f"{name}/{name}".lower()


CITATIONS = st.lists(
    st.builds(
        Citation,
        number=st.integers(1, 9),
        path=st.sampled_from(["a.md", "b.md"]),
        line=st.integers(1, 9),
        release=st.sampled_from(["", "draft", "2025-03-26", "2026-01-01"]),
    )
)


@given(CITATIONS)
def test_every_citation_is_in_the_list_of_its_proposal_in_order(citations: list[Citation]) -> None:
    found = by_number(citations)
    assert set(found) == {one.number for one in citations}
    for number, lines in found.items():
        assert [*lines] == [one for one in citations if one.number == number]


@given(CITATIONS)
def test_a_release_has_the_proposals_that_its_changelog_names(citations: list[Citation]) -> None:
    releases = cited_releases(citations, "o/r", "main")
    named = {(one.release, one.number) for one in citations if one.release}
    assert {(one.name, number) for one in releases for number in one.numbers} == named
    assert len({one.name for one in releases}) == len(releases)


def test_every_field_has_a_defined_kind() -> None:
    assert {fields.kind_of(role) for role in FieldRole} <= {*fields.FieldKind}
