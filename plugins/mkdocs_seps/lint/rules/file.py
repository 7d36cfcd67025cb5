"""Rules about the file itself: it is readable, and its name identifies the proposal."""

import re
from collections.abc import Iterator
from typing import Final

from mkdocs_seps.lint.rule import ERROR, INFO, WARNING, LintContext, Rule, Violation
from mkdocs_seps.model.fields import FieldRole
from mkdocs_seps.model.process import Role
from mkdocs_seps.model.proposal import Sep

_SLUG: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LONG: Final = 30
_DIGITS: Final = re.compile(r"(?<!\d)([1-9]\d{1,8})(?!\d)")


def slug_of(text: str) -> str:
    """The slug for this text: lowercase letters, digits, and single hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "title"


def suggested_number(subject: LintContext) -> int | None:
    """The number in an unnumbered file's text: in its PR field, or else in its title."""
    pulls = subject.sep.pulls
    if len(pulls) == 1:
        return pulls[0].number
    return None if pulls else subject.sep.heading_number


def _owner(subject: LintContext, number: int | None) -> str:
    """Another file that has this number; empty if there is none."""
    same = subject.project.catalog.by_number.get(number or 0, ())
    return next((other.source.name for other in same if other is not subject.sep), "")


def _is_numbered(sep: Sep) -> bool:
    """Whether the file name has a number and words where the process requires them."""
    found = sep.process.naming.stem_form.fullmatch(sep.stem)
    return found is not None and sep.number is not None and _has_words(sep)


def _is_unnumbered(sep: Sep) -> bool:
    """Whether the file has a placeholder for its number, and words."""
    found = sep.process.naming.stem_form.fullmatch(sep.stem)
    return found is not None and sep.number is None and _has_words(sep)


def _has_words(sep: Sep) -> bool:
    return bool(sep.slug) or not sep.process.naming.has_slug


def _file_name(subject: LintContext) -> Iterator[Violation]:
    sep, naming = subject.sep, subject.sep.process.naming
    wanted_stem = naming.stem_of(sep.number, sep.slug)
    if (_is_numbered(sep) or _is_unnumbered(sep)) and sep.stem == wanted_stem:
        return
    number = suggested_number(subject)
    if number is None and (found := _DIGITS.search(sep.stem)):
        number = int(found[1])
    if _is_numbered(sep):
        yield Violation(
            1,
            1,
            "The number in the file name has leading zeros."
            if not naming.is_padded
            else "The number in the file name does not have the usual number of digits.",
            f"Rename it to `{naming.file_of(sep.number, slug_of(sep.slug))}`."
            if not _owner(subject, sep.number)
            else f"Rename it when no other file has the number {sep.number}.",
        )
        return
    if not subject.looks_like_proposal:
        yield Violation(
            1,
            1,
            f"The file name is not `{naming.shown_file}`, and the file has no preamble and no "
            "number in its title.",
            subject.say("Move it out of this directory, or add a preamble if it is a SEP."),
        )
        return
    bare = re.sub(
        rf"^(?:draft[-_ ]+(?=\w))?(?:{re.escape(naming.name)}[-_ ]?)?(?:[0Xx]{{2,}}|\d+)?[-_ ]*",
        "", sep.stem,
        flags=re.IGNORECASE,
    )  # fmt: skip
    wanted = naming.file_of(number, slug_of(bare))
    if _is_unnumbered(sep):
        start = naming.placeholder
        message = f"The file name does not start with a number or `{start}`."
        if number is None:
            message = f"The placeholder for the number in the file name is not `{start}`."
    else:
        message = f"The file name is not `{naming.shown_file}`, so the proposal has no number."
    advice = f"Rename it to `{wanted}`"
    if owner := _owner(subject, number):
        advice = f"{owner} has the number {number}, so give this file another number"
    a_kind = f"{sep.process.article} {sep.process.name}"
    yield Violation(1, 1, message, f"{advice}, or move it if it is not {a_kind}.")


FILE_NAME = Rule(
    code="SEP003",
    name="file-name",
    summary="The file name is {NUMBER}-{slug}.md",
    severity=ERROR,
    alone=False,
    why=(
        "The number in the file name is the number of the SEP and part of its URL; everything "
        "else is checked against it (SEP-1850, section 1). Move a supporting document to another "
        "directory, or add it to a SEP as an appendix."
    ),
    bad="seps/sep-1234-batch-calls.md",
    good="seps/1234-batch-calls.md",
    check=_file_name,
)


def _renamed(sep: Sep, slug: str) -> str:
    """The path with another slug; the number keeps its form."""
    naming = sep.process.naming
    before = sep.stem.removesuffix(sep.slug)
    return before + slug + naming.file.removeprefix(naming.stem)


def _slug(subject: LintContext) -> Iterator[Violation]:
    sep = subject.sep
    if not sep.path.endswith(".md"):
        ending = sep.path.rsplit(".", 1)[-1]
        yield Violation(1, 1, f"The file extension is `.{ending}`.", "Change it to `.md`.")
    naming = sep.process.naming
    if not naming.has_slug or sep.stem != naming.stem_of(sep.number, sep.slug):
        return  # `file-name` suggests the whole name
    if not _SLUG.fullmatch(sep.slug):
        yield Violation(
            1,
            1,
            f"The slug `{sep.slug}` is not lowercase words joined by single hyphens.",
            f"Rename the file to `{_renamed(sep, slug_of(sep.slug))}`.",
        )
    elif len(sep.slug) > _LONG and re.match(re.escape(sep.slug) + "[a-z0-9]", slug_of(sep.title)):
        shorter = sep.slug.rsplit("-", 1)[0]
        yield Violation(
            1,
            1,
            f"The slug `{sep.slug}` ends in the middle of a word.",
            f"Rename the file, for example to `{_renamed(sep, shorter)}`.",
            INFO,
        )


SLUG = Rule(
    code="SEP004",
    name="slug",
    summary="The slug is lowercase words joined by hyphens",
    severity=WARNING,
    by_role={Role.FINAL: None},
    cases=((INFO, "for a slug that is cut off"),),
    why=(
        "The slug is part of the URL, which people copy, type, and link to. A slug that is cut "
        "off in the middle of a word is easy to mistype. SEPs that are Final are not checked, "
        "because renaming the file breaks links."
    ),
    bad="seps/1234--Batch-calls-with-.md",
    good="seps/1234-batch-calls.md",
    check=_slug,
)


def _unnumbered(subject: LintContext) -> Iterator[Violation]:
    sep = subject.sep
    if not _is_unnumbered(sep) or sep.stem != sep.process.naming.stem_of(None, sep.slug):
        return  # another placeholder is reported by `file-name`
    process, number = sep.process, suggested_number(subject)
    if number and (owner := _owner(subject, number)):
        message = f"This file has no number yet, and {number} is the number of {owner}."
        advice = "Use the number of the pull request that adds this file."
        if not process.numbered_by_request:
            advice = f"Use the next free number: `seps number {sep.stem}.md`."
        yield Violation(1, 1, message, advice)
        return
    pattern = process.naming.file_of(number, sep.slug)
    if number is None:
        pattern = pattern.replace(process.naming.placeholder, "NUMBER", 1)
    name = f"`{pattern}`"
    if number:
        pull = process.field_of(FieldRole.PULL)
        says = f"The title says {process.naming.cite(number)}"
        if sep.heading_number != number and pull:
            says = f"{pull.name} says #{number}"
        to = f" to {name}" if _SLUG.fullmatch(sep.slug) or not process.naming.has_slug else ""
        yield Violation(
            1,
            1,
            f"{says}, but the file name has no number.",
            f"Rename the file{to}: `seps number {subject.sep.stem}.md {number}`.",
            None if subject.sep.role in (Role.REVIEW, Role.ACCEPTED, Role.FINAL) else WARNING,
        )
    else:
        yield Violation(
            1,
            1,
            "This proposal has no number yet.",
            f"Open a pull request, then rename the file to {name}: "
            f"`seps number {subject.sep.stem}.md NUMBER`."
            if process.numbered_by_request
            else f"Rename the file to {name} with the next free number: "
            f"`seps number {subject.sep.stem}.md`.",
        )


UNNUMBERED = Rule(
    code="SEP005",
    name="unnumbered",
    summary="A file named 0000-{slug}.md needs a number",
    severity=INFO,
    by_role={Role.REVIEW: ERROR, Role.ACCEPTED: ERROR, Role.FINAL: ERROR},
    alone=False,
    cases=((WARNING, "before review, if the PR field or the title has the number"),),
    why=(
        "A SEP has the number of its pull request. The number in the file name is `0000` until "
        "the pull request is open (SEP-1850, section 2). Without a number, a SEP has no permanent "
        "URL, so it needs one before review."
    ),
    bad="seps/0000-batch-calls.md, whose PR field says #1234",
    good="seps/1234-batch-calls.md",
    check=_unnumbered,
)

UNREADABLE = Rule(
    code="SEP001",
    name="unreadable",
    summary="The file can be read, and is not in a subdirectory",
    severity=ERROR,
    why="A file that cannot be read, or is in a subdirectory, has no page.",
    bad="seps/archive/1234-batch-calls.md",
    good="seps/1234-batch-calls.md",
)

UNPUBLISHED = Rule(
    code="SEP006",
    name="unpublished",
    summary="Files next to the SEPs are data files, or images other than SVG",
    severity=WARNING,
    why=(
        "An HTML page, a script, or an SVG image can run code with the site's permissions when it "
        "is opened at its own URL, so the site does not publish it. Images in other formats and "
        "data files cannot."
    ),
    bad="seps/flow.svg",
    good="seps/flow.png",
)

ENCODING = Rule(
    code="SEP002",
    name="encoding",
    summary="The file is UTF-8",
    severity=ERROR,
    why=(
        "GitHub and this site read files as UTF-8. Other bytes become a replacement character, "
        "and the original text is lost."
    ),
    bad="A name saved as Latin-1: `Ren\ufffd`",
    good="The same name saved as UTF-8: `René`",
)

RULES = (UNREADABLE, UNPUBLISHED, ENCODING, FILE_NAME, SLUG, UNNUMBERED)
