"""HTML comments in Markdown or HTML."""

import re
from collections.abc import Callable
from typing import Final

_COMMENT: Final = re.compile(r"<!--.*?-->", re.DOTALL)


def replace_comments(text: str, replacement: str | Callable[[re.Match[str]], str]) -> str:
    """Return the text with each closed comment replaced.

    Only text before the last `-->` is searched, because an open comment would be followed to the
    end of the text.
    """
    end = text.rfind("-->")
    if end < 0:
        return text
    end += len("-->")
    return _COMMENT.sub(replacement, text[:end]) + text[end:]
