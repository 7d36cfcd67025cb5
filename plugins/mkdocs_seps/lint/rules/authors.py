"""Rules about authors: people who can be found."""

from collections.abc import Iterator

from mkdocs_seps.lint.people import handle_problem, is_template_person, place_of
from mkdocs_seps.lint.rule import INFO, WARNING, LintContext, Rule, Violation
from mkdocs_seps.markdown.inline import plain


def _form(subject: LintContext) -> Iterator[Violation]:
    field = subject.sep.field("Author(s)")
    if field is None or not plain(field.value) or is_template_person(plain(field.value)):
        return
    if not subject.sep.authors:
        yield Violation(
            field.line,
            field.column,
            f"`{plain(field.value)}` does not name an author.",
            "Add at least one author: `Name (@github-handle)`.",
            WARNING,
        )
    for person in subject.sep.authors.members:
        problem = handle_problem(person)
        if problem:
            line, column = place_of(subject, field.line, person.handle or person.name)
            weight = WARNING if person.handle else None
            yield Violation(line, column or field.column, *problem, weight)


AUTHOR_FORM = Rule(
    code="SEP241",
    name="author-form",
    summary="Authors have a GitHub handle or an email address",
    severity=INFO,
    why=(
        "Reviewers and readers need to reach the authors. A handle turns the name into a link; a "
        "name alone can be anybody's (SEP-1850, section 6)."
    ),
    bad="- **Author(s)**: Ada Park",
    good="- **Author(s)**: Ada Park (@adapark)",
    check=_form,
)

RULES = (AUTHOR_FORM,)
