"""Cards: the pictures that other sites put beside a link to a page."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from bidi import get_display
from mkdocs.commands.build import build
from mkdocs.exceptions import Abort
from PIL import Image
from selectolax.lexbor import LexborHTMLParser

from mkdocs_seps.config.settings import Settings
from mkdocs_seps.model.catalog import Catalog
from mkdocs_seps.model.colors import COLORS
from mkdocs_seps.model.process import Status
from mkdocs_seps.model.proposal import Sep, Source
from mkdocs_seps.parsing.proposal import parse
from mkdocs_seps.views import drawing
from mkdocs_seps.views.cards import (
    GLYPHS,
    Card,
    Label,
    index_subject,
    legible,
    sep_card,
    sep_subjects,
)
from tests.support.projects import SEP, BuiltSite, Project, canonical

pytestmark = pytest.mark.slow

CARDS = "community/seps/cards"
ADDRESS = f"https://example.org/base/{CARDS}"


def sep(text: str, name: str = "7-a.md") -> Sep:
    return parse(Source(f"seps/{name}", name, text), SEP, "owner/name")


def picture(content: bytes) -> Image.Image:
    assert len(content) < 30_000
    image = Image.open(io.BytesIO(content))
    assert (image.format, image.mode, image.size) == ("PNG", "P", (1200, 630))
    return image.convert("RGB")


def color(image: Image.Image, place: tuple[int, int]) -> str:
    return "#{:02x}{:02x}{:02x}".format(*image.getpixel(place))  # type: ignore[misc]


def metadata(site: BuiltSite, page: str) -> dict[str, str]:
    """What a page's head says about its picture."""
    elements = LexborHTMLParser(site.html(f"{page}index.html")).css("meta")
    given = [element.attributes for element in elements]
    named = {str(one.get("property") or one.get("name")): str(one.get("content")) for one in given}
    return {name: text for name, text in named.items() if "image" in name or "card" in name}


# Published


def test_a_page_names_its_card(project: Project) -> None:
    project.options = {"cards": True}
    project.write({"seps/7-a.md": canonical(7, 'A "quoted" title')})
    site = project.build()
    assert site.said("WARNING") == []
    assert metadata(site, "community/seps/7-a/") == {
        "og:image": f"{ADDRESS}/7.png",
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": 'SEP-7: A "quoted" title. Final',
        "twitter:card": "summary_large_image",
    }
    html = LexborHTMLParser(site.html("community/seps/7-a/index.html"))
    script = html.css_first("script[type='application/ld+json']")
    assert script is not None
    assert json.loads(script.text())["image"] == f"{ADDRESS}/7.png"
    picture((site.folder / CARDS / "7.png").read_bytes())


def test_the_index_has_one_too(project: Project) -> None:
    project.options = {"cards": True}
    project.write({"seps/7-a.md": canonical(7), "docs/more.md": "# More\n"})
    site = project.build()
    assert metadata(site, "community/seps/") == {
        "og:image": f"{ADDRESS}/index.png",
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": "Test: 1 SEP",
        "twitter:card": "summary_large_image",
    }
    picture((site.folder / CARDS / "index.png").read_bytes())
    assert metadata(site, "more/") == {"twitter:card": "summary"}


def test_without_the_address_of_the_site_no_page_names_a_card(project: Project) -> None:
    project.options, project.config = {"cards": True}, {"site_url": ""}
    project.write({"seps/7-a.md": canonical(7)})
    site = project.build()
    assert metadata(site, "community/seps/7-a/") == {"twitter:card": "summary"}
    assert (site.folder / CARDS / "7.png").is_file()


def test_a_card_is_named_by_the_number_or_else_by_the_file(project: Project) -> None:
    project.options = {"cards": True, "drafts": "always"}
    unnumbered = canonical(1, "New", "Draft").replace("SEP-1:", "SEP-0000:")
    project.write(
        {
            "seps/7-a.md": canonical(7),
            "seps/7-b.md": canonical(7),
            "seps/0000-ä b.md": unnumbered,
        }
    )
    site = project.build()
    assert sorted(path.name for path in (site.folder / CARDS).iterdir()) == [
        "0000-ä b.png",
        "7-b.png",
        "7.png",
        "index.png",
    ]
    named = metadata(site, "community/seps/0000-ä b/")
    assert named["og:image"] == f"{ADDRESS}/0000-%C3%A4%20b.png"


def test_by_default_there_are_none_and_pillow_is_not_even_imported(project: Project) -> None:
    project.write({"seps/7-a.md": canonical(7)})
    project.load()
    program = (
        "import sys; from mkdocs.__main__ import cli\n"
        "cli(['build', '-q'], standalone_mode=False); print('PIL' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=project.folder,
        check=True,
        capture_output=True,
        text=True,
    )
    assert done.stdout == "False\n"
    site = BuiltSite(project.folder / "site", ())
    assert not (site.folder / CARDS).exists()
    assert metadata(site, "community/seps/7-a/") == {"twitter:card": "summary"}


def test_without_pillow_the_message_says_what_to_install(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "PIL", None)
    monkeypatch.setitem(sys.modules, "bidi", None)
    project.options = {"cards": True}
    with pytest.raises(Abort):
        project.build()
    assert project.caplog.messages[-1] == (
        "seps: cards: required packages are not installed (PIL, bidi). Run `pip install "
        "'.[cards]'` in your clone of mkdocs-seps, or set `cards: false` in mkdocs.yml."
    )


def test_a_rebuild_draws_only_what_has_changed(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []
    draw = drawing.draw

    def watched(card: Card) -> bytes:
        drawn.append(card.name)
        return draw(card)

    monkeypatch.setattr(drawing, "draw", watched)
    project.options = {"cards": True}
    project.write({"seps/7-a.md": canonical(7), "seps/8-b.md": canonical(8)})
    config = project.load()
    config.plugins.on_startup(command="serve", dirty=False)
    build(config)
    assert drawn == ["SEP-8", "SEP-7", "2 SEPs"]
    project.write({"seps/8-b.md": canonical(8) + "\nMore text.\n"})
    build(project.load())
    assert drawn[3:] == []
    project.write({"seps/8-b.md": canonical(8, status="Accepted")})
    build(project.load())
    assert drawn[3:] == ["SEP-8", "2 SEPs"]


# What a card says


def test_what_a_card_says() -> None:
    final = COLORS["green"].light
    assert sep_card(sep(canonical(7, "A – *new* Zürich")), "The *site* 🚀") == Card(
        site="The *site*",
        name="SEP-7",
        title="A – new Zürich",
        labels=(Label("Final", final),),
        note="Standards Track",
        stripe=((final, 1),),
    )


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        (canonical(status="Superseded"), ["Superseded"]),
        (canonical(status="Approved: *1*"), ["Approved: 1"]),
        (canonical(status="最終"), ["Unrecognized"]),
        ("# SEP-7: T\n", ["No status"]),
        (
            canonical(status="Draft").replace("John Roe (@john)", "None"),
            ["Draft", "Awaiting sponsor"],
        ),
    ],
)
def test_labels(text: str, labels: list[str]) -> None:
    assert [label.text for label in sep_card(sep(text), "S").labels] == labels


def test_a_card_says_that_there_is_no_number_and_that_a_text_is_in_a_pull_request() -> None:
    card = sep_card(sep(canonical(7, "T", "Draft"), "0000-t.md"), "S", request=12)
    assert card.name == "SEP"
    assert [label.text for label in card.labels] == [
        "Draft",
        "Not yet numbered",
        "From pull request #12",
    ]


def test_the_index_counts(tmp_path: Path) -> None:
    (tmp_path / "seps").mkdir()
    statuses = ["Draft", "Final", "Final", "Odd"]
    seps = [sep(canonical(n, status=s), f"{n}-a.md") for n, s in enumerate(statuses, start=1)]
    subject = index_subject(Catalog.of(seps, SEP), Settings.of({}, tmp_path), "S", "About 日本 it")
    assert (subject.alt, subject.card.name, subject.card.title) == (
        "S: 4 SEPs",
        "4 SEPs",
        "About … it",
    )
    assert subject.card.labels == (
        Label("Final: 2", COLORS["green"].light),
        Label("Draft: 1", COLORS["gray"].light),
        Label("Unrecognized: 1"),
    )
    assert [share for _, share in subject.card.stripe] == [1, 2, 1]


def test_a_reader_who_does_not_see_it_is_told_the_same(tmp_path: Path) -> None:
    (tmp_path / "seps").mkdir()
    seps = {"a": sep(canonical(7, "支持", "Odd")), "b": sep("# SEP-8: T\n", "8-b.md")}
    subjects = dict(sep_subjects(seps, {}, Settings.of({}, tmp_path), "S"))
    assert [subject.alt for subject in subjects.values()] == ["SEP-7: 支持. Odd", "SEP-8: T"]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Plain (text), 100%!", "Plain (text), 100%!"),
        ("‘Quotes’ “stay”…", "‘Quotes’ “stay”…"),
        ("A — b → c ⇒ d", "A — b → c → d"),
        ("naïve façade, Łódź, Straße, ﬁne, ½", "naïve façade, Łódź, Straße, fine, ½"),
        ("e\u0301 and \u00e9, ḇ and ⅔", "é and é, b and 2/3"),
        ("Tasks 🚀👩\u200d💻 now\ufe0f", "Tasks now"),
        ("Ask 日本語 and ქართული twice", "Ask … and … twice"),
        ("Ελλάδα, Việt, Обмен, שלום, سلام", "Ελλάδα, Việt, Обмен, שלום, سلام"),
        ("שָׁלוֹם, مُحَمَّد, می\u200cخواهم", "שלום, محمد, می\u200cخواهم"),
        ("Ask हिन्दी से 日本 twice", "Ask … twice"),
        ("日本語", ""),
        ("🚀 — !", ""),
        ("a\u00a0b\n\tc", "a b c"),
    ],
)
def test_text_in_the_letters_of_the_font(text: str, written: str) -> None:
    assert legible(text) == written


# The drawing


def test_the_font_has_every_letter_that_is_written() -> None:
    font = drawing._font(40)

    def drawn(sign: str) -> bytes:
        return bytes(font.getmask(sign))

    lacking = drawn("\uffff")
    # A letter has up to four forms, by what stands before and after it.
    written = {
        form
        for sign in GLYPHS
        for before, after in (("", ""), ("ب", ""), ("", "ب"), ("ب", "ب"))
        for form in drawing._joined(f"{before}{sign}{after}")
    }
    assert [sign for sign in sorted(written - {" "}) if drawn(sign) == lacking] == []


@pytest.mark.parametrize(
    ("title", "edge"),
    [("Tasks", "left"), ("طلبات JSON", "right"), ("בקשות", "right"), ("JSON طلبات", "left")],
)
def test_a_title_starts_at_the_edge_where_its_reading_starts(title: str, edge: str) -> None:
    image = picture(drawing.draw(sep_card(sep(canonical(7, title)), "S")))
    empty = [(100 * 120, (255, 255, 255))]
    edges = {"left": 80, "right": 1020}
    written = [
        name for name, x in edges.items() if image.crop((x, 270, x + 100, 390)).getcolors() != empty
    ]
    assert written == [edge]


def test_letters_join_and_stand_in_reading_order() -> None:
    title = "لا شيء"
    joined = drawing._joined(title)
    assert joined == "\ufefb \ufeb7\ufef2\u0621"
    assert get_display(joined) == "\u0621\ufef2\ufeb7 \ufefb"


@pytest.mark.parametrize("status", SEP.statuses)
def test_a_card_has_the_colors_of_its_status(status: Status) -> None:
    image = picture(drawing.draw(sep_card(sep(canonical(status=status.name)), "S")))
    assert color(image, (2, 2)) == "#ffffff"
    assert color(image, (600, 625)) == status.color.light.text
    assert color(image, (92, 535)) == status.color.light.background


@pytest.mark.parametrize(
    "text",
    [
        "T",
        "Words and more " * 2000,
        "W" * 20_000,
        "i " * 10_000,
        "支持",
        "<script>alert(1)</script>",
    ],
)
def test_any_text_keeps_within_its_margins(text: str) -> None:
    card = sep_card(sep(canonical(999_999_999, text, status=text), "999999999-a.md"), text)
    image = picture(drawing.draw(card))
    right = image.crop((1125, 0, 1200, 600))
    between = image.crop((0, 475, 1200, 500))
    assert right.getcolors() == [(75 * 600, (255, 255, 255))]
    assert between.getcolors() == [(1200 * 25, (255, 255, 255))]


def test_the_same_card_is_the_same_file() -> None:
    card = sep_card(sep(canonical()), "S")
    first = drawing.draw(card)
    drawing._font.cache_clear()
    assert drawing.draw(card) == first
