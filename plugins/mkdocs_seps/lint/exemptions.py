"""Exemptions: findings that the project accepts, each with a reason."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from mkdocs_seps.config.file import exemption_places
from mkdocs_seps.config.settings import Exemption
from mkdocs_seps.lint.rule import ERROR, INFO, WARNING, Rule
from mkdocs_seps.model.findings import Finding, Severity
from mkdocs_seps.model.naming import Naming
from mkdocs_seps.model.process import nearest
from mkdocs_seps.parsing.file_name import file_number

UNUSED_EXEMPTION = Rule(
    code="SEP901",
    name="unused-exemption",
    summary="Every exemption matches a finding",
    severity=WARNING,
    cases=((ERROR, "for a rule that does not exist"), (INFO, "if `SEPS_DIR` is set")),
    why=(
        "An exemption that does not match any finding can hide the next mistake of this kind. If "
        "the environment variable `SEPS_DIR` is set, the severity is info, because the exemptions "
        "may be for another directory. Exemptions from `unknown-sep` and `similar-proposal` are "
        "not reported, because the findings of these rules depend on whether there is a snapshot."
    ),
    bad="exempt:\n  - rule: slug\n    seps: [1234]  # since renamed\n    reason: cut off by a tool",
    good="exempt: []",
)

RULES = (UNUSED_EXEMPTION,)


def apply_exemptions(
    findings: Iterable[Finding], exempt: tuple[Exemption, ...], naming: Naming
) -> tuple[list[Finding], set[tuple[int, str]]]:
    """The findings that no exemption matches, and the entries (index, SEP) that matched one."""
    kept: list[Finding] = []
    used: set[tuple[int, str]] = set()
    for finding in findings:
        matches = [
            (index, sep)
            for index, exemption in enumerate(exempt)
            if exemption.rule in (finding.rule, finding.code)
            for sep in exemption.seps
            if _is_of(finding.path, sep, naming)
        ]
        used.update(matches)
        if not matches:
            kept.append(finding)
    return kept, used


def _is_of(path: str, sep: str, naming: Naming) -> bool:
    """Whether an exemption names this file, by number or by file name."""
    *folders, name = path.split("/")
    stem = folders[-1] if naming.in_folders and folders else name.removesuffix(".md")
    number, _ = file_number(stem, naming)
    wanted = sep.removeprefix(naming.prefix)
    return wanted in (name, stem) or (number is not None and wanted.lstrip("0") == str(number))


def unused_exemptions(
    exempt: tuple[Exemption, ...],
    used: set[tuple[int, str]],
    names: tuple[str, ...],
    place: Finding,
    file: Path | None = None,
) -> Iterator[Finding]:
    """A finding for each entry that matched nothing. `place` is the template of the finding.

    `names` are the names and codes of all rules, `file` is the configuration.
    """
    idle = {
        index: [sep for sep in exemption.seps if (index, sep) not in used]
        for index, exemption in enumerate(exempt)
    }
    places = exemption_places(file) if file and any(idle.values()) else ()
    for index, exemption in enumerate(exempt):
        known = places[index] if len(places) == len(exempt) else {}
        if exemption.rule not in names:
            line, column = known.get("", (0, 0))
            near = nearest(exemption.rule, names)
            meant = f"Did you mean '{near}'? " if near else ""
            yield place._replace(
                line=line,
                column=column,
                severity=Severity.ERROR,
                message=f"Unknown rule '{exemption.rule}' in an exemption.",
                help=f"{meant}Run `seps rules` to list all rules.",
            )
        elif idle[index]:
            line, column = known.get(idle[index][0], (0, 0))
            seps = ", ".join(idle[index])
            yield place._replace(
                line=line,
                column=column,
                message=(
                    f"The exemption of {seps} from '{exemption.rule}' does not match any finding."
                ),
                help="Remove it from `exempt` in the configuration of the plugin.",
            )
