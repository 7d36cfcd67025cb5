"""Emoji as GitHub shows them: `:rocket:` is a character, but not in code."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Final

_SHORTCODE: Final = re.compile(r":[a-z0-9_+-]{1,60}:", re.IGNORECASE)


def with_emoji(text: str) -> str:
    """The text with known shortcodes replaced by emoji."""
    if text.count(":") < 2 or not _SHORTCODE.search(text):
        return text
    pieces, end = [], 0
    while found := _SHORTCODE.search(text, end):
        character = _characters().get(found[0])
        # The second colon can start the next shortcode: `10:30:rocket:`.
        last = found.end() if character else found.end() - 1
        pieces += [text[end : found.start()], character or text[found.start() : last]]
        end = last
    return "".join((*pieces, text[end:]))


@cache
def _characters() -> Mapping[str, str]:
    """The character of each shortcode; GitHub's own images are omitted."""
    from pymdownx import gemoji_db  # large, and few texts have an emoji

    found = {}
    for name, entry in gemoji_db.emoji.items():
        code = entry.get("unicode_alt") or entry.get("unicode")
        if code:
            found[name] = "".join(chr(int(point, 16)) for point in code.split("-"))
    return found | {
        alias: found[name] for alias, name in gemoji_db.aliases.items() if name in found
    }
