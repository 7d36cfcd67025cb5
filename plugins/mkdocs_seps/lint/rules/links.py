"""Rules about links, anchors, and images: each target exists."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from posixpath import normpath
from typing import Final
from urllib.parse import unquote

from mkdocs_seps.lint.rule import ERROR, WARNING, LintContext, Rule, Violation
from mkdocs_seps.markdown.locate import Link
from mkdocs_seps.markdown.render import render
from mkdocs_seps.model.proposal import Sep
from mkdocs_seps.parsing.file_name import NO_SEPS

_ABSOLUTE: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|/|\\")
_SEP_FILE: Final = re.compile(r"(?P<number>[1-9]\d{0,8})(?:-[^/]*)?(?:\.md)?/?")
# Limits of the search for similar ids: dead anchors, ids, and length of a name.
_MOST_SEARCHED: Final = 50
_MOST_SLUGS: Final = 500
_LONGEST_NAME: Final = 200
_EMAIL: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_BARE_HOST: Final = re.compile(r"(?:[\w-]+\.)+(?:com|org|net|io|dev|ai)(?:/.*)?", re.IGNORECASE)


def _targets(subject: LintContext, *, image: bool) -> Iterator[tuple[Link, str, str]]:
    """The links with a target inside the repository: link, path, fragment."""
    for link in subject.rendered.links:
        if link.image != image or not link.target or _ABSOLUTE.match(link.target):
            continue
        if link.line == subject.sep.title_line and subject.sep.titled:
            continue  # a title is shown as plain text
        path, _, fragment = link.target.partition("#")
        yield link, unquote(path.partition("?")[0]), fragment


def _resolve(path: str, sep: Sep) -> str:
    """A path relative to the SEPs' directory; leading `..` are kept."""
    return sep.source_path(path) if path else ""


def _exists(subject: LintContext, path: str) -> bool | None:
    """Whether the file exists; None if that cannot be determined."""
    context = subject.project
    if path.lower() in NO_SEPS:
        return None  # on the site, this links to the repository of the proposals
    if path in context.others or path in context.catalog.by_name:
        return True
    target = Path(normpath((context.seps_dir / path).as_posix()))
    if path.startswith("../") or path == "..":
        inside = context.base and context.seps_dir.is_relative_to(context.base)
        if not inside or not context.base or not target.is_relative_to(context.base):
            return None
    return os.path.exists(target)  # noqa: PTH110 - Path.exists raises for a name that is too long


def _sep_number(path: str) -> int | None:
    """The number of the SEP that a path refers to, if any."""
    found = _SEP_FILE.fullmatch(path)
    return int(found["number"]) if found else None


def _dead_link(subject: LintContext) -> Iterator[Violation]:
    by_accident = {(one.line, one.target) for one in subject.accidental_definitions}
    for link, written, _ in _targets(subject, image=False):
        path = _resolve(written, subject.sep)
        if not path or _exists(subject, path) is not False or _sep_number(path):
            continue
        if (link.line, link.target) in by_accident:
            continue  # `link-definition` reports it
        advice = "Correct the path, or start the link with `https://`."
        weight = None
        if _EMAIL.fullmatch(written):
            advice = f"Write `mailto:{written}`."
        elif _BARE_HOST.fullmatch(written):
            advice = f"Write `https://{written}`."
        elif path.startswith("../"):
            advice = "Correct the path, or use the URL of the file on GitHub."
            weight = WARNING
        yield Violation(
            link.line, link.column, f"The file `{written}` does not exist.", advice, weight
        )


DEAD_LINK = Rule(
    code="SEP411",
    name="dead-link",
    summary="Relative links point to existing files",
    severity=ERROR,
    alone=False,
    cases=((WARNING, "for a path that starts with `../`"),),
    why=(
        "A dead link leaves readers without the information. Links to the web and to `/paths` of "
        "the site are not checked. A path that starts with `../` points to another directory of "
        "the repository. If its file is missing, the severity is warning, because the proposals "
        "can be published from another repository."
    ),
    bad="See [the study](studdy.pdf).",
    good="See [the study](study.pdf).",
    check=_dead_link,
)


def _dead_anchor(subject: LintContext) -> Iterator[Violation]:
    searched = 0
    for link, written, fragment in _targets(subject, image=False):
        if not fragment:
            continue
        path = _resolve(written, subject.sep)
        if not path or path == subject.sep.source.name:
            rendered, where = subject.rendered, "in this file"
        elif other := subject.project.catalog.by_name.get(path):
            rendered, where = render(other.content), f"in {path}"
        else:
            continue
        if rendered.has_anchor(fragment):
            continue
        name = unquote(fragment)
        near = _nearest(name, rendered.slugs) if searched < _MOST_SEARCHED else None
        searched += 1
        meant = f"Did you mean `#{near}`? " if near else ""
        yield Violation(
            link.line,
            link.column,
            f"No heading {where} has the id `#{name}`.",
            f"{meant}Use the heading's text in lowercase, with hyphens for spaces.",
        )


def _nearest(name: str, slugs: tuple[str, ...]) -> str | None:
    from difflib import get_close_matches

    if len(name) > _LONGEST_NAME:
        return None
    lowered = name.lower()
    slugs = slugs[:_MOST_SLUGS]
    inside = [
        slug for slug in slugs if slug.endswith(f"-{lowered}") or slug.startswith(f"{lowered}-")
    ]
    close = get_close_matches(lowered, slugs, n=1, cutoff=0.7)
    return close[0] if close else (inside[0] if len(inside) == 1 else None)


DEAD_ANCHOR = Rule(
    code="SEP412",
    name="dead-anchor",
    summary="Anchor links point to existing headings",
    severity=ERROR,
    alone=False,
    why=(
        "A link to a heading that does not exist does nothing when it is clicked. Usually the "
        "heading was renamed. The ids of headings are those that GitHub generates."
    ),
    bad="As [shown below](#exmaple).\n\n## Example",
    good="As [shown below](#example).\n\n## Example",
    check=_dead_anchor,
)


_NO_IMAGE: Final = "Add the file next to the SEP, or correct the path."
_NO_SVG: Final = "SVG files are not published. Add the image as PNG, or correct the path."


def _missing_image(subject: LintContext) -> Iterator[Violation]:
    for link, written, _ in _targets(subject, image=True):
        path = _resolve(written, subject.sep)
        if path and _exists(subject, path) is False:
            yield Violation(
                link.line,
                link.column,
                f"The image `{written}` does not exist.",
                subject.say(_NO_SVG if path.lower().endswith(".svg") else _NO_IMAGE),
            )


MISSING_IMAGE = Rule(
    code="SEP413",
    name="missing-image",
    summary="Images exist",
    severity=ERROR,
    alone=False,
    why="Readers see a broken image.",
    bad="![The flow](flwo.png)",
    good="![The flow](1234/flow.png)",
    check=_missing_image,
)


def _unknown_file(subject: LintContext) -> Iterator[Violation]:
    cite = subject.sep.process.naming.cite
    for link, written, _ in _targets(subject, image=False):
        path = _resolve(written, subject.sep)
        number = _sep_number(path)
        if number is None or _exists(subject, path):
            continue
        known = subject.project.catalog.by_number.get(number)
        if known:
            name = known[0].source.name
            yield Violation(
                link.line,
                link.column,
                f"The file of {cite(number)} is named {name}.",
                f"Write `./{name}`.",
            )
        else:
            yield Violation(
                link.line,
                link.column,
                f"{cite(number)} is not in this directory, so the page links to its pull request.",
                "Check the number, or link to the pull request.",
            )


UNKNOWN_FILE = Rule(
    code="SEP414",
    name="unknown-sep-file",
    summary="Links to other SEPs point to files that exist",
    severity=WARNING,
    alone=False,
    why=(
        "A SEP that is not merged has no file here. The site links to the pull request instead; "
        "on GitHub the link is dead."
    ),
    bad="[SEP-1240](./1240-streams.md), which is still in a pull request",
    good="[SEP-1240](https://github.com/modelcontextprotocol/modelcontextprotocol/pull/1240)",
    check=_unknown_file,
)


def _link_scheme(subject: LintContext) -> Iterator[Violation]:
    for link in subject.rendered.refused:
        scheme = link.target.partition(":")[0]
        yield Violation(
            link.line,
            link.column,
            f"The link target is removed because its scheme is `{scheme}:`.",
            "Start the link with `https:`, `http:`, or `mailto:`, or link to a file in the "
            "repository by its path.",
        )


LINK_SCHEME = Rule(
    code="SEP415",
    name="link-scheme",
    summary="Links point to web pages, email addresses, or files",
    severity=WARNING,
    why=(
        "Other schemes can run scripts or start programs, so the page shows such a link as plain "
        "text. GitHub removes most of them, too."
    ),
    bad="[the archive](ftp://example.org/archive)",
    good="[the archive](https://example.org/archive)",
    check=_link_scheme,
)

RULES = (DEAD_LINK, DEAD_ANCHOR, MISSING_IMAGE, UNKNOWN_FILE, LINK_SCHEME)
