"""Rules about MDX and HTML that GitHub and this site do not render."""

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
            f"Write a block quote that starts with `> [!{callout.alert}]`.",
            INFO,
        )
    for tag in subject.rendered.tags:
        if _is_component(tag.name):
            yield Violation(
                tag.line,
                tag.column,
                f"`<{tag.name}>` is an MDX component; only the text inside it is shown.",
                f"Use Markdown instead; write a placeholder as `\\<{tag.name}>` or as code.",
            )
    for number, line in enumerate(subject.rendered.prose, 1):
        found = _MDX.search(line) if "{/*" in line or " from " in line else None
        if found:
            yield Violation(
                number,
                found.start() + 1,
                "MDX syntax is shown as plain text.",
                "Use `<!-- -->` for comments, and remove imports and exports.",
            )


MDX = Rule(
    code="SEP421",
    name="mdx",
    summary="No MDX",
    severity=WARNING,
    cases=((INFO, "for a callout such as `<Note>`"),),
    why=(
        "SEPs are written in GitHub Flavored Markdown, where components of other documentation "
        "tools have no effect. For callouts, GitHub has its own syntax."
    ),
    bad="<Banner>\nThis is optional.\n</Banner>",
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
                f"The tag `<{tag.name}>` is shown as text, as on GitHub.",
                "Use Markdown instead, or write the tag as code.",
            )
        elif name in _DROPPED:
            yield Violation(
                tag.line,
                tag.column,
                f"The tag `<{tag.name}>` is removed, as on GitHub.",
                "Use Markdown, or HTML that GitHub allows.",
            )
        else:
            yield Violation(
                tag.line,
                tag.column,
                f"`<{tag.name}>` is parsed as an HTML tag, so readers do not see it.",
                f"Write `\\<{tag.name}>`, or write it as code.",
            )


HTML = Rule(
    code="SEP422",
    name="html",
    summary="No HTML that GitHub removes",
    severity=WARNING,
    why=(
        "`<server-name>` in a sentence is parsed as an HTML tag and disappears. Forms, SVG, and "
        "media players are removed, on GitHub and on this site. Scripts, styles, and iframes are "
        "shown as text and never run."
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
    summary="Nesting is not too deep",
    severity=WARNING,
    why=(
        "Readers cannot distinguish dozens of nested levels, and such pages are slow to build. "
        "Beyond 80 levels, the site shows the text without further nesting."
    ),
    bad="> " * 90 + "A reply.",
    good="> > A reply.",
    check=_nesting,
)

RULES = (MDX, HTML, NESTING)
