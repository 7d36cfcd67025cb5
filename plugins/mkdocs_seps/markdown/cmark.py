"""GitHub's own Markdown parser, behind one function."""

from typing import Final

import cmarkgfm
from cmarkgfm.cmark import Options

from mkdocs_seps.markdown.callouts import with_alerts

_OPTIONS: Final = (
    Options.CMARK_OPT_UNSAFE  # raw HTML passes here; whoever publishes the result sanitizes it
    | Options.CMARK_OPT_FOOTNOTES
    | Options.CMARK_OPT_GITHUB_PRE_LANG
)


def to_html(text: str, *, positions: bool = False) -> str:
    """Render Markdown as GitHub does (tables, strikethrough, autolinks, task lists, footnotes).

    The result is NOT safe to publish. With `positions`, the text is a whole document: block
    elements carry `data-sourcepos`, and callouts are alerts. The binding never frees a node: who
    may need a text again keeps the result.
    """
    if positions:
        text = with_alerts(text)
    options = _OPTIONS | (Options.CMARK_OPT_SOURCEPOS if positions else 0)
    html: str = cmarkgfm.github_flavored_markdown_to_html(text, options=options)
    return html
