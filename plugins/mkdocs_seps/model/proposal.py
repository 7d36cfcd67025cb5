"""The immutable values of a proposal."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import date
from posixpath import join, normpath
from typing import Final, NamedTuple

from mkdocs_seps.model.fields import FieldKind, FieldName, FieldRole
from mkdocs_seps.model.findings import ParseIssue
from mkdocs_seps.model.github_urls import profile_url
from mkdocs_seps.model.process import (
    UNRECOGNIZED,
    Awaiting,
    ProposalProcess,
    Role,
    Status,
    Type,
)


class Metadata(NamedTuple):
    """The YAML file next to a text; the text starts with its content, as front matter.

    `path` is the path in messages, `file` the path on disk, and `lines` the number of lines.
    """

    path: str
    file: str
    lines: int


def yaml_lines(text: str) -> list[str]:
    """The lines of a YAML file, made suitable for front matter.

    Document markers would end the front matter, so they are blanked.
    """
    lines = text.rstrip("\n").split("\n")
    return ["" if line.rstrip() in ("---", "...") else line for line in lines]


class Source(NamedTuple):
    """A file's text and where it came from.

    `path` is the path in messages, and `file` the path on disk. `name` is the file name, or for a
    folder proposal, the folder's name with `.md`. `problems` occurred while reading it (undecodable
    bytes, for example). `metadata` is the file that the first lines come from, if any.
    """

    path: str
    name: str
    text: str
    file: str = ""
    problems: tuple[ParseIssue, ...] = ()
    metadata: Metadata | None = None

    def with_fields(self, fields: "Source") -> "Source":
        """This text below the content of its metadata file, which becomes front matter."""
        lines = yaml_lines(fields.text)
        problems = (
            *(issue._replace(line=issue.line and issue.line + 1) for issue in fields.problems),
            *(
                issue._replace(line=issue.line and issue.line + len(lines) + 2)
                for issue in self.problems
            ),
        )
        return self._replace(
            text="\n".join(("---", *lines, "---", self.text)),
            problems=problems,
            metadata=Metadata(fields.path, fields.file, len(lines)),
        )

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths of the text's files, as messages show them."""
        return (self.path, self.metadata.path) if self.metadata else (self.path,)

    def place(self, line: int) -> tuple[str, int]:
        """The file that a line of the text is in, and the line there; 0 is the whole file."""
        if self.metadata is None or line == 0:
            return self.path, line
        # The metadata's lines are between two `---` lines.
        if line <= self.metadata.lines + 2:
            return self.metadata.path, min(max(line - 1, 1), self.metadata.lines)
        return self.path, line - self.metadata.lines - 2

    def shown(self, line: int) -> str:
        """The file and the line in it, as messages show them."""
        path, own = self.place(line)
        return f"{path}:{own}"

    @property
    def files(self) -> tuple[str, ...]:
        """The paths of the text's files on disk."""
        return (self.file, self.metadata.file) if self.metadata else (self.file,)

    @property
    def texts(self) -> Mapping[str, str]:
        """The text of each file by its path."""
        if self.metadata is None:
            return {self.path: self.text}
        lines, end = self.text.split("\n"), self.metadata.lines + 1
        return {
            self.metadata.path: "\n".join(lines[1:end]),
            self.path: "\n".join(lines[end + 1 :]),
        }


class Field(NamedTuple):
    """One field of a preamble.

    `name` is canonical if the field is known, and otherwise as written; `label` is always as
    written. `value` is Markdown, with newlines in a wrapped value; `line` and `column` are the
    position of its start. `known` is the field's definition in the process, None if there is none.
    """

    name: str
    label: str
    value: str
    line: int
    column: int
    known: FieldName | None = None

    @property
    def role(self) -> FieldRole:
        """Its role; `OTHER` for an unknown field."""
        return self.known.role if self.known else FieldRole.OTHER

    @property
    def kind(self) -> FieldKind:
        """The kind of its value; text for an unknown field."""
        return self.known.kind if self.known else FieldKind.TEXT


class Person(NamedTuple):
    """An author or sponsor. What the file does not say is empty, never guessed.

    `note` is a remark about them: where they work, or what they did.
    """

    name: str = ""
    handle: str = ""
    email: str = ""
    note: str = ""

    @property
    def label(self) -> str:
        """Their name, or else the handle, or else the email address."""
        return self.name or (f"@{self.handle}" if self.handle else self.email)

    @property
    def key(self) -> str:
        """The identity of a person: the handle, or else the name or the email address."""
        return self.handle.lower() or self.label

    @property
    def url(self) -> str:
        """Their GitHub profile; empty without a handle."""
        return profile_url(self.handle) if self.handle else ""

    @property
    def is_group(self) -> bool:
        """Whether this is a group of people, such as a working group, which has no profile."""
        return not self.handle and _GROUP.search(self.name) is not None


class People(NamedTuple):
    """The people in a field, and the group that they write for, if the field names one."""

    members: tuple[Person, ...] = ()
    on_behalf_of: str = ""

    def __bool__(self) -> bool:
        """Whether anybody is named."""
        return bool(self.members)


NOBODY: Final = People()
_GROUP: Final = re.compile(
    r"\b(?:working|interest|steering|task) (?:group|committee|force)\b|\b(?:WG|SIG|team|community"
    r"|committee|maintainers)$",
    re.IGNORECASE,
)
_UNSAFE: Final = re.compile(r"[^A-Za-z0-9._-]")


class Reference(NamedTuple):
    """A pull request, an issue, or another SEP. `url` is empty for a SEP named by number only.

    `may_be_other` means that a relation names it only as `#N`, which could be any issue or pull
    request.
    """

    number: int
    url: str = ""
    may_be_other: bool = False


class Heading(NamedTuple):
    """A heading of the text: its level 1 to 6, its text as written, and its line."""

    level: int
    text: str
    line: int


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Sep:
    """One proposal, as read from its file.

    `number` comes from the file name and is None until the proposal has one. `title` is plain text,
    and so is `heading`, the whole heading with the title. `body` is the source with the lines of
    the title and the preamble blanked, so that line numbers do not change. `options` are the page
    options of YAML front matter; they are a plain dictionary because plugins copy the meta of
    pages.

    For the rules: `content` is the source with only the front matter blanked; `titled` says whether
    there is a title. The preamble is on the lines from `preamble_line` to `preamble_last`; `shape`
    describes its form in words (empty without a preamble), and `under_heading` says whether it has
    its own heading.
    """

    source: Source
    process: ProposalProcess
    number: int | None
    slug: str
    title: str
    fields: tuple[Field, ...]
    body: str
    heading: str = ""
    title_line: int = 1
    preamble_line: int = 0
    heading_number: int | None = None
    created: date | None = None
    authors: People = NOBODY
    sponsors: People = NOBODY
    pulls: tuple[Reference, ...] = ()
    issues: tuple[Reference, ...] = ()
    requires: tuple[Reference, ...] = ()
    related: tuple[Reference, ...] = ()
    supersedes: tuple[Reference, ...] = ()
    superseded_by: tuple[Reference, ...] = ()
    headings: tuple[Heading, ...] = ()
    options: Mapping[str, object] = dataclass_field(default_factory=dict)
    problems: tuple[ParseIssue, ...] = ()
    content: str = ""
    titled: bool = True
    shape: str = ""
    preamble_last: int = 0
    under_heading: bool = False

    @property
    def path(self) -> str:
        """The path in messages."""
        return self.source.path

    def source_path(self, path: str) -> str:
        """The path of a link, relative to the directory of all proposals.

        The text of a folder proposal is named like `Source.name`.
        """
        naming = self.process.naming
        if not naming.in_folders:
            return normpath(path)
        inside = normpath(join(self.stem, path))
        folder, slash, name = inside.rpartition("/")
        is_text = (slash and name == naming.text_file) or not slash
        return f"{folder or inside}.md" if is_text and ".." not in inside else inside

    @property
    def stem(self) -> str:
        """The file name without its extension; the last part of the page's URL."""
        return self.source.name.removesuffix(".md")

    @property
    def safe_name(self) -> str:
        """The file name; characters other than letters, digits, `.`, `_`, and `-` are replaced.

        MkDocs and its plugins create titles from file names, and some plugins evaluate `{{ ... }}`.
        """
        return _UNSAFE.sub(lambda found: f"_{ord(found[0]):x}_", self.source.name)

    @property
    def name(self) -> str:
        """`SEP-1850`, or the file's stem if there is no number."""
        return self.stem if self.number is None else self.process.naming.cite(self.number)

    @property
    def full_title(self) -> str:
        """`SEP-1850: PR-Based SEP Workflow`, or only the title if there is no number."""
        return self.title if self.number is None else f"{self.name}: {self.title}"

    def field(self, role: FieldRole) -> Field | None:
        """The first field with this role."""
        return next((field for field in self.fields if field.role == role), None)

    def references(self, role: FieldRole) -> tuple[Reference, ...]:
        """The proposals that the field of this relation refers to, in the field's order."""
        return {
            FieldRole.REQUIRES: self.requires,
            FieldRole.RELATED: self.related,
            FieldRole.SUPERSEDES: self.supersedes,
            FieldRole.SUPERSEDED_BY: self.superseded_by,
        }[role]

    def value(self, role: FieldRole) -> str:
        """The text of the first field with this role; empty if there is none."""
        found = self.field(role)
        return found.value if found else ""

    @property
    def status(self) -> Status | None:
        """The status; None if it is missing or unknown."""
        return self.process.status(self.value(FieldRole.STATUS))

    @property
    def type(self) -> Type | None:
        """The type; None if it is missing or unknown.

        In a process without a field for the type, every proposal has the process's only type.
        """
        if not self.process.field_of(FieldRole.TYPE):
            return self.process.types[0]
        return self.process.type(self.value(FieldRole.TYPE))

    @property
    def role(self) -> Role:
        """The role of its status."""
        return self.status.role if self.status else Role.UNKNOWN

    @property
    def awaits_sponsor(self) -> bool:
        """Whether it has no sponsor in the status in which it needs one (SEP-1850, section 2)."""
        status = self.status
        return (
            status is not None and status.name == self.process.awaiting.status and not self.sponsors
        )

    @property
    def stage(self) -> str:
        """The name of its stage: its status, or the stage of proposals that await a sponsor."""
        return self.standing.name if self.standing else UNRECOGNIZED

    @property
    def standing(self) -> Status | Awaiting | None:
        """Its status, or the stage of proposals that await a sponsor; None if unrecognized."""
        return self.process.awaiting if self.awaits_sponsor else self.status

    @property
    def full_stage(self) -> str:
        """The stage with the status in the file, such as `Draft, awaiting sponsor`."""
        return self.process.awaiting.full_name if self.awaits_sponsor else self.stage

    @property
    def type_name(self) -> str:
        """The name of its type, or the name for an unknown type."""
        return self.type.name if self.type else UNRECOGNIZED
