"""A built site as finished pages for another site generator, with all other files."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Final, NamedTuple

from mkdocs_seps.exports.context import DATA
from mkdocs_seps.markdown.escape import yaml_block

# The folders for pages and other files, below the folder `docs` of an export.
PAGES: Final = "pages"
STATIC: Final = "static"

_ARTICLE: Final = re.compile(r"<article\b[^>]*\bmd-content__inner\b[^>]*>(.*)</article>", re.DOTALL)
_TITLE: Final = re.compile(r"<title>(.*?)</title>", re.DOTALL)
_DESCRIPTION: Final = re.compile(r'<meta name="description" content="([^"]*)">')
# Material's buttons for a page's source: their icons come from Material's stylesheets.
_BUTTON: Final = re.compile(r"<a\b[^>]*\bmd-content__button\b.*?</a>", re.DOTALL)
_TWIN: Final = re.compile(r'(href="(?!https?:)[^":]*)\.md(")')
_PREFORMATTED: Final = re.compile(r"(<pre\b.*?</pre>)", re.DOTALL)
_BLANK: Final = re.compile(r"\n(?=[ \t]*\n)")
# Characters in HTML that Markdown, or a generator's own syntax, would interpret.
_MARKS: Final = {"`": "&#96;", "~": "&#126;", "{{": "&#123;{", "{%": "&#123;%"}
# Files of Material, and files that another generator creates itself.
_LEFT_OUT: Final = re.compile(
    r"404\.html|sitemap\.xml(?:\.gz)?|search/.*|assets/(?:images/favicon\.png|javascripts/(?:bundle"
    r"|lunr|workers)\b.*|stylesheets/(?:main|palette)\..*)"
)


class BuiltError(ValueError):
    """The folder is not a built site; the message says what to do."""


class BuiltPage(NamedTuple):
    """A page: its path in the site, and its content, which the site has sanitized."""

    address: str
    title: str
    description: str
    html: str


def read_page(file: Path, site: Path) -> BuiltPage | None:
    """The page in an HTML file; None for redirects and other files that are not pages."""
    text = file.read_text(encoding="utf-8")
    article = _ARTICLE.search(text)
    if not article:
        return None
    title, description = _TITLE.search(text), _DESCRIPTION.search(text)
    address = file.relative_to(site).as_posix().removesuffix("index.html")
    return BuiltPage(
        address,
        _own_title(unescape(title[1])) if title else "",
        unescape(description[1]) if description else "",
        _BUTTON.sub("", article[1]).strip(),
    )


def built_files(site: Path, *, hugo: bool) -> Iterator[tuple[str, str | Path]]:
    """Every file of the export below `docs`, and the data. Raises BuiltError."""
    data = sorted(site.rglob(DATA))
    if not data:
        raise BuiltError(
            f"{site} has no {DATA}. Specify the directory of a built site, such as the output "
            "of `mkdocs build`."
        )
    yield DATA, data[0]
    for file in sorted(path for path in site.rglob("*") if path.is_file()):
        path = file.relative_to(site).as_posix()
        page = read_page(file, site) if path.endswith(".html") else None
        if page and not _LEFT_OUT.fullmatch(path):
            yield f"docs/{PAGES}/{_place(page, hugo=hugo)}", _written(page)
        elif not _LEFT_OUT.fullmatch(path):
            yield f"docs/{STATIC}/{path}", file


def _place(page: BuiltPage, *, hugo: bool) -> str:
    return f"{page.address}{'_index.html' if hugo else 'index.md'}"


def _written(page: BuiltPage) -> str:
    """The front matter, and the page as one block of HTML that Markdown does not change."""
    kept = "".join(
        _BLANK.sub("&#10;" if piece.startswith("<pre") else "", piece)
        for piece in _PREFORMATTED.split(page.html)
    )
    # A generator would treat a link to a page's Markdown as a link to the page.
    kept = _TWIN.sub(r"\1%2Emd\2", kept)
    for mark, entity in _MARKS.items():
        kept = kept.replace(mark, entity)
    head = {"title": page.title, "description": page.description, "hide": ["toc"]}
    return f'{yaml_block(head)}\n<div class="sep-built">\n{kept}\n</div>\n'


def _own_title(text: str) -> str:
    """The page's title without the site's name after it."""
    return text.rpartition(" - ")[0] or text
