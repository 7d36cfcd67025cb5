"""Rules about MDX and HTML that means nothing on GitHub and here."""

import re
from collections.abc import Iterator
from typing import Final

from mkdocs_seps.lint.rule import INFO, WARNING, LintContext, Rule, Violation
from mkdocs_seps.markdown.callouts import find_callouts
from mkdocs_seps.markdown.gfm.sanitizer import TAGS
from mkdocs_seps.markdown.gfm.tags import FORBIDDEN, NESTED, NESTED_HELP, SILENT, locate_cut
from mkdocs_seps.markdown.render import FILTERED, render

_HTML: Final = TAGS | SILENT
_DROPPED: Final = FILTERED | FORBIDDEN
_MDX: Final = re.compile(r"\{/\*|^(?:import|export)\s[^\n]*\sfrom\s+[\"']")


def _is_component(name: str) -> bool:
    return (name[0].isupper() or "." in name) and name.lower() not in _HTML | _DROPPED


def _mdx(subject: LintContext) -> Iterator[Violation]:
    for callout in find_callouts(subject.sep.body):
        yield Violation(
            callout.first,
            1,
            f"GitHub shows the callout `<{callout.name}>` as plain text.",
            f"Write a quote that begins with `> [!{callout.alert}]`.",
            INFO,
        )
    for tag in subject.rendered.tags:
        if _is_component(tag.name):
            yield Violation(
                tag.line,
                tag.column,
                f"`<{tag.name}>` is an MDX component; GitHub and this site show only its text.",
                f"Say it in Markdown; for a placeholder write `\\<{tag.name}>` or use code.",
            )
    for number, line in enumerate(subject.rendered.prose, 1):
        found = _MDX.search(line) if "{/*" in line or " from " in line else None
        if found:
            yield Violation(
                number,
                found.start() + 1,
                "MDX has no meaning here; readers see it as it is written.",
                "Use an HTML comment, `<!-- -->`, for a remark; remove imports and exports.",
            )


MDX = Rule(
    code="SEP421",
    name="mdx",
    summary="No MDX",
    severity=WARNING,
    why=(
        "SEPs are GitHub's Markdown. Components of another documentation tool lose their look and "
        "their meaning; callouts have a form of GitHub's own."
    ),
    bad="<Steps>\nThis is optional.\n</Steps>",
    good="> [!NOTE]\n> This is optional.",
    check=_mdx,
)


def _html(subject: LintContext) -> Iterator[Violation]:
    sep = subject.sep
    for tag in subject.rendered.tags:
        if tag.line == sep.title_line or sep.preamble_line <= tag.line <= sep.preamble_last:
            continue  # there a tag is shown as it is written
        name = tag.name.lower()
        if name in _HTML or _is_component(tag.name):
            continue
        if name in FILTERED:
            yield Violation(
                tag.line,
                tag.column,
                f"The tag `<{tag.name}>` is shown as text and not run, as on GitHub.",
                "Say it in Markdown; put it into code where its text is meant.",
            )
        elif name in _DROPPED:
            yield Violation(
                tag.line,
                tag.column,
                f"The tag `<{tag.name}>` is not shown, as on GitHub.",
                "Say it in Markdown, or in the HTML that GitHub allows.",
            )
        else:
            yield Violation(
                tag.line,
                tag.column,
                f"`<{tag.name}>` is read as an HTML tag, so readers do not see it.",
                f"Write `\\<{tag.name}>`, or put it into code.",
            )


HTML = Rule(
    code="SEP422",
    name="html",
    summary="No HTML that GitHub drops",
    severity=WARNING,
    why=(
        "`<server-name>` in running text is a tag to the parser: it disappears, and the sentence "
        "loses its object. Forms, drawings and players are dropped on GitHub and here; scripts, "
        "styles and frames are shown there and here as text, and never run."
    ),
    bad="Send it to <server-name>.",
    good="Send it to `<server-name>`.",
    check=_html,
)


def _nesting(subject: LintContext) -> Iterator[Violation]:
    sep = subject.sep
    if cut := render(sep.body).unwrapped.cut:
        yield Violation(locate_cut(cut, sep.body), 1, NESTED, NESTED_HELP)


NESTING = Rule(
    code="SEP425",
    name="nesting",
    summary="No nesting too deep to show",
    severity=WARNING,
    why=(
        "Readers cannot tell levels apart that are nested dozens of times, and such a page takes "
        "long to build. Beyond 80 levels the site shows the text without further levels."
    ),
    bad="> " * 90 + "A reply.",
    good="> > A reply.",
    check=_nesting,
)

RULES = (MDX, HTML, NESTING)
