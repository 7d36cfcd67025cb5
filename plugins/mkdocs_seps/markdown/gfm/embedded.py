"""Images embedded in a text, as `data:` URLs."""

import binascii
import re
from base64 import b64decode
from typing import Final, NamedTuple

_ADDRESS: Final = re.compile(
    r"data:image/[a-z+]{1,16};base64,([A-Za-z0-9+/]+={0,2})", re.IGNORECASE
)
# The first bytes of a file determine its type; the type in the URL is not trusted.
_KINDS: Final = {
    b"\x89PNG\r\n\x1a\n": ".png",
    b"\xff\xd8\xff": ".jpg",
    b"GIF87a": ".gif",
    b"GIF89a": ".gif",
}


class Embedded(NamedTuple):
    """An image's file: its suffix (".png") and its content."""

    suffix: str
    content: bytes


def decode(address: str) -> Embedded | None:
    """Decode the PNG, JPEG, GIF, or WebP image in a `data:` URL; None if there is none."""
    match = _ADDRESS.fullmatch(address)
    if match is None:
        return None
    try:
        content = b64decode(match[1], validate=True)
    except binascii.Error:
        return None
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return Embedded(".webp", content)
    suffix = next((kind for start, kind in _KINDS.items() if content.startswith(start)), None)
    return Embedded(suffix, content) if suffix else None
