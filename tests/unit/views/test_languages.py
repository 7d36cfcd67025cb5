"""Pages in other languages, and with a site's own words."""

import re
from importlib.resources import files
from tomllib import loads

import pytest
from mkdocs.exceptions import Abort

from mkdocs_seps.views.strings import LANGUAGES
from tests.support.projects import Project, canonical

pytestmark = pytest.mark.slow

VIEWS = files("mkdocs_seps.views")
ENGLISH = loads((VIEWS / "strings.toml").read_text("utf-8"))
VALUE = re.compile(r"%\(\w+\)s")


@pytest.fixture
def spoken(project: Project, request: pytest.FixtureRequest) -> Project:
    project.config = {"theme": {"name": "material", "font": False, "language": request.param}}
    project.write(
        {
            "seps/1-a.md": canonical(1),
            "seps/2-b.md": canonical(2, status="Draft").replace("John Roe (@john)", "None"),
        }
    )
    return project


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_has_every_string_with_its_values(language: str) -> None:
    found = loads((VIEWS / "languages" / f"{language}.toml").read_text("utf-8"))

    def values(tables: dict[str, dict[str, str]]) -> dict[tuple[str, str], list[str]]:
        return {
            (section, name): sorted(VALUE.findall(text))
            for section, table in tables.items()
            for name, text in table.items()
        }

    assert values(found) == values(ENGLISH)


@pytest.mark.parametrize(
    ("spoken", "words"),
    [
        ("de", ["Fortschritt", "Nächster Schritt:", "Gleicher Status", "Datum nicht erfasst"]),
        ("zh", ["进度", "下一步：", "相同状态", "日期无记录"]),
    ],
    indirect=["spoken"],
)
def test_a_page_speaks_the_language_of_the_theme(spoken: Project, words: list[str]) -> None:
    site = spoken.build()
    html = site.html("community/seps/2-b/index.html") + site.html("community/seps/1-a/index.html")
    assert [word for word in words if word not in html] == []
    page = site.page("community/seps/2-b/")
    for entry in page.css(".sep-cite pre"):
        entry.decompose()  # BibTeX is in English
    own = page.css("header, aside")
    said = " ".join(" ".join(one.text().split()) for one in own)
    left = [
        text
        for table in ENGLISH.values()
        for text in table.values()
        if " " in text and "%" not in text and text in said
    ]
    assert left == []


@pytest.mark.parametrize("spoken", ["xx"], indirect=True)
def test_without_a_translation_pages_are_in_english(spoken: Project) -> None:
    spoken.config["theme"]["language"] = "fr"
    assert "Same status" in spoken.build().html("community/seps/1-a/index.html")


@pytest.mark.parametrize("spoken", ["de"], indirect=True)
def test_a_change_of_the_language_changes_pages_whose_text_stays(spoken: Project) -> None:
    spoken.config["theme"]["language"] = "en"
    assert "Same status" in spoken.build().html("community/seps/1-a/index.html")
    spoken.config["theme"]["language"] = "de"
    html = spoken.build().html("community/seps/1-a/index.html")
    assert "Gleicher Status" in html
    assert "Same status" not in html


@pytest.mark.parametrize("spoken", ["de"], indirect=True)
def test_a_site_has_the_last_word(spoken: Project) -> None:
    spoken.options["strings"] = "words.toml"
    spoken.write({"words.toml": '[header]\nprogress = "Werdegang"\n'})
    html = spoken.build().html("community/seps/1-a/index.html")
    assert "Werdegang" in html
    assert "Gleicher Status" in html
    assert "Fortschritt</div>" not in html


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[header]\nonward = 'x'\n", "unknown string `onward` in [header]"),
        ("[lists]\nall = 'x'\n", "unknown string `all` in [lists]"),
        ("[header]\nsince = '%(day)s'\n", "`since` in [header] has an unknown placeholder: day"),
        ("header = 1\n", "'words.toml': `header` must be a table of strings"),
        ("[header]\nnext = 1\n", "'words.toml': `next` of [header] must be a string"),
        ("[", "'words.toml': The file is not valid TOML: "),
        (None, "'words.toml': The file cannot be read: No such file or directory"),
    ],
)
def test_words_that_cannot_be_used_are_named(project: Project, text: str | None, said: str) -> None:
    project.options["strings"] = "words.toml"
    project.write({"words.toml": text} if text else {})
    with pytest.raises(Abort):
        project.build()
    assert f"seps: strings: {said}" in project.caplog.text
