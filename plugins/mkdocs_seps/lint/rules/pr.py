"""Rules about PR and Issue: where the proposal is discussed."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from mkdocs_seps.lint.rule import INFO, WARNING, LintContext, Rule, Violation, quoted
from mkdocs_seps.markdown.inline import plain
from mkdocs_seps.model.fields import REQUESTS, FieldRole
from mkdocs_seps.model.github_urls import repository_of
from mkdocs_seps.model.process import Role
from mkdocs_seps.model.proposal import Field, Reference, Sep
from mkdocs_seps.model.wording import OWN

OLD_NAME: Final = "modelcontextprotocol/specification"
NEW_NAME: Final = "modelcontextprotocol/modelcontextprotocol"

_LATER: Final = "tb[dca]|pending|to be (?:assigned|determined|opened|created|filed)"
_TO_COME: Final = re.compile(
    rf"[{{\[(<]?(?:{_LATER}|unassigned"
    r"|n/?a|(?:none|not)(?: yet.*)?|\.\.\.|…|#?(?:[X?]+|N{2,}|0+)|number|pr|pr[ _-]?number|link)?"
    r"[}\])>]?",
    re.IGNORECASE,
)
# A promise of a number, with a remark: `Pending - to be filed`.
_PROMISED: Final = re.compile(rf"(?:{_LATER}|todo|not yet)\b[^\d#/]*", re.IGNORECASE)
_NUMBERLESS_URL: Final = re.compile(r"https?://github\.com/[\w.-]+/[\w.-]+/pull/?(?:[^\d/]\S*|0+)?")
_CANONICAL: Final = re.compile(
    r"(?:#[1-9]\d*|https://github\.com/[\w.-]+/[\w.-]+/(?:pull|issues|discussions)/[1-9]\d*)"
)
_ISSUE: Final = re.compile(r"https?://github\.com/[\w.-]+/[\w.-]+/(?:issues|discussions)/(\d+)")
_ONE: Final = re.compile(r"\s*(?:,|;|\n|\band\b)\s*")
_MARKDOWN_LINK: Final = re.compile(r"\[(?P<text>[^\[\]]{1,100})\]\((?P<url>[^\s()]+)\)")


def is_to_come(value: str) -> bool:
    """Whether a PR field has a placeholder: `TBD`, `XXXX`, `.../pull/{NUMBER}`."""
    text = plain(value)
    bare = re.sub(r"\s*\([^()]*\)$", "", text).strip()
    forms = (_TO_COME, _PROMISED, _NUMBERLESS_URL)
    return any(form.fullmatch(bare) for form in forms)


def is_canonical(value: str) -> bool:
    """Whether every pull request is written as `#N`, as its URL, or as a link with its number."""
    parts = _ONE.split(value.strip().rstrip("."))
    return all(_CANONICAL.fullmatch(part) or _is_link(part) for part in parts)


def _is_link(text: str) -> bool:
    """Whether it is a Markdown link to a pull request or issue, without any other number."""
    link = _MARKDOWN_LINK.fullmatch(text)
    if link is None or not _CANONICAL.fullmatch(link["url"]):
        return False
    return set(re.findall(r"\d+", link["text"])) == {link["url"].rpartition("/")[2]}


def _missing(subject: LintContext) -> Iterator[Violation]:
    sep = subject.sep
    if not sep.fields or sep.pulls:
        return
    field = sep.field(FieldRole.PULL)
    if field is not None and not is_to_come(field.value):
        return  # `pr-form` reports other text
    if subject.is_legacy or sep.number is None:
        return  # `unnumbered` reports a missing number
    name, wanted = sep.process.field_name(FieldRole.PULL), f"#{sep.number}"
    is_issue = any(issue.number == sep.number for issue in sep.issues)
    yield Violation(
        *subject.at(field),
        f"The field {name} is missing." if field is None else f"{name} is still a placeholder.",
        "Write the number of the pull request that adds this file."
        if is_issue
        else f"Write {quoted(sep.process.written(name, wanted))}.",
    )


PR_MISSING = Rule(
    code="SEP254",
    name="pr-missing",
    needs=(FieldRole.PULL,),
    summary="PR names the pull request",
    severity=WARNING,
    why=(
        "A SEP gets its number from its pull request, where it is also discussed and decided "
        "(SEP-1850, section 1). Final SEPs that are numbered after an issue are older than this "
        "requirement, and do not need one."
    ),
    bad="- **PR**: TBD",
    good="- **PR**: #1234",
    check=_missing,
)


def _form(subject: LintContext) -> Iterator[Violation]:
    sep = subject.sep
    for role, references in ((FieldRole.PULL, sep.pulls), (FieldRole.ISSUE, sep.issues)):
        field = sep.field(role)
        if field is None or not plain(field.value):
            continue
        if role == FieldRole.PULL and (issue := _ISSUE.search(field.value)):
            yield _issue_as_pull(sep, field, issue[1])
        elif not _is_as_wanted(subject, field):
            yield from _form_of(field, references, is_pull=role == FieldRole.PULL)
    field = sep.field(FieldRole.PULL)
    for pull in sep.pulls if field and subject.project.repository else ():
        owner = repository_of(pull.url)
        if field and owner not in (subject.project.repository.lower(), OLD_NAME):
            yield Violation(
                field.line,
                field.column,
                f"{field.name} is in {owner}, not in {subject.project.repository}.",
                "Use the pull request that adds this file.",
            )


def _issue_as_pull(sep: Sep, field: Field, number: str) -> Violation:
    own = sep.process.field_name(FieldRole.ISSUE) or "Issue"
    written = sep.process.written(own, f"#{number}")
    return Violation(
        field.line,
        field.column,
        f"{field.name} is an issue, #{number}, not a pull request.",
        f"Write {quoted(written)}, and put the pull request in {field.name}.",
        INFO if sep.role == Role.FINAL else None,
    )


def _is_as_wanted(subject: LintContext, field: Field) -> bool:
    """Whether it has the standard form: in YAML, also without `#`, which would start a comment."""
    is_number = subject.in_yaml(field) and field.value.strip().isdecimal()
    return is_canonical(field.value) or is_number


def _form_of(
    field: Field, references: Sequence[Reference], *, is_pull: bool
) -> Iterator[Violation]:
    """The violations of a field that does not have the standard form."""
    what = "pull request" if is_pull else "issue"
    if references:
        wanted = ", ".join(f"#{reference.number}" for reference in references)
        yield Violation(
            field.line,
            field.column,
            f"{field.name} is `{_short(field)}`, which is not in the standard form.",
            f"Write `{wanted}`, or the URL.",
            INFO,
        )
    elif not is_pull or not is_to_come(field.value):
        yield Violation(
            field.line,
            field.column,
            f"`{_short(field)}` is not {'a' if is_pull else 'an'} {what}.",
            f"Write the number of the {what}, such as `#1234`, or its URL.",
        )


def _short(field: Field) -> str:
    text = " ".join(field.value.split())
    return text if len(text) < 80 else f"{text[:77]}…"


PR_FORM = Rule(
    code="SEP251",
    name="pr-form",
    needs=(FieldRole.PULL,),
    summary="PR and Issue are `#N` or a URL",
    severity=WARNING,
    cases=(
        (
            INFO,
            "for a form that can still be read, and if the PR field of a Final SEP names an issue",
        ),
    ),
    why=(
        "Tools use this field to find the discussion. A Markdown link is fine if its text has the "
        "number of its URL. A different form that can still be read is reported as info."
    ),
    bad="- **PR**: see the request on GitHub",
    good="- **PR**: #1234",
    check=_form,
    fix="Rewrites a number in another form as `#N`.",
)


def _old(subject: LintContext) -> Iterator[Violation]:
    if subject.project.repository.lower() == OLD_NAME:
        return
    given = [*filter(None, map(subject.sep.field, REQUESTS))]
    url = f"github.com/{OLD_NAME}/"
    for field in given:
        at = field.value.find(url)
        if at >= 0 and not is_to_come(field.value):
            yield Violation(
                field.line,
                field.column,
                f"{field.name} uses the old name of the repository, `{OLD_NAME}`.",
                f"Write `{NEW_NAME}`.",
            )
    fields = {field.line for field in given}
    found = [
        (number, line.find(url) + 1)
        for number, line in enumerate(subject.rendered.prose, 1)
        if url in line and number not in fields
    ]
    if found:
        who = f"This URL and {len(found) - 1} more use" if len(found) > 1 else "This URL uses"
        yield Violation(
            *found[0],
            f"{who} the old name of the repository, `{OLD_NAME}`.",
            f"Write `{NEW_NAME}`.",
        )


OLD_REPOSITORY = Rule(
    code="SEP252",
    name="old-repository",
    suits=lambda process: process.document == OWN,
    summary="URLs use the current name of the repository",
    severity=INFO,
    why="GitHub redirects the old name only until somebody else uses it.",
    bad=f"- **PR**: https://github.com/{OLD_NAME}/pull/1234",
    good=f"- **PR**: https://github.com/{NEW_NAME}/pull/1234",
    check=_old,
    fix="Replaces the old name with the current one.",
)


def _mismatch(subject: LintContext) -> Iterator[Violation]:
    sep = subject.sep
    field = sep.field(FieldRole.PULL)
    if field is None or sep.number is None or not sep.pulls:
        return
    numbers = {pull.number for pull in sep.pulls}
    if sep.number in numbers or sep.number in {issue.number for issue in sep.issues}:
        return
    given = ", ".join(f"#{number}" for number in sorted(numbers))
    yield Violation(
        field.line,
        field.column,
        f"{field.name} is {given}, but the file is {sep.name}.",
        f"Correct {field.name}, or rename the file.",
    )


PR_MISMATCH = Rule(
    code="SEP253",
    name="pr-mismatch",
    needs=(FieldRole.PULL,),
    suits=lambda process: process.numbered_by_request,
    summary="PR matches the number of the SEP",
    severity=WARNING,
    why=(
        "A SEP has the number of its pull request (SEP-1850, section 1). Older SEPs are "
        "numbered after an issue, so their PR can differ."
    ),
    bad="seps/1234-batch-calls.md with `- **PR**: #1250`",
    good="seps/1234-batch-calls.md with `- **PR**: #1234`",
    check=_mismatch,
)

RULES = (PR_FORM, OLD_REPOSITORY, PR_MISMATCH, PR_MISSING)
