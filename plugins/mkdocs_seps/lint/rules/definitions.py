"""Rules about link definitions (`[label]: target`), which GitHub does not show."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Final

from mkdocs_seps.lint.rule import INFO, WARNING, LintContext, Rule, Violation, quoted
from mkdocs_seps.markdown.definitions import Definition, same_label

_BRACKETS: Final = re.compile(r"\[([^\[\]]{1,200})\]")


def _by_label(subject: LintContext) -> dict[str, list[Definition]]:
    found: defaultdict[str, list[Definition]] = defaultdict(list)
    for definition in subject.definitions:
        found[definition.label].append(definition)
    return found


def _definition(subject: LintContext) -> Iterator[Violation]:
    for same in _by_label(subject).values():
        meant = [one for one in same if one not in subject.accidental_definitions]
        for one in same:
            if one not in meant:
                yield _by_accident(one, meant)
            elif one.target != meant[0].target:
                yield Violation(
                    one.line,
                    one.column,
                    f"`[{one.name}]` has another target on line {meant[0].line}, so this "
                    "definition is not used.",
                    "Remove one of the two, or use another label.",
                )


def _by_accident(one: Definition, meant: list[Definition]) -> Violation:
    hides, text = "", f"{one.name}: {one.rest}"
    if meant:
        text = f"[{one.name}] {one.rest}"
        if one.line < meant[0].line:
            hides = f", and it overrides the definition on line {meant[0].line}"
    return Violation(
        one.line,
        one.column,
        f"{quoted(f'[{one.name}]: {one.rest}')} is read as the definition of a link, so it is not "
        f"shown{hides}.",
        f"Write {quoted(text)}.",
    )


LINK_DEFINITION = Rule(
    code="SEP436",
    name="link-definition",
    summary="No text is read as a link definition by mistake, and no label has two targets",
    severity=WARNING,
    alone=False,
    why=(
        "GitHub reads a line or a list item such as `[SEP-1300]: Streams` as the definition of a "
        "link to a file `Streams`. It shows nothing there, and each `[SEP-1300]` in the text "
        "becomes a dead link. If a label has two definitions, only the first one is used."
    ),
    bad="- [SEP-1300]: Streams\n\n[SEP-1300]: https://example.org/1300",
    good="- [SEP-1300] Streams\n\n[SEP-1300]: https://example.org/1300",
    check=_definition,
)


def _unused(subject: LintContext) -> Iterator[Violation]:
    by_label = _by_label(subject)
    if not by_label:
        return
    text = "\n".join(subject.rendered.prose)
    written = Counter(same_label(found[1]) for found in _BRACKETS.finditer(text))
    for label, same in by_label.items():
        is_comment = same[0].target in ("#", "")  # as in `[//]: # (text)`
        if written[label] > len(same) or is_comment or same[0] in subject.accidental_definitions:
            continue
        yield Violation(
            same[0].line,
            same[0].column,
            f"The link definition `[{same[0].name}]` is never used.",
            "Use it, or remove it.",
        )


UNUSED_DEFINITION = Rule(
    code="SEP437",
    name="unused-definition",
    summary="Link definitions are used",
    severity=INFO,
    alone=False,
    why=(
        "GitHub shows a definition only through the links and images that use it. One that nothing "
        "uses is often left over, or its label is misspelled."
    ),
    bad="See [the study].\n\n[the sudy]: https://example.org/study",
    good="See [the study].\n\n[the study]: https://example.org/study",
    check=_unused,
)

RULES = (LINK_DEFINITION, UNUSED_DEFINITION)
