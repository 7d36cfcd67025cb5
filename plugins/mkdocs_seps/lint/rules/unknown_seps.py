"""The rule about proposals that a field or the text mentions but that do not exist."""

import re
from collections.abc import Iterator
from typing import Final

from mkdocs_seps.lint.rule import INFO, WARNING, LintContext, Rule, Violation
from mkdocs_seps.model.fields import RELATIONS, FieldRole
from mkdocs_seps.parsing.mentions import named

_FILE: Final = re.compile(r"(?:\./)?([1-9]\d{0,5})-")
# Relations that can also name issues and pull requests, and that do not affect a status.
_LOOSE: Final = (FieldRole.REQUIRES, FieldRole.RELATED)


def _advice(subject: LintContext) -> str:
    if not subject.sep.process.numbered_by_request:
        return "Check the number."
    return subject.say(
        "Check the number. If the SEP is still in a pull request, ignore this finding."
    )


def _unknown(subject: LintContext) -> Iterator[Violation]:
    sep = subject.sep
    known = subject.project.catalog.by_number
    for role in RELATIONS:
        field = sep.field(role)
        for reference in sep.references(role) if field else ():
            # A lower number may be a pull request or issue that the field refers to.
            low = reference.number <= subject.project.latest and reference.number != sep.number
            loose = role in _LOOSE and reference.may_be_other
            loose |= role == FieldRole.RELATED and low
            linked = f"/pull/{reference.number})" in field.value if field else False
            # `SEP-12 (Lists of calls)`: the title shows that the number is not mistyped.
            linked |= low and bool(field and f"{reference.number} (" in field.value)
            if field is None or ((loose or linked) and reference.number not in known):
                continue
            line, column = subject.place_of(field, reference.number)
            if reference.number == sep.number:
                message = f"{field.name} refers to this proposal itself."
                yield Violation(line, column, message, "Remove it.", WARNING)
            elif reference.number not in known:
                yield Violation(
                    line,
                    column,
                    f"{field.name} refers to {sep.process.naming.cite(reference.number)}, which is "
                    "not in this directory.",
                    _advice(subject),
                    INFO if role in _LOOSE else WARNING,
                )
    yield from _unknown_in_text(subject)


def _unknown_in_text(subject: LintContext) -> Iterator[Violation]:
    sep = subject.sep
    seen = {reference.number for role in RELATIONS for reference in sep.references(role)}
    seen |= {sep.number or 0, sep.heading_number or 0}
    if sep.number is None:
        seen |= {pull.number for pull in sep.pulls}
    seen |= {
        int(found[1]) for link in subject.rendered.links if (found := _FILE.match(link.target))
    }
    # If a number links to an issue or pull request, that one is meant.
    owner = re.escape(subject.project.repository.partition("/")[0]) or "[^/]++"
    linked = re.compile(rf"github\.com/{owner}/[\w.-]+/(?:issues|pull)/(\d+)")
    seen |= {int(target) for target in linked.findall(sep.source.text)}
    cite, kind = sep.process.naming.cite, sep.process.name
    for line, column, target in named(sep):
        # A lower number can be that of any pull request, and most pull requests are never merged.
        if target in seen or target <= subject.project.latest:
            continue
        seen.add(target)
        yield Violation(
            line,
            column,
            f"{cite(target)} has a higher number than any {kind} in this directory.",
            _advice(subject),
        )


UNKNOWN_SEP = Rule(
    code="SEP263",
    name="unknown-sep",
    summary="Mentioned SEPs exist",
    severity=INFO,
    alone=False,
    in_flight=True,
    cases=(
        (WARNING, "for a field that names the SEP itself"),
        (WARNING, "for an unknown SEP in Supersedes or Superseded-By"),
    ),
    why=(
        "A wrong number sends readers to an unrelated pull request. Many SEPs are still in a pull "
        "request and not in this directory, so most findings have severity info. In the text and "
        "in Related, a number is reported only if it is higher than any in this directory, and the "
        "text does not link to the issue or pull request with that number."
    ),
    bad="This builds on SEP-12340.",
    good="This builds on SEP-1234.",
    check=_unknown,
)


RULES = (UNKNOWN_SEP,)
