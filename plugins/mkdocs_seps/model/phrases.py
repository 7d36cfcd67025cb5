"""Built-in texts that are true only for SEPs, and their replacements for other processes.

Each text must be exactly as in its rule or help; a test finds those that have changed.
"""

from collections.abc import Iterator
from typing import Final

from mkdocs_seps.model.fields import FieldRole
from mkdocs_seps.model.process import ProposalProcess, Role

_ENDS: Final = (Role.REJECTED, Role.WITHDRAWN, Role.SUPERSEDED, Role.DORMANT)
_SECTIONS: Final = (
    " “Backwards Compatibility” and “Security Considerations” are accepted names. Process and "
    "Informational SEPs do not need “Backward Compatibility”. Final SEPs that are numbered "
    "after an issue are older than the format and are not checked."
)
_DUE_LATER: Final = (
    " An empty Reference Implementation is info in a Draft and a warning in review, because the "
    "implementation can come later. Sections that the type of the proposal does not need can be "
    "empty."
)
_DUE_IN_REVIEW: Final = (
    "for Reference Implementation before review",
    "for Reference Implementation in review",
)
_LEGACY: Final = (
    " Final SEPs that are numbered after an issue are older than this requirement, and do not "
    "need one."
)
_OLDER_NUMBERS: Final = " Older SEPs are numbered after an issue, so their PR can differ."
_TEMPLATE_ASKS: Final = (
    " In a Draft, one line saying that there are no implications is enough for now."
)
_NUMBERS: Final = (
    "A SEP has the number of its pull request. The number in the file name is `0000` until "
    "the pull request is open"
)
_NUMBER_BY_DEFAULT: Final = (
    "By default, NUMBER is the pull request of the current branch, from GitHub's environment "
    "variables or from `gh`"
)
_REWRITES: Final = (
    "Rewrites the preamble as a list below the title and keeps the values, unless it is a "
    "code block, or is under a heading that has a number or other text."
)
_TITLE_FIX: Final = (
    "If the file has a number, writes the title in this form, with that number if the title "
    "has none or a placeholder."
)
_SLUG: Final = (
    "The slug is part of the URL, which people copy, type, and link to. A slug that is cut "
    "off in the middle of a word is easy to mistype. SEPs that are Final are not checked, "
    "because renaming the file breaks links."
)


def phrases(process: ProposalProcess) -> Iterator[tuple[str, str]]:
    """The built-in texts, and their replacements for this process."""
    yield from _for_fields(process)
    yield from _for_titles(process)
    yield from _for_statuses(process)
    yield from _for_files(process)
    if not process.numbered_by_request:
        yield from _for_sequence(process)
    if process.front_matter:
        yield from _for_front_matter()
    removed = (_SECTIONS, _DUE_LATER, *_DUE_IN_REVIEW, _LEGACY, _OLDER_NUMBERS, _TEMPLATE_ASKS)
    for ours in removed:
        yield ours, ""
    repository = process.repository or "example/repository"
    yield (
        "github.com/modelcontextprotocol/modelcontextprotocol/pull/1240",
        f"github.com/{repository}/pull/1240",
    )


def _for_fields(process: ProposalProcess) -> Iterator[tuple[str, str]]:
    required = ", ".join(field.name for field in process.fields if field.required)
    yield "Status, Type, Created, and Author(s) are present", "Required fields are present"
    yield " Sponsor and PR have their own rules.", ""
    yield "Status, Type, Created, Author(s), Sponsor, PR", required
    created = process.field_name(FieldRole.CREATED) or process.field_name(FieldRole.STATUS)
    if not process.field_of(FieldRole.SPONSOR):
        yield "Author(s) and Sponsor", process.field_name(FieldRole.AUTHORS)
        yield "Status, type, authors, and sponsor come", "Status, type, and authors come"
        yield "the author and the sponsor", "the author"
        yield "--awaiting-sponsor --format json", "--format json"
        yield "not made by a sponsor or maintainer", "not made by a maintainer"
        yield "The sponsor, the configuration, and the list", "The configuration and the list"
    if not process.field_of(FieldRole.PULL):
        yield "the PR field agrees with it", "another number in the file agrees with it"
        yield "the PR field or the title has the number", "the file contains the number"
        yield "`PR: #1234`", f"`{created}: 2026-01-31`"
        yield "PR: #1234", f"{created}: 2026-01-31"
    replaced = (FieldRole.SUPERSEDES, FieldRole.SUPERSEDED_BY)
    names = [field.name for role in replaced if (field := process.field_of(role))]
    where = f"for an unknown {process.name} in {either(names)}" if names else ""
    yield "for an unknown SEP in Supersedes or Superseded-By", where
    if not process.field_of(FieldRole.ACCEPTED):
        yield "line and, on acceptance, adds an Accepted line with today's date", "line"
    if not process.field_of(FieldRole.RELATED):
        yield "- **Related**: SEP-1300", f"This is an alternative to {process.naming.cite(1300)}."


def _for_titles(process: ProposalProcess) -> Iterator[tuple[str, str]]:
    if process.naming.is_titled:
        for example, words in ((1230, "Batch calls"), (1234, "Batch calls"), (1234, "A way")):
            yield f"# SEP-{example}: {words}", process.naming.heading(example, words)
        return
    yield (
        "It includes the number so that copies of the text can be identified",
        "Many readers see nothing else",
    )
    yield _TITLE_FIX, ""
    if process.naming.title:
        return
    name = process.field_name(FieldRole.TITLE)
    yield "The title is `# SEP-{NUMBER}: {Title}`", f"The field {name} has a title"
    yield "# SEP-1234: Batch calls\n\n## Abstract", "## Abstract"
    yield "# SEP-1234: Batch calls", process.written(name, "Batch calls")
    yield "# SEP-1234: A way", process.written(name, "A way")
    yield "# Batch calls", process.written(name, "").rstrip()
    number = process.field_name(FieldRole.NUMBER) or "number"
    for ours in ("1230", "1234"):
        yield (
            f"begins with `# SEP-{ours}: Batch calls`",
            f"has `{process.written(number, ours)}`",
        )


def _for_statuses(process: ProposalProcess) -> Iterator[tuple[str, str]]:
    flow = [status.name for status in process.flow]
    first, last = flow[0], flow[-1]
    if not process.awaiting.name:
        yield "Draft that awaits a sponsor", first
        yield " A proposal that awaits a sponsor is a Draft whose Sponsor is None.", ""
        yield "Draft\n- **Sponsor**: None", first
    yield "Draft, In-Review, Accepted, Final", ", ".join(flow)
    yield (
        "Draft becomes In-Review, later Accepted, later Final",
        (f"{first} becomes {', later '.join(flow[1:])}"),
    )
    yield (
        "Draft becomes Final in one commit",
        (f"{first} becomes {last} in one commit" if flow[2:] else f"{last} becomes {first}"),
    )
    status, in_review = process.field_name(FieldRole.STATUS), process.status_of(Role.REVIEW)
    review = in_review.name if in_review else flow[1]
    yield "- **Status**: In-Review", process.written(status, review)
    yield "status 1850 In-Review", f"status 1850 {review if ' ' not in review else repr(review)}"
    if not in_review:
        yield "so it needs one before review", f"so it needs one before it becomes {review}"
        yield "before review, if", f"before {review}, if"
    if not process.status_of(Role.DORMANT):
        yield "closed as Dormant", "closed"
    remark = process.written(status, f"{review.lower()} (since May)")
    yield "- **Status**: in review (since May)", remark
    ends = [end.name for role in _ENDS if (end := process.status_of(role))]
    yield "Rejected, Withdrawn, Superseded, or Dormant", either(ends) or "ended"
    if not process.status_of(Role.WITHDRAWN):
        gone = ends[0] if ends else process.statuses[-1].name
        yield "- **Status**: Withdrawn", process.written(status, gone)
    for role, word in ((Role.ACCEPTED, "Accepted"), (Role.FINAL, "Final")):
        known = process.status_of(role)
        name = known.name if known else last
        an = "an" if name[0] in "AEIOUaeiou" else "a"
        ours = "an" if word == "Accepted" else "a"
        yield f"{ours} {word} SEP", f"{an} {name} {process.name}"
        yield f"{ours.capitalize()} {word} SEP", f"{an.capitalize()} {name} {process.name}"
        yield f"({word})", f"({name})"


def either(names: list[str]) -> str:
    """The names as alternatives: `A, B, or C`; empty if there are none."""
    comma = ", or " if len(names) > 2 else " or "
    return comma.join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _for_files(process: ProposalProcess) -> Iterator[tuple[str, str]]:
    naming = process.naming
    file = naming.file_of(1234, "batch-calls")
    yield "seps/archive/1234-batch-calls.md", f"archive/{file}"
    yield "seps/sep-1234-batch-calls.md", "batch-calls.md"
    yield "seps/1234--Batch-calls-with-.md", naming.file_of(1234, "-Batch-calls-with-")
    yield "seps/flow.svg", "flow.svg"
    yield "seps/flow.png", "flow.png"
    yield "./1240-streams.md", f"./{naming.file_of(1240, 'streams')}"
    yield "in the file name is `0000`", f"in the file name is `{naming.placeholder}`"
    if not naming.has_slug:
        again = file.replace("1234", "01234")
        yield "seps/1234-batch-calls.md and seps/1234-batching.md", f"{file} and {again}"
        yield "seps/1234-batch-calls.md and seps/1234-Batch-Calls.md", f"{file} and {file.upper()}"
        yield "The slug is lowercase words joined by hyphens", "The file extension is `.md`"
        yield _SLUG, "GitHub and other tools find proposals by this extension."
        yield "seps/1234--Batch-calls-with-.md", file.replace(".md", ".MD")


def _for_sequence(process: ProposalProcess) -> Iterator[tuple[str, str]]:
    a_name = f"{process.article.capitalize()} {process.name}"
    yield _NUMBERS, f"{a_name} has the next free number, which `seps new` finds"
    yield (
        "A SEP gets its number from its pull request, where it is also discussed and decided",
        f"{a_name} is discussed and decided in its pull request",
    )
    yield (
        "The file is named 0000-{slug}.md and starts as a Draft that awaits a sponsor",
        f"The file has the next free number and starts as {process.first.name}",
    )
    yield "Give a proposal the number of its pull request", "Give a proposal a number"
    yield _NUMBER_BY_DEFAULT, "By default, NUMBER is the next free number"
    yield "updates its title, its PR field, and all links", "updates its title and all links"
    unnumbered = process.naming.file_of(None, "batch-calls")
    yield "seps/0000-batch-calls.md, whose PR field says #1234", unnumbered
    yield "The pull request has the correct number", "The number of the file name counts"
    yield "readers to an unrelated pull request", "readers to another proposal"
    yield "a proposal can be older than its pull request", "a proposal can be older than its file"


def _for_front_matter() -> Iterator[tuple[str, str]]:
    yield "The preamble is a list of `- **Field**: value`", "The preamble is YAML front matter"
    yield " YAML front matter is equally valid.", ""
    yield _REWRITES, ""
    yield "There is a preamble below the title", "There is a preamble"
