"""The content of cards, the images that other sites show next to a link."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from typing import Final, NamedTuple

from mkdocs_seps.config.settings import Settings, SettingsError
from mkdocs_seps.markdown.inline import plain
from mkdocs_seps.model.catalog import Catalog
from mkdocs_seps.model.colors import COLORS, Shade
from mkdocs_seps.model.fields import FieldRole
from mkdocs_seps.model.process import UNRECOGNIZED, ProposalProcess
from mkdocs_seps.model.proposal import Sep
from mkdocs_seps.pipeline.in_flight import InFlight

# Characters that are drawn unchanged. Scripts with contextual positions, such as Devanagari and
# Thai, would need more than a font. The last character keeps two Persian letters from joining.
GLYPHS: Final = frozenset(
    chr(code)
    for first, last in (
        (0x20, 0x7E), (0xA1, 0xAC), (0xAE, 0x17F), (0x1EA0, 0x1EF9),  # Latin
        (0x386, 0x386), (0x388, 0x38A), (0x38C, 0x38C), (0x38E, 0x3A1), (0x3A3, 0x3CE),  # Greek
        (0x400, 0x479), (0x48A, 0x52F),  # Cyrillic
        (0x5D0, 0x5EA), (0x5F0, 0x5F4),  # Hebrew
        (0x60C, 0x60C), (0x61B, 0x61B), (0x61F, 0x61F), (0x621, 0x63A), (0x641, 0x64A),  # Arabic
        (0x660, 0x66C), (0x671, 0x6D3), (0x6F0, 0x6F9),
        (0x2010, 0x2016), (0x2018, 0x201A), (0x201C, 0x201E), (0x2020, 0x2022), (0x2026, 0x2026),
        (0x2039, 0x203A), (0x20AC, 0x20AC), (0x2116, 0x2116), (0x2122, 0x2122), (0x2190, 0x2199),
        (0x2212, 0x2212), (0x2248, 0x2248), (0x2260, 0x2260), (0x2264, 0x2265), (0x200C, 0x200C),
    )
    for code in range(first, last + 1)
)  # fmt: skip
ELLIPSIS: Final = "…"
# No card has room for more characters than this.
MOST: Final = 300

# Characters with a plain form that Unicode does not define.
_PLAIN: Final = {"⇒": "→", "⇐": "←", "⇔": "↔", "⁄": "/"}
_GAPS: Final = re.compile(rf"{ELLIPSIS}(?:\s*{ELLIPSIS})+")


def legible(text: str) -> str:
    """The text in characters of the font; empty if no letter or digit remains.

    Emoji are dropped, and so are vowel points and accents that the font does not have. Letters of
    scripts that the font lacks become an ellipsis, to show that something is missing. Long text is
    cut off.
    """
    signs = map(_written, unicodedata.normalize("NFC", text[:MOST]))
    written = " ".join(_GAPS.sub(ELLIPSIS, "".join(signs)).split())
    return written if any(sign.isalnum() for sign in written) else ""


def _written(sign: str) -> str:
    """A character of the font; a space for an emoji, an ellipsis for a missing letter."""
    if sign in GLYPHS or sign in _PLAIN:
        return _PLAIN.get(sign, sign)
    parts = [_PLAIN.get(part, part) for part in unicodedata.normalize("NFKD", sign)]
    found = "".join(part for part in parts if GLYPHS.issuperset(part))
    kind = unicodedata.category(sign)
    if found or kind[0] == "M" or kind == "Cf":
        return found
    return ELLIPSIS if kind[0] in "LN" else " "


# In pixels, as social networks require.
WIDTH: Final = 1200
HEIGHT: Final = 630

NEUTRAL: Final = COLORS["gray"].light

# The modules of the extra `cards`: drawing, font, joined letters, and right-to-left text.
_DRAWN_WITH: Final = ("PIL", "pymupdf_fonts", "arabic_reshaper", "bidi")


class Label(NamedTuple):
    """A badge: its text and its colors; without colors, it has only an outline."""

    text: str
    shade: Shade | None = None


class Card(NamedTuple):
    """The content of a card, in characters of the font; equal cards give equal images.

    `name` is the most prominent text, `note` follows the labels, and `stripe` is the colored edge:
    colors with their shares.
    """

    site: str
    name: str
    title: str
    labels: tuple[Label, ...]
    note: str
    stripe: tuple[tuple[Shade, int], ...]


class Subject(NamedTuple):
    """The card of a page: the path of the image, its alternative text, and its content."""

    path: str
    alt: str
    card: Card


class Picture(NamedTuple):
    """A drawn card; `content` is the PNG file."""

    subject: Subject
    content: bytes


def require_drawing(settings: Settings) -> None:
    """Raise SettingsError if cards are enabled, but the drawing libraries are not installed."""
    lacking = [name for name in _DRAWN_WITH if settings.cards and find_spec(name) is None]
    if lacking:
        raise SettingsError(
            f"cards: required packages are not installed ({', '.join(lacking)}). Run `pip install "
            "'.[cards]'` in your clone of mkdocs-seps, or set `cards: false` in mkdocs.yml."
        )


def draw_all(subjects: Mapping[str, Subject], before: Mapping[str, Picture]) -> dict[str, Picture]:
    """The cards of these pages. Equal cards of the previous build (`before`) are reused."""
    from mkdocs_seps.views.drawing import draw

    known = {picture.subject.card: picture.content for picture in before.values()}
    return {
        uri: Picture(subject, known.get(subject.card) or draw(subject.card))
        for uri, subject in subjects.items()
    }


def sep_subjects(
    seps: Mapping[str, Sep], in_flight: Mapping[str, InFlight], settings: Settings, site: str
) -> Iterator[tuple[str, Subject]]:
    """The cards of proposals, by the source path of their pages.

    An image is named after the number, which does not change with the title. Without a number, or
    if an earlier file has the same number, it is named after the file.
    """
    taken: set[str] = set()
    for uri, sep in seps.items():
        name = sep.stem if sep.number is None or str(sep.number) in taken else str(sep.number)
        taken.add(name)
        request = in_flight[uri].request.number if uri in in_flight else 0
        card = sep_card(sep, site, request)
        status = sep.status.name if sep.status else plain(sep.value(FieldRole.STATUS))
        words = (sep.full_title, status, f"From pull request #{request}" if request else "")
        alt = ". ".join(word for word in words if word)
        yield uri, Subject(f"{settings.path}/cards/{name}.png", alt, card)


def sep_card(sep: Sep, site: str, request: int = 0) -> Card:
    """A proposal's card; `request` is the number of the pull request if it is not merged."""
    found = sep.status
    status = legible(plain(sep.value(FieldRole.STATUS))) or UNRECOGNIZED
    unknown = Label(status if sep.value(FieldRole.STATUS) else "No status")
    labels = [Label(found.name, found.color.light) if found else unknown]
    if sep.awaits_sponsor:
        labels.append(Label(sep.stage))
    if sep.number is None:
        labels.append(Label("Not yet numbered"))
    if request:
        labels.append(Label(f"From pull request #{request}"))
    return Card(
        site=legible(site),
        name=sep.process.name if sep.number is None else sep.name,
        title=legible(sep.title),
        labels=tuple(labels),
        note=sep.type.name if sep.type else "",
        stripe=((found.color.light if found else NEUTRAL, 1),),
    )


def index_subject(catalog: Catalog, settings: Settings, site: str, about: str) -> Subject:
    """The card of the index: the number of proposals, in total and by status."""
    process, total = catalog.process, len(catalog.seps)
    name = f"1 {process.name}" if total == 1 else f"{total} {process.plural}"
    shades = {count: _shade(count.name, catalog.process) for count in catalog.counts}
    card = Card(
        site=legible(site),
        name=name,
        title=legible(about),
        # The most frequent come first, because there may not be room for all of them.
        labels=tuple(
            Label(f"{count.name}: {count.number}", shades[count])
            for count in sorted(shades, key=lambda count: -count.number)
        ),
        note="",
        stripe=tuple((shade or NEUTRAL, count.number) for count, shade in shades.items()),
    )
    return Subject(f"{settings.path}/cards/index.png", f"{site}: {name}", card)


def _shade(name: str, process: ProposalProcess) -> Shade | None:
    """The colors of a status by name; None for other stages, such as awaiting a sponsor."""
    status = process.status(name)
    return status.color.light if status else None
