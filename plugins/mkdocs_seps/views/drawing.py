"""Cards as PNG files. Only this module uses the drawing libraries; it is imported only to draw."""

from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO
from typing import Final

from arabic_reshaper import ArabicReshaper
from bidi import get_base_level, get_display
from PIL import Image, ImageColor, ImageDraw, ImageFont
from pymupdf_fonts import myfont

from mkdocs_seps.views.cards import ELLIPSIS, HEIGHT, NEUTRAL, WIDTH, Card, Label

# In pixels, as is every size here.
_MARGIN: Final = 80
_ROOM: Final = WIDTH - 2 * _MARGIN
_SITE: Final = (34, 54)  # size and top
_NAME: Final = (132, 108)
_TITLE_TOP: Final = 274
# The sizes of a title, the largest first, each with the number of lines that it may take.
_TITLES: Final = ((76, 1), (62, 2), (52, 3))
_LABELS_TOP: Final = 506
_LABEL: Final = 58
_LABEL_TEXT: Final = 31
_STRIPE: Final = 22

_PAPER: Final = "#ffffff"
_INK: Final = NEUTRAL.text
_SHADES: Final = 12  # shades from background to text, for smooth edges
# The font has no special forms for isolated letters.
_JOINER: Final = ArabicReshaper({"use_unshaped_instead_of_isolated": True})
_KEEPS_APART: Final = "\u200c"
_SMOOTH: Final = 4  # scale at which round corners are drawn


def draw(card: Card) -> bytes:
    """The card as a PNG file: 1200 by 630 pixels, and the same bytes for the same card."""
    image = Image.new("RGB", (WIDTH, HEIGHT), _PAPER)
    pen = ImageDraw.Draw(image)
    size, top = _SITE
    pen.text(
        (_MARGIN, top), get_display(_cut(_joined(card.site), size, _ROOM)), _gray(), _font(size)
    )
    size, top = _NAME
    pen.text((_MARGIN, top), card.name, _INK, _font(size, "figbo"))
    size, lines = _title(_joined(card.title))
    from_right = bool(card.title) and get_base_level(card.title) == 1
    for number, line in enumerate(lines):
        place = (WIDTH - _MARGIN if from_right else _MARGIN, _TITLE_TOP + number * size * 5 // 4)
        shown = get_display(line, base_dir="R" if from_right else "L")
        pen.text(place, shown, _INK, _font(size), anchor="ra" if from_right else "la")
    left = _MARGIN
    for label in card.labels:
        left = _draw_label(image, label, left)
    if left + _width(card.note, _LABEL_TEXT) <= WIDTH - _MARGIN:
        place = (left + 4, _LABELS_TOP + _LABEL // 2)
        pen.text(place, card.note, _gray(), _font(_LABEL_TEXT), anchor="lm")
    _draw_stripe(pen, card)
    return _png(image, card)


def _draw_label(image: Image.Image, label: Label, left: int) -> int:
    """Draw a badge and return the position of the next; a badge that does not fit is omitted."""
    most = _ROOM if left == _MARGIN else WIDTH - _MARGIN - left
    text = _cut(_joined(label.text), _LABEL_TEXT, _ROOM - _LABEL)
    width = _width(text, _LABEL_TEXT) + _LABEL
    if width > most:
        return left
    area = (left, _LABELS_TOP)
    if label.shade:
        image.paste(label.shade.background, area, _pill(width, _LABEL))
    else:
        image.paste(_gray(), area, _pill(width, _LABEL))
        image.paste(_PAPER, (left + 2, _LABELS_TOP + 2), _pill(width - 4, _LABEL - 4))
    middle = (left + width // 2, _LABELS_TOP + _LABEL // 2)
    color = label.shade.text if label.shade else _INK
    pen = ImageDraw.Draw(image)
    pen.text(middle, get_display(text), color, _font(_LABEL_TEXT), anchor="mm")
    return left + width + 18


def _draw_stripe(pen: ImageDraw.ImageDraw, card: Card) -> None:
    """Draw the edge at the bottom, divided by the shares."""
    whole = sum(share for _, share in card.stripe)
    done = 0
    for shade, share in card.stripe:
        start, end = (WIDTH * part // whole for part in (done, done + share))
        pen.rectangle((start, HEIGHT - _STRIPE, end, HEIGHT), shade.text)
        done += share


def _title(text: str) -> tuple[int, list[str]]:
    """The largest size in which a title fits, and its lines; if none fits, the last line is cut."""
    for size, most in _TITLES:
        lines = list(_lines(text, size))
        if len(lines) <= most:
            return size, lines
    size, most = _TITLES[-1]
    return size, [*lines[: most - 1], _cut(" ".join(lines[most - 1 :]), size, _ROOM)]


def _lines(text: str, size: int) -> Iterator[str]:
    """The text in lines that fit; a word that is too long for a line is broken."""
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if _width(longer, size) <= _ROOM:
            line = longer
            continue
        if line:
            yield line
        line = word
        while _width(line, size) > _ROOM:
            most = next(n for n in range(len(line), 0, -1) if _width(line[:n], size) <= _ROOM)
            yield line[:most]
            line = line[most:]
    if line:
        yield line


def _cut(text: str, size: int, room: int) -> str:
    """The text, cut short with an ellipsis if it does not fit."""
    if _width(text, size) <= room:
        return text
    most = next(n for n in range(len(text), 0, -1) if _width(text[:n] + ELLIPSIS, size) <= room)
    head, space, _ = text[:most].rpartition(" ")
    return (head if space else text[:most]).rstrip(" ,;:.-") + ELLIPSIS


def _width(text: str, size: int) -> int:
    return int(_font(size).getlength(text)) + 1


@lru_cache
def _font(size: int, name: str = "figo") -> ImageFont.FreeTypeFont:
    """FiraGO, regular or bold. Pillow does the layout, so system libraries do not matter."""
    return ImageFont.truetype(BytesIO(myfont(name)), size, layout_engine=ImageFont.Layout.BASIC)


def _joined(text: str) -> str:
    """The text with Arabic letters in their joined forms."""
    joined: str = _JOINER.reshape(text)
    return joined.replace(_KEEPS_APART, "")


@lru_cache
def _pill(width: int, height: int) -> Image.Image:
    """The shape of a badge, with smooth ends."""
    large = Image.new("L", (width * _SMOOTH, height * _SMOOTH))
    area = (0, 0, large.width - 1, large.height - 1)
    ImageDraw.Draw(large).rounded_rectangle(area, large.height // 2, 255)
    return large.reduce(_SMOOTH)


@lru_cache
def _gray() -> str:
    """A color between background and text that is still easy to read."""
    return "#{:02x}{:02x}{:02x}".format(*_blend(_PAPER, _INK, 0.7))


def _blend(one: str, other: str, share: float) -> tuple[int, ...]:
    pairs = zip(ImageColor.getrgb(one), ImageColor.getrgb(other), strict=True)
    return tuple(round(a + (b - a) * share) for a, b in pairs)


def _png(image: Image.Image, card: Card) -> bytes:
    """The PNG file; a palette of only the colors on this card makes it a third of the size."""
    shades = {shade for shade, _ in card.stripe} | {
        label.shade for label in card.labels if label.shade
    }
    meeting = [(_PAPER, _INK), (_PAPER, _gray())]
    for shade in sorted(shades):
        meeting += [(shade.background, shade.text), (_PAPER, shade.background)]
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for pair in meeting for part in _between(*pair)])
    file = BytesIO()
    image.quantize(palette=palette, dither=Image.Dither.NONE).save(file, "PNG")
    return file.getvalue()


def _between(one: str, other: str) -> Iterator[int]:
    """A gradient of colors; fewer if the ends are close, to keep them distinct."""
    distance = max(
        abs(a - b) for a, b in zip(_blend(one, one, 0), _blend(other, other, 0), strict=True)
    )
    steps = max(1, min(_SHADES, distance // 18))
    for step in range(steps + 1):
        yield from _blend(one, other, step / steps)
