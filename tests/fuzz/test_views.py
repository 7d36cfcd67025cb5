"""Properties of the HTML of lists and pages, and of citations, cards, policies, and strings."""

import json
import re
from collections import Counter
from dataclasses import replace
from datetime import date
from html import escape, unescape
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser, LexborNode

from mkdocs_seps.config.settings import SettingsError
from mkdocs_seps.lint.registry import RULES, rules_of
from mkdocs_seps.lint.runner import check
from mkdocs_seps.model.catalog import Catalog
from mkdocs_seps.model.fields import RELATIONS
from mkdocs_seps.model.proposal import Sep
from mkdocs_seps.model.timeline import EDITED, Revision, Timeline
from mkdocs_seps.pipeline.people import Roster
from mkdocs_seps.pipeline.published import Segment, in_segment
from mkdocs_seps.pipeline.revisions import Pair, Revised, Span
from mkdocs_seps.project.similar import Similar
from mkdocs_seps.views.arguments import SlotError, arguments, chosen
from mkdocs_seps.views.cards import (
    GLYPHS,
    MOST,
    Picture,
    draw_all,
    index_subject,
    legible,
    require_drawing,
    sep_card,
    sep_subjects,
)
from mkdocs_seps.views.changes import fill_changes, fill_newest
from mkdocs_seps.views.citation import bibtex, citable_url, cite
from mkdocs_seps.views.csp import inline_scripts, policy, refused, with_policy
from mkdocs_seps.views.drawing import draw
from mkdocs_seps.views.findings import is_in_progress, render_findings
from mkdocs_seps.views.header import render_header
from mkdocs_seps.views.links import text_settings
from mkdocs_seps.views.listing import (
    bars,
    days_old,
    render_index,
    render_summary,
    render_table,
    request_link,
    request_note,
    rows,
    table,
)
from mkdocs_seps.views.lists import all_lists, render_list
from mkdocs_seps.views.metadata import Metadata, insert_head, json_ld, render_metadata
from mkdocs_seps.views.pipeline import fill_durations, fill_pipeline
from mkdocs_seps.views.relations import (
    Surroundings,
    is_covered_by_relations,
    relations,
    render_footer,
)
from mkdocs_seps.views.revisions import anchors, changes_of, page_title, render_revisions
from mkdocs_seps.views.routes import Routes
from mkdocs_seps.views.row import people_of
from mkdocs_seps.views.rule_pages import fill_rules, rule_page, rule_uris
from mkdocs_seps.views.search import person_entry, search_text, without_search_text
from mkdocs_seps.views.search_entries import search_entries
from mkdocs_seps.views.slots import Slots, fill_slots
from mkdocs_seps.views.strings import LANGUAGES, localized, plural, say, strings
from mkdocs_seps.views.stylesheet import script, stylesheet, without_data
from mkdocs_seps.views.templating import environment, render
from mkdocs_seps.views.timeline import line_of, lines_of, render_timeline
from tests.support.projects import SEP

from .strategies import LINE, MARKED, PROCESSES, SETTINGS, SITES, TEXTS, TIMELINES, Site, few
from .strategies import proposal as parsed

rarely = settings(max_examples=10, deadline=None)
# Without an end tag; that of an option may be omitted.
_VOID = {"br", "img", "input", "link", "meta", "wbr", "hr", "option"}
ROUTES = Routes("community/seps", lambda url: f"../../../{url}")


def url_of(sep: Sep) -> str:
    return f"../{sep.stem}/"


class Page(HTMLParser):
    """Checks that every element is closed in order, and that no element or attribute can harm."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag not in {"script", "style", "path", "iframe", "object"}
        if tag not in _VOID:
            self.open.append(tag)
        assert len({name for name, _ in attrs}) == len(attrs)
        for name, value in attrs:
            assert not name.startswith("on")
            assert name != "style"
            if name in {"href", "src"}:
                assert re.match(r"https?:|mailto:|(?!//|[a-z][\w+.-]*:)", value or "")

    def handle_endtag(self, tag: str) -> None:
        assert tag in _VOID or self.open.pop() == tag


def checked(html: str) -> LexborNode:
    """A piece of a page, whose form is checked."""
    page = Page()
    page.feed(html)
    page.close()
    assert page.open == []
    body = LexborHTMLParser(f"<!doctype html><body>{html}</body>").body
    assert body is not None
    return body


def visible(text: str) -> str:
    """The text in characters that parsers of HTML do not change."""
    return re.sub(r"[^!-~]+", "", text)


def names(body: LexborNode, selector: str) -> list[str]:
    return [visible(one.text()) for one in body.css(selector)]


@rarely
@given(SITES)
def test_every_proposal_is_one_row_of_a_table_in_order(site: Site) -> None:
    found, pipeline = site.published, site.pipeline
    every = rows(found, pipeline, url_of)
    assert [row.entry.name for row in every] == [sep.name for sep in site.seps]
    groups = table(found, pipeline, url_of)["groups"]
    assert isinstance(groups, dict)
    ordered = [row for segment in Segment for row in groups.get(segment, [])]
    assert Counter(ordered) == Counter(every)
    for one, row in zip(found, every, strict=True):
        assert (row.request is None) == (one.one is None)
        assert bool(request_note(one)) == (one.segment == Segment.OTHER)
        if one.one:
            assert row.request == request_link(one.one, pipeline)
    for write in (render_table, render_index):
        body = checked(write(found, pipeline, url_of, ROUTES, SEP))
        titles = names(body, "table.sep-index tbody tr:not(.sep-group) bdi")
        assert titles == [visible(row.entry.title) for row in ordered]
    assert days_old(pipeline) >= 0
    shown = in_segment(found, Segment.MERGED, Segment.OPEN)
    summary = checked(render_summary(found, SEP, ROUTES))
    assert len(summary.css("li")) >= len({one.sep.stage for one in shown})
    counted = [Catalog.of(site.seps, SEP).counts] if found else []
    pieces = bars(counted)
    assert sum(bar.number for bar in pieces) == len(site.seps)
    assert all(a.start + a.width < b.start for a, b in pairwise(pieces))
    assert all(bar.width > 0 and bar.start + bar.width <= 1000 for bar in pieces)


@rarely
@given(SITES)
def test_every_list_has_its_proposals_once_in_order(site: Site) -> None:
    lists = all_lists(site.published, Roster.of(site.seps), SEP)
    assert len({one.stem for one in lists}) == len(lists)
    for kind in ("status", "type"):
        found = [one for shown in lists if shown.kind == kind and shown.slug for one in shown.found]
        assert Counter(one.sep.path for one in found) == Counter(
            one.sep.path for one in in_segment(site.published, Segment.MERGED, Segment.OPEN)
        )
    for shown in lists:
        body = checked(render_list(shown, lists, url_of, ROUTES, SEP, site.pipeline))
        assert names(body, "h1") == [visible(shown.title)]
        titles = names(body, "table.sep-index tbody tr:not(.sep-group) bdi")
        assert titles == [
            visible(one.sep.title)
            for segment in Segment
            for one in in_segment(shown.found, segment)
            if shown.slug
        ]
        for one in shown.found:
            people = [visible(name) for name in people_of(one.sep)]
            assert len(set(people_of(one.sep))) == len(people)


@rarely
@given(SITES, MARKED)
def test_the_top_and_the_end_of_a_page_have_the_title_and_every_related_proposal_as_text(
    site: Site, text: str
) -> None:
    catalog = Catalog.of(site.seps, SEP)
    flying = {one.sep.path for one in site.pipeline.in_flight}
    around = Surroundings(
        ROUTES, Roster.of(site.seps), mentioned_by=catalog.seps, pipeline=site.pipeline,
        similar=tuple(Similar(sep, 0.5, (text,)) for sep in catalog.seps), in_requests=flying,
    )  # fmt: skip
    footer = checked(render_footer(around, url_of, SEP)) if site.seps else None
    for one in site.published:
        html = render_header(one, catalog, SETTINGS, url_of, around)
        body = checked(html)
        (heading,) = body.css("h1")
        assert visible(one.sep.title) in visible(heading.text())
        hidden = search_text(one.sep)
        assert hidden in html
        assert without_search_text(hidden) == ""
        assert not body.css("p[data-sep-search] *")
        found = relations(one.sep, catalog, url_of, lambda _: "", flying)
        for relation in found:
            named = [other.name for other in relation.others]
            assert len(set(named)) == len(named)
        for field in one.sep.fields:
            if is_covered_by_relations(field, one.sep, catalog):
                assert field.role in RELATIONS
                numbers = set(re.findall(r"\d+", field.value))
                assert numbers & set(re.findall(r"\d+", str([one.others for one in found])))
        if footer:
            for part in ("ul.sep-mentions", "ul.sep-similar"):
                links = [one.attributes["href"] for one in footer.css(f"{part} > li > a")]
                assert links.count(url_of(one.sep)) == 1


@few
@given(SITES, LINE)
def test_a_citation_has_the_title_and_is_one_balanced_entry(site: Site, publisher: str) -> None:
    for sep in site.seps:
        assert citable_url(sep, "https://x.org/") == "https://x.org/"
        url = citable_url(sep, "")
        assert not url or url.startswith("https://")
        citation = cite(sep, "https://x.org/", publisher)
        assert sep.full_title in citation.plain
        entry = bibtex(sep, "https://x.org/", publisher)
        assert citation.bibtex == entry.rstrip()
        depth = 0
        # An escaped brace still counts for BibTeX.
        for brace in re.findall(r"[{}]", re.sub(r"\\[{}]", "", entry)):
            depth += 1 if brace == "{" else -1
            assert depth >= 0
        assert depth == 0
        lines = entry.rstrip("\n").split("\n")
        assert all(re.fullmatch(r"  [a-z]+ = \{.*\},", line) for line in lines[1:-1])
        assert not re.search(r"(?<!\\)[%#&$_]", entry)


# A page of a theme, with what a contributor wrote.
_PAGE = "<html><head><title>x</title></head><body>{}<script>own()</script></body></html>"


@few
@given(MARKED, MARKED)
def test_a_policy_allows_only_the_scripts_of_the_site(text: str, code: str) -> None:
    html = _PAGE.format(text)
    after = with_policy(html, text) if text else with_policy(html)
    assert re.sub(r"\n<meta http-equiv[^>]*>", "", after, count=1) == html
    (content,) = re.findall(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', after)
    own = policy(inline_scripts(_PAGE.format("")))
    assert content.split("; ")[1] == own.split("; ")[1] or text in _PAGE.format("")
    assert refused(html, text) <= refused(_PAGE.format(""), text)
    assert inline_scripts(f"<script>{code}</script>")[:1] == [code.partition("</script>")[0]]


@rarely
@given(SITES, MARKED)
def test_metadata_is_escaped_and_has_the_proposal_as_json(site: Site, text: str) -> None:
    page = Metadata(text, text, text, "https://x.org/", "https://x.org/c.png", text, text)
    for sep in (None, *site.seps):
        html = render_metadata(page, SEP, sep)
        body = LexborHTMLParser(f"<html><head>{html}</head></html>")
        assert {str(one.tag) for one in body.css("head *")} <= {"meta", "script"}
        scripts = body.css("script")
        assert len(scripts) == bool(sep)
        given = [one.attributes.get("content") or "" for one in body.css("meta")]
        assert visible(text) in map(visible, given)
        if sep:
            article = json.loads(scripts[0].text())
            assert article == json.loads(json_ld(page, sep))
            assert article["headline"] == sep.full_title
        assert insert_head("<head></head>x", html) == f"<head>{html}</head>x"
        assert insert_head(text, html).replace(html, "") == text.replace(html, "")


_SLOTS = ["summary", "table", "statuses", "newest", "durations", "search", "rules", "changes",
          "pipeline"]  # fmt: skip
_ARGUMENTS = st.sampled_from([
    "", " view=decisions", " view=final", " view=moves limit=2", " view=edits", " view=picture",
    " view=sponsors", " view=draft", " view=elsewhere", " view=calendar", " status=Draft",
    " segment=all", " segment=open status=Draft,Final", " view='x", " limit=0", " x",
])  # fmt: skip


@settings(max_examples=30, deadline=None)
@given(SITES, st.sampled_from([*_SLOTS, "tables"]), _ARGUMENTS, st.booleans())
def test_a_slot_is_filled_with_safe_html_or_kept_with_its_problem(
    site: Site,
    name: str,
    given: str,
    with_snapshot: bool,  # noqa: FBT001
) -> None:
    pipeline = site.pipeline if with_snapshot else None
    published = site.published if with_snapshot else in_segment(site.published, Segment.MERGED)
    slots = Slots(published, pipeline, SEP, url_of, ROUTES)
    slot = f"<!-- seps:{name}{given} -->"
    filled = fill_slots(f"<p>a</p>{slot}<p>b</p>", slots.fillers())
    assert filled.html.startswith("<p>a</p>")
    assert filled.html.endswith("<p>b</p>")
    checked(filled.html)
    assert [error[0] for error in filled.errors] == [slot] * (slot in filled.html)
    assert bool(filled.errors) == (slot in filled.html)
    if name == "search":
        return
    at = (published, pipeline, url_of, SEP)
    direct = {
        "changes": lambda: fill_changes(given, *at),
        "newest": lambda: fill_newest(given, *at),
        "pipeline": lambda: fill_pipeline(given, pipeline, published, url_of, ROUTES, SEP),
        "durations": lambda: fill_durations(published, SEP),
        "rules": lambda: fill_rules(SEP, None),
    }.get(name)
    if direct and filled.errors:
        with pytest.raises(SlotError, match=re.escape(filled.errors[0][1])):
            direct()
    elif direct:
        assert filled.html == f"<p>a</p>{direct()}<p>b</p>"


@few
@given(SITES, st.sampled_from(["merged", "open", "other", "all"]), st.sampled_from(SEP.statuses))
def test_the_arguments_of_a_slot_select_a_part_of_the_proposals_in_order(
    site: Site, segment: str, status: object
) -> None:
    name = getattr(status, "name", "")
    given = arguments(f"segment={segment} status='{name}'", ("segment", "status"))
    assert given == {"segment": segment, "status": name}
    found = chosen(site.published, given, SEP)
    assert found == [
        one for one in chosen(site.published, {"segment": segment}, SEP) if one.sep.status is status
    ]
    assert chosen(site.published, {"segment": "all"}, SEP) == [*site.published]


@few
@given(TIMELINES, LINE)
def test_every_event_is_one_line_of_the_timeline_in_order(timeline: Timeline, reason: str) -> None:
    lines = list(lines_of(timeline, SEP))
    assert [line.commit for line in lines] == [event.commit[:7] for event in timeline.events]
    html = render_timeline(timeline, SEP, reason)
    body = checked(html)
    assert len(body.css("li")) == len(lines)
    assert bool(html) == bool(lines or reason)
    for event, line in zip(timeline.events, lines, strict=True):
        own = line_of(event, "o/r", "seps", SEP)
        assert (own.commit, own.place, own.date) == (line.commit, line.place, line.date)
        assert own.url.startswith("https://github.com/o/r/")
    times = [one.attributes["datetime"] for one in body.css("time")]
    ordered = sorted(lines, key=lambda line: line.kind == EDITED)
    assert times == [line.date for line in ordered if line.date[0].isdigit()]


@rarely
@given(SITES, TEXTS, TEXTS, LINE)
def test_the_page_of_changes_has_a_section_for_every_pair_of_revisions(
    site: Site, old: str, new: str, status: str
) -> None:
    before = Revision("a" * 40, None, status, "a" * 40)
    after = Revision("b" * 40, date(2026, 1, 31), status, "b" * 40)
    pairs = tuple(Pair(span, before, after, old, new) for span in Span)
    for one in site.published[:2]:
        found = Revised(one, pairs)
        changes = changes_of(found)
        body = checked(render_revisions(one, changes, url_of(one.sep)))
        assert [one.attributes["id"] for one in body.css("section > h2")] == [
            change.anchor for change in changes
        ]
        assert set(anchors(found).values()) <= {change.anchor for change in changes}
        assert len({change.anchor for change in changes}) == len(pairs)
        assert names(body, "h1") == [visible(page_title(one))]


@given(MARKED | st.text(max_size=30))
def test_the_text_of_a_card_has_only_characters_of_the_font(text: str) -> None:
    shown = legible(text)
    assert set(shown) <= GLYPHS
    assert len(shown) <= 18 * MOST
    assert legible(shown) == shown
    assert not re.search(r"[a-zA-Z0-9]", text) or shown


@rarely
@given(SITES, LINE)
def test_every_proposal_has_its_own_card_and_the_index_counts_all_of_them(
    site: Site, name: str
) -> None:
    seps = {sep.source.name: sep for sep in site.seps}
    flying = {one.sep.source.name: one for one in site.pipeline.in_flight}
    found = dict(sep_subjects(seps, flying, SETTINGS, name))
    assert [*found] == [*seps]
    assert len({one.path for one in found.values()}) == len(seps)
    for uri, subject in found.items():
        request = flying[uri].request.number if uri in flying else 0
        assert subject.card == sep_card(seps[uri], name, request)
        assert visible(seps[uri].full_title) in visible(subject.alt)
    index = index_subject(Catalog.of(site.seps, SEP), SETTINGS, name, "x").card
    assert index.name == (f"{len(seps)} SEP" + "s" * (len(seps) != 1))
    assert sum(share for _, share in index.stripe) == len(seps)
    kept = {uri: Picture(subject, b"kept") for uri, subject in found.items()}
    assert draw_all(found, kept) == kept


@settings(max_examples=3, deadline=None)
@given(LINE)
def test_a_card_with_any_text_is_drawn_the_same_way_again(title: str) -> None:
    require_drawing(replace(SETTINGS, cards=True))
    card = sep_card(parsed(f"# SEP-1: {title}\n\n- **Status**: {title}\n"), title)
    image = draw(card)
    assert image.startswith(b"\x89PNG\r\n")
    assert draw(card) == image


@few
@given(TEXTS)
def test_the_findings_about_a_draft_are_all_listed(text: str) -> None:
    sep = parsed(text)
    findings = [*check(Catalog.of([sep], SEP), settings=SETTINGS)]
    html = render_findings(sep, findings)
    assert bool(html) == is_in_progress(sep)
    body = checked(html)
    own = [one for one in findings if one.path == sep.path]
    assert len(body.css("li.sep-findings__item")) == len(own) * bool(html)
    assert len(body.css("li.sep-findings__item > code")) >= len(own) * bool(html)


@few
@given(SITES)
def test_links_of_a_proposal_in_a_pull_request_lead_to_its_own_commit(site: Site) -> None:
    assert text_settings(None, site.pipeline, SETTINGS) == SETTINGS
    for one in site.pipeline.in_flight:
        found = text_settings(one, site.pipeline, SETTINGS)
        assert (found.repository, found.branch, found.shown) == ("o/r", one.commit, "seps")


def test_every_rule_has_a_page_and_a_row_in_every_process() -> None:
    for process in PROCESSES:
        uris = rule_uris(process)
        assert len(set(uris)) == len(uris) == len(rules_of(process))
        body = checked(fill_rules(process, lambda name: f"../rules/{name}/"))
        linked = {one.attributes["href"] for one in body.css("tr a")}
        assert {f"../{uri.removesuffix('.md')}/" for uri in uris} <= linked
    for rule in RULES[:5]:
        page = rule_page(rule, SEP)
        assert page.startswith("---\n")
        assert rule.code in page


@few
@given(LINE, LINE, st.lists(MARKED, max_size=4))
def test_a_search_entry_has_every_word_escaped(name: str, title: str, texts: list[str]) -> None:
    entry = person_entry(name, "ada", title, "author/ada/")
    assert name in unescape(str(entry["title"]))
    assert "@ada" in str(entry["title"])
    assert not re.search("[<>]", f"{entry['title']}{entry['text']}")
    html = "".join(
        f'<h2 id="h{place}">{escape(text)}</h2><p>{escape(text)}</p>'
        for place, text in enumerate(texts)
    )
    found = [one for one in search_entries(html, "x/", "T", 2) if one["location"] != "x/"]
    assert [one["location"] for one in found] == [f"x/#h{place}" for place in range(len(texts))]
    for one, text in zip(found, texts, strict=True):
        plain = re.sub(r"</?p>", "", str(one["text"]))
        assert "<" not in plain
        assert visible(text) == visible(unescape(plain))
        assert "<" not in str(one["title"])
        assert visible(unescape(str(one["title"]))) == (visible(text) if text.strip() else "T")


@few
@given(MARKED)
def test_the_values_of_strings_are_escaped_in_every_language(value: str) -> None:
    for process in PROCESSES:
        for language in ("en", *LANGUAGES):
            own = localized(replace(SETTINGS, process=process), language).process
            assert {name: set(table) for name, table in strings(own).items()} == {
                name: set(table) for name, table in strings(SEP).items()
            }
            assert str(escape(value)).replace("&#x27;", "&#39;").replace("&quot;", "&#34;") in say(
                own, "header", "unknown_status", word=value
            )
            for number in (0, 1, 7):
                assert str(number) in plural(own, number, "findings", "words") or number == 1
    with pytest.raises(SettingsError, match="unknown string"):
        localized(replace(SETTINGS, strings={"header": {f"x{value}": ""}}), "en")


@given(MARKED, st.sampled_from(['"', "'", ""]))
def test_every_picture_of_a_stylesheet_becomes_a_file(text: str, quotation: str) -> None:
    pictures: dict[str, str] = {}
    drawing = re.sub(r"""["'()\n]""", "", text)
    style = f"a{{b:url({quotation}data:image/svg+xml,<svg>{drawing}</svg>{quotation})}}"
    after = without_data(style, pictures)
    assert len(pictures) == 1
    assert "data:" not in after.replace(text, "")
    assert all(f"url({name})" in after for name in pictures)
    assert without_data(after, pictures) == after


def test_the_stylesheet_and_the_script_have_every_process() -> None:
    style, code = stylesheet(PROCESSES), script(PROCESSES)
    assert style.count("{") == style.count("}")
    assert "@NAME@" not in code
    for process in PROCESSES:
        assert process.name.lower() in code
        assert all(f"--{status.slug}" in style for status in process.statuses)


@few
@given(MARKED)
def test_templates_escape_values(text: str) -> None:
    template = environment(SEP).from_string('<p title="{{ text }}">{{ text }}</p>')
    (paragraph,) = checked(template.render(text=text)).css("body > *")
    assert visible(paragraph.text()) == visible(text)
    assert visible(paragraph.attributes["title"] or "") == visible(text)
    page = Metadata(text, text, "")
    assert render(SEP, "metadata.html", page=page, sep=None, structured="", width=1, height=1) == (
        render_metadata(page, SEP)
    )
