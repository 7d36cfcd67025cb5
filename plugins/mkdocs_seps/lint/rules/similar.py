"""The rule about proposals on the same subject."""

from collections.abc import Iterator

from mkdocs_seps.lint.rule import INFO, LintContext, Rule, Violation
from mkdocs_seps.model.fields import FieldRole
from mkdocs_seps.model.process import ProposalProcess


def _check(subject: LintContext) -> Iterator[Violation]:
    sep = subject.sep
    named = {
        other.path
        for related in subject.project.catalog.relations(sep).values()
        for end in related
        for other in end.seps
    }
    numbers = {
        reference.number
        for field in (sep.requires, sep.related, sep.supersedes, sep.superseded_by)
        for reference in field
    }
    merged = subject.project.catalog.by_name
    for one in subject.project.similar.get(sep.path, ()):
        if one.sep.path not in named and one.sep.number not in numbers:
            where = "" if one.sep.source.name in merged else ", which is in an open pull request"
            yield Violation(
                sep.title_line,
                1,
                f"This is similar to {one.sep.full_title}{where}. Both use the words "
                f"{', '.join(one.terms)}.",
                _advice(sep.process, one.sep.name),
            )


def _advice(process: ProposalProcess, other: str) -> str:
    field = process.field_name(FieldRole.RELATED)
    if not field:
        return f"Name {other} and say how they differ, or combine them."
    return f"Add `{process.written(field, other)}` and say how they differ, or combine them."


SIMILAR = Rule(
    code="SEP268",
    name="similar-proposal",
    summary="An open proposal mentions each proposal that is very similar to it",
    severity=INFO,
    alone=False,
    in_flight=True,
    why=(
        "Two proposals for one problem split the discussion. The check compares the title and "
        "text of each open proposal with those of all others, including proposals in open pull "
        "requests if there is a snapshot."
    ),
    bad="SEP-1310 and SEP-1300 are both about retry hints, and neither names the other",
    good="- **Related**: SEP-1300",
    check=_check,
)

RULES = (SIMILAR,)
