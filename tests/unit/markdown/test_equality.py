"""The page says what GitHub says: compared with cmark-gfm itself."""

import re

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from mkdocs_seps.markdown.cmark import to_html

from .canonical import canonical
from .rendering import render

_PIECES = st.sampled_from(
    [
        "# ", "## Head", "###", "- ", "* ", "+ ", "1. ", "7) ", "  ", "    ", "\t", "> ", ">",
        "- [ ] ", "- [x] ", "---", "***", "===", "```", "```json", "~~~", "| a | b |", "|---|:-:|",
        "| 1 |", "*em*", "**strong**", "_a_b_", "~~del~~", "`code`", "``a`b``", "[l](u)", "[l][r]",
        "[r]: /u", "![i](s)",
        "[^n]", "[^n]: note", "> [!NOTE]", "> [!warning]", "&amp;", "&lt;", "&copy;",
        "&#65;", "\\*", "\\", "<b>", "</b>", "<details>", "</details>", "<summary>s</summary>",
        "a<br>b", "<x>", "</x>", "<!-- c -->", "<sub>2</sub>", "{.x}", "[TOC]", "*[A]: b",
        "!!! note",
        "==m==", "^^i^^", "H~2~O", "--8<--", "$x$", ":smile:", "SEP-1850", "word", "x y", "é",
        "x\u00a0y", ".", "!", "*", "_", "`", "[", "]", "(", ")", "<", ">", "&", "|", ":", "~",
    ]
)  # fmt: skip
_ADDRESSES = st.sampled_from(
    [
        "see <https://e.example/x>, <a@e.example>",
        "(https://e.example/a_b?c=d&e=f), www.e.example.",
        "*a@e.example* ~~http://e.example/*x*~~",
        "- http://e.example/é",
        "http://localhost:PORT/x", "http://localhost:", "[l](http://localhost:{port}/)",
        "https://e_x.ample.org", "<http://[::1>", "https://xn--/", "www.", "https://",
    ]
)  # fmt: skip
_LINE = st.lists(_PIECES | _ADDRESSES, max_size=5).map("".join)
_TEXT = st.lists(_LINE, max_size=12).map("\n".join)


@example("- [ ] \n> [!NOTE]")
@settings(max_examples=400)
@given(_TEXT)
def test_any_text_reads_as_on_github(text: str) -> None:
    assume("$`" not in text)  # the other form of a formula
    # The only formula is `$x$`, in which there is no Markdown.
    html = re.sub(r"<math>.*?</math>|\$<code>x</code>\$", "$x$", render(text))
    assert canonical(html) == canonical(to_html(text))


@settings(max_examples=200)
@given(st.text(max_size=60))
def test_any_characters_can_be_rendered(text: str) -> None:
    assert isinstance(render(text), str)
