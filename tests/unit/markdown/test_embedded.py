from base64 import b64encode

import pytest

from mkdocs_seps.markdown.gfm.embedded import Embedded, decode


@pytest.mark.parametrize(
    ("content", "suffix"),
    [
        (b"\x89PNG\r\n\x1a\n.", ".png"),
        (b"\xff\xd8\xff.", ".jpg"),
        (b"GIF89a.", ".gif"),
        (b"RIFF....WEBP", ".webp"),
    ],
)
def test_content_decides_the_kind(content: bytes, suffix: str) -> None:
    address = f"data:image/png;base64,{b64encode(content).decode()}"
    assert decode(address) == Embedded(suffix, content)


@pytest.mark.parametrize(
    "address",
    [
        "x.png",
        "data:image/svg+xml;base64," + b64encode(b"<svg/>").decode(),
        "data:text/html;base64," + b64encode(b"GIF89a").decode(),
        "data:image/png;base64,iVBORw0KGgo",
        "data:image/png,GIF89a",
        "data:image/png;base64,",
        "data:image/webp;base64," + b64encode(b"RIFF....WAVE").decode(),
        "data:image/webp;base64," + b64encode(b"LIST....WEBP").decode(),
    ],
)
def test_anything_else_is_no_image(address: str) -> None:
    assert decode(address) is None
