"""Properties of feeds, data, Markdown twins, and exports."""

import json
import re
import tempfile
from collections import Counter
from pathlib import Path
from urllib.parse import urljoin
from xml.etree import ElementTree as ET

import frontmatter
import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mkdocs_seps.exports.built import BuiltError, built_files, read_page
from mkdocs_seps.exports.context import DATA, FEED, Publication
from mkdocs_seps.exports.feed import MOST_ENTRIES, all_entries, atom, feed_xml
from mkdocs_seps.exports.llms import (
    Listed,
    Listing,
    listed_sep,
    llms_full,
    llms_txt,
    robots_txt,
)
from mkdocs_seps.exports.markdown import header, page_twin, sep_twin, twin_path
from mkdocs_seps.exports.origin import read_origin
from mkdocs_seps.exports.plain import plain_page
from mkdocs_seps.exports.seps_json import catalog_json, documents, entry, schema, sep_json
from mkdocs_seps.exports.subscriptions import OPML, sep_feed, subscription_names, subscriptions
from mkdocs_seps.exports.tree import published
from mkdocs_seps.markdown.cmark import to_html
from mkdocs_seps.markdown.escape import xml_text
from mkdocs_seps.model.catalog import Catalog
from mkdocs_seps.model.proposal import Reference, Sep
from mkdocs_seps.views.links import Linker
from mkdocs_seps.views.routes import CALENDAR, PIPELINE
from tests.support.outputs import ATOM
from tests.support.projects import SEP

from .strategies import (
    ANY,
    LINE,
    MARKED,
    PROCESSES,
    SETTINGS,
    SITE_URLS,
    SITES,
    TEXTS,
    Site,
    few,
    proposal,
    publication_of,
)

# For properties of whole sites.
rarely = settings(max_examples=12, deadline=None)
POINTER = header("llms.txt")
_HERE = "https://x.org/y/community/seps/"


def in_site(publication: Publication, url: str) -> bool:
    """Whether a URL in an output of the proposals' directory leads to a page of the site."""
    return urljoin(_HERE, url).startswith("https://x.org/y/") and (
        bool(publication.site_url) == (":" in url)
    )


def check_feed(text: str) -> list[str]:
    """The ids of the entries of a feed, whose form is checked."""
    root = ET.fromstring(text)
    dates = [one.findtext(f"{ATOM}updated", "") for one in root.iter(f"{ATOM}entry")]
    assert dates == sorted(dates, reverse=True)
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00Z", day) for day in dates)
    # No text of a proposal is an element.
    assert {one.tag.removeprefix(ATOM) for one in root.iter()} <= {
        "feed", "id", "title", "updated", "link", "author", "name", "uri", "generator", "entry",
        "category", "summary",
    }  # fmt: skip
    ids = [one.findtext(f"{ATOM}id", "") for one in root.iter(f"{ATOM}entry")]
    assert len(set(ids)) == len(ids)
    return ids


@rarely
@given(SITES, LINE, SITE_URLS)
def test_the_feed_has_every_dated_proposal_and_the_newest_change_first(
    site: Site, name: str, site_url: str
) -> None:
    publication = publication_of(site, name, site_url)
    entries = all_entries(publication)
    text = feed_xml(publication)
    assert check_feed(text) == [one.id for one in entries[:MOST_ENTRIES]]
    dated = {
        sep.path
        for sep in publication.catalog.seps
        if publication.modified(sep)
        or any(event.date for event in publication.timelines[sep.path].events)
    }
    assert {one.path for one in entries} == dated
    root = ET.fromstring(text)
    titles = [one.findtext(f"{ATOM}title") for one in root.iter(f"{ATOM}entry")]
    assert titles == [xml_text(one.title) for one in entries]
    for link in root.iter(f"{ATOM}link"):
        assert in_site(publication, link.get("href", ""))
    assert check_feed(atom(publication, FEED, "", "", entries[1:])) == [
        one.id for one in entries[1:]
    ]


@rarely
@given(SITES, LINE, SITE_URLS)
def test_every_subscription_is_listed_and_has_only_entries_of_the_feed(
    site: Site, name: str, site_url: str
) -> None:
    publication = publication_of(site, name, site_url)
    found = dict(subscriptions(publication))
    names = subscription_names(publication.catalog, publication.lists, has_snapshot=True)
    assert Counter(names) == Counter(found.keys())
    listed = [one.get("xmlUrl", "") for one in ET.fromstring(found[OPML]).iter("outline")]
    assert len(set(listed)) == len(listed) == len(found) - 1
    assert all(in_site(publication, url) for url in listed)
    every = {one.id: one for one in all_entries(publication)}
    for path, text in found.items():
        if path not in (OPML, CALENDAR):
            assert {*check_feed(text)} <= {*every}
    for sep in publication.catalog.seps:
        own = check_feed(found[sep_feed(sep, publication.catalog)])
        assert {*own} == {one.id for one in every.values() if one.path == sep.path}
    flying = {one.id for one in every.values() if one.path in publication.in_flight}
    assert {*check_feed(found[PIPELINE])} == flying
    lines = found[CALENDAR].split("\r\n")
    assert all(len(line.encode()) <= 75 and "\n" not in line for line in lines)
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT")
    for line in lines:
        if line.startswith(("DTSTAMP:", "DTSTART")):
            assert re.fullmatch(r"DTST\w+(;VALUE=DATE)?:\d{8}(T000000Z)?", line)


@rarely
@given(SITES, LINE, SITE_URLS)
def test_the_data_has_every_proposal_once_and_follows_the_schema(
    site: Site, name: str, site_url: str
) -> None:
    publication = publication_of(site, name, site_url)
    found = dict(documents(publication))
    whole = json.loads(found[DATA])
    assert found[DATA] == catalog_json(publication)
    jsonschema.validate(whole, json.loads(schema(SEP)))
    seps = publication.catalog.seps
    assert [one["title"] for one in whole["seps"]] == [sep.title for sep in seps]
    assert whole["seps"] == [json.loads(json.dumps(entry(sep, publication))) for sep in seps]
    assert sum(whole["counts"].values()) == len(seps) - len(publication.in_flight)
    assert [*found][1:] == [f"{sep.number}.json" for sep in seps]
    for sep, data in zip(seps, whole["seps"], strict=True):
        assert found[f"{sep.number}.json"] == sep_json(sep, publication)
        single = json.loads(found[f"{sep.number}.json"])
        assert {key: single[key] for key in data} == data
        own = ("page", "markdown", "data", "bibtex")
        assert all(in_site(publication, data["urls"][name]) for name in own)


def test_the_schema_names_the_statuses_and_types_of_a_process() -> None:
    for process in PROCESSES:
        document = json.loads(schema(process))
        jsonschema.Draft202012Validator.check_schema(document)
        assert document["$defs"]["status"]["enum"] == [one.name for one in process.statuses]


@rarely
@given(SITES, LINE, SITE_URLS, st.integers(0, 3000))
def test_every_proposal_is_one_line_of_the_list_and_in_the_full_text_unless_it_is_too_long(
    site: Site, name: str, site_url: str, room: int
) -> None:
    publication = publication_of(site, name, site_url)
    seps = publication.catalog.seps
    listed = [listed_sep(sep, publication, f"{sep.body}\n") for sep in seps]
    text = llms_txt([Listing(publication, [Listed("x/", "X")], listed[:1], listed[1:])])
    html = to_html(text)
    targets = re.findall(r'<li><a href="([^"]*-x\.md)"', html)
    assert targets == [publication.url(publication.twin(sep)) for sep in seps]
    # No text of a proposal is a heading, a list item, or a link.
    assert html.count("<li>") == html.count("<a ") == len(seps) + 5
    assert html.count("<h2>") == 2 + bool(listed) + bool(listed[1:])
    most = 1500 + room
    full = llms_full(publication, listed, most)
    omitted = re.search(r"^Pages omitted: (\d+)\.", full, re.MULTILINE)
    shown = [one for one in listed if f"\nPage: {publication.url(one.path)}\n" in full]
    assert len(shown) + (int(omitted[1]) if omitted else 0) >= len(listed)
    assert len(full.encode()) <= most or not shown
    assert robots_txt(publication.site_url).count("Sitemap:") == bool(publication.site_url)


def linker(sep: Sep) -> Linker:
    return Linker(sep, Catalog.of([sep], SEP), SETTINGS, frozenset(), {}, lambda _image: "")


@few
@given(TEXTS)
def test_the_twin_of_a_proposal_is_the_same_proposal(text: str) -> None:
    sep = proposal(text)
    twin = sep_twin(sep, linker(sep), "")
    again = proposal(twin)
    assert re.findall(r"[a-z]{3}\d", twin) == re.findall(r"[a-z]{3}\d", sep.source.text)
    assert (again.title, again.status, again.type) == (sep.title, sep.status, sep.type)
    assert [one.name for one in again.fields] == [one.name for one in sep.fields]
    noted = sep_twin(sep, linker(sep), header("llms.txt", Reference(7, "https://x.org/7")))
    assert noted.count("[llms.txt](llms.txt)") == 1
    assert noted.count("[pull request #7](https://x.org/7)") == 1


@few
@given(ANY, LINE)
def test_the_plain_text_of_a_page_has_its_title_and_words(text: str, title: str) -> None:
    shown = plain_page(text, title, lambda slot: slot)
    kept = re.sub(r"<!--.*?-->|\{[^{}\n]*\}|<[^<>]*>|^\s*(`{3}|~{3}).*|:[\w-]*:", "", text,
                  flags=re.DOTALL | re.MULTILINE)  # fmt: skip
    assert set(re.findall(r"[a-z]{3}\d", kept)) <= set(re.findall(r"[a-z]{3}\d", shown))
    twin = page_twin(shown, POINTER, lambda target, _image: target)
    assert twin == f"{POINTER}\n{shown}"


@given(
    st.lists(st.sampled_from(["a", "index", "b.c", "README"]), min_size=1, max_size=3).map("/".join)
)
def test_every_page_has_its_own_twin_next_to_it(stem: str) -> None:
    as_folder = twin_path(f"{stem}/index.html", f"{stem}.md")
    assert twin_path(f"{stem}.html", f"{stem}.md") == f"{stem}.md"
    assert as_folder in {f"{stem}.md", f"{stem}/index.md"}
    assert twin_path(f"{stem}/index.html", f"{stem}/index.md") == f"{stem}/index.md"


@few
@given(titles=st.lists(LINE, max_size=4), drafts=st.booleans())
def test_an_export_has_every_proposal_or_those_with_a_number(
    titles: list[str], *, drafts: bool
) -> None:
    seps = [proposal(f"# {title}\n", f"{place or 'x'}-x.md") for place, title in enumerate(titles)]
    found = published(Catalog.of(seps, SEP), drafts=drafts)
    assert {sep.path for sep in found.seps} == {
        sep.path for sep in seps if drafts or sep.number is not None
    }


NAMES = st.sampled_from(["index.html", "a/index.html", "b.html", "c.png", "404.html", "d/e.txt"])


@few
@given(
    files=st.dictionaries(
        NAMES,
        st.tuples(MARKED, MARKED, st.booleans()),
        max_size=5,
    ),
    hugo=st.booleans(),
)
def test_every_file_of_a_built_site_is_exported_once(
    files: dict[str, tuple[str, str, bool]], *, hugo: bool
) -> None:
    with tempfile.TemporaryDirectory(prefix="seps-built-") as root:
        site = Path(root)
        with pytest.raises(BuiltError):
            list(built_files(site, hugo=hugo))
        (site / DATA).write_text("{}")
        for name, (title, text, is_page) in files.items():
            (site / name).parent.mkdir(exist_ok=True)
            plain = re.sub(r"[<>&\n]", "", title)
            (site / name).write_text(
                f"<title>{plain}</title><article class='md-content__inner'>{text}</article>"
                if is_page
                else text
            )
        found = list(built_files(site, hugo=hugo))
        names = [name for name, _ in found]
        assert len(set(names)) == len(names)
        assert len(found) == 2 + len([name for name in files if name != "404.html"])
        for name, content in found:
            if isinstance(content, str):
                assert name.startswith("docs/pages/")
                meta, body = frontmatter.parse(content)
                assert isinstance(meta["title"], str)
                assert body.startswith('<div class="sep-built">')
                assert "`" not in body
                assert not re.search(r"\n[ \t]*\n(?!</div>$)", body)
        pages = [read_page(site / name, site) for name in files if name.endswith(".html")]
        texts = {text for _, text, is_page in files.values() if is_page}
        assert all(page is None or page.html in {text.strip() for text in texts} for page in pages)


@rarely
@given(
    st.text(st.characters(codec="ascii", exclude_characters="\0"), max_size=6)
    | st.integers().map(str)
)
def test_outside_of_a_repository_the_only_date_is_that_of_the_environment(epoch: str) -> None:
    with (
        tempfile.TemporaryDirectory(prefix="seps-origin-") as root,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setenv("SOURCE_DATE_EPOCH", epoch)
        origin = read_origin(Path(root), Path(root))
    assert (origin.commit, dict(origin.changed)) == ("", {})
    assert origin.day_of("x") == origin.epoch == (origin.made.date() if origin.made else None)
    if origin.made:
        assert int(origin.made.timestamp()) == int(epoch)
