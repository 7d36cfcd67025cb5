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
from mkdocs_seps.model.process import UNRECOGNIZED, ProposalProcess, Role, Status, Type


class Metadata(NamedTuple):
    """The YAML file next to a text whose content the text begins with, as front matter.

    `path` is how messages name it, `file` its place on disk, `lines` the number of its lines.
    """

    path: str
    file: str
    lines: int


def yaml_lines(text: str) -> list[str]:
    """The lines of a YAML file that can stand in front matter.

    What opens and closes a YAML document would end that, so it is blank.
    """
    lines = text.rstrip("\n").split("\n")
    return ["" if line.rstrip() in ("---", "...") else line for line in lines]


class Source(NamedTuple):
    """A file's text and where it came from.

    `path` is how messages name the file, `name` its file name, or of a proposal in a folder that of
    the folder with `.md`; `file` is its place on disk. `problems` are those of reading it
    (undecodable bytes, for example). `metadata` tells of a file that the first lines come from.
    """

    path: str
    name: str
    text: str
    file: str = ""
    problems: tuple[ParseIssue, ...] = ()
    metadata: Metadata | None = None

    def with_fields(self, fields: "Source") -> "Source":
        """The text that begins with the content of its metadata file, as front matter."""
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
        # Its lines stand between two fences.
        if line <= self.metadata.lines + 2:
            return self.metadata.path, min(max(line - 1, 1), self.metadata.lines)
        return self.path, line - self.metadata.lines - 2

    def shown(self, line: int) -> str:
        """The file and the line in it, as messages show them."""
        path, own = self.place(line)
        return f"{path}:{own}"

    @property
    def files(self) -> tuple[str, ...]:
        """The places of the text's files on disk."""
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

    `name` is canonical where the field is known, else as written; `label` is as written. `value`
    is Markdown, a wrapped value joined by newlines; `line` and `column` tell where it begins.
    `known` is what the process says of the field, None where it does not know it.
    """

    name: str
    label: str
    value: str
    line: int
    column: int
    known: FieldName | None = None

    @property
    def role(self) -> FieldRole:
        """The part that it plays; of an unknown field none."""
        return self.known.role if self.known else FieldRole.OTHER

    @property
    def kind(self) -> FieldKind:
        """What its value is; of an unknown field text."""
        return self.known.kind if self.known else FieldKind.TEXT


class Person(NamedTuple):
    """An author or sponsor. Whatever was not written is empty, never guessed.

    `note` is what is said of them: where they work, or what they did.
    """

    name: str = ""
    handle: str = ""
    email: str = ""
    note: str = ""

    @property
    def label(self) -> str:
        """What to call them: the name, else the handle, else the e-mail address."""
        return self.name or (f"@{self.handle}" if self.handle else self.email)

    @property
    def key(self) -> str:
        """The identity of a person: the handle, or else the name."""
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
    """The people of one field, and on whose behalf they act, if that is said."""

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

    `may_be_other` tells that a relation names it as `#N` alone, which any request or issue may be.
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
    """One proposal, as its file says it.

    `number` comes from the file name and is None while the proposal is not yet numbered. `title`
    is plain text, and so is `heading`, the whole of the title's line. `body` is the source with
    the title and the preamble blanked line by line, so that line numbers stay true. `options` are
    the page options of YAML front matter, a plain dictionary since plugins copy the meta of pages.

    For the rules: `content` is the source with only the front matter blanked, `titled` whether
    there is a title at all, `shape` how the preamble is written (in words; empty without one),
    from `preamble_line` to `preamble_last`, and `under_heading` whether below a heading of its own.
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
        """How messages name the file."""
        return self.source.path

    def source_path(self, path: str) -> str:
        """A path of a link as seen from the directory of all proposals.

        The text of a proposal that has a folder is named as `Source.name` does.
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
        """The file name without its ending; the last part of the page's URL."""
        return self.source.name.removesuffix(".md")

    @property
    def safe_name(self) -> str:
        """The file name with letters, digits, `.`, `_`, and `-` alone.

        MkDocs and its plugins make titles of file names, and some plugins evaluate `{{ ... }}`.
        """
        return _UNSAFE.sub(lambda found: f"_{ord(found[0]):x}_", self.source.name)

    @property
    def name(self) -> str:
        """`SEP-1850`, or the file's stem while there is no number."""
        return self.stem if self.number is None else self.process.naming.cite(self.number)

    @property
    def full_title(self) -> str:
        """`SEP-1850: PR-Based SEP Workflow`, or the bare title while there is no number."""
        return self.title if self.number is None else f"{self.name}: {self.title}"

    def field(self, role: FieldRole) -> Field | None:
        """The first field that plays this part."""
        return next((field for field in self.fields if field.role == role), None)

    def value(self, role: FieldRole) -> str:
        """The text of the first field that plays this part; empty when it is not given."""
        found = self.field(role)
        return found.value if found else ""

    @property
    def status(self) -> Status | None:
        """The status; None when it is not given or no word of the vocabulary."""
        return self.process.status(self.value(FieldRole.STATUS))

    @property
    def type(self) -> Type | None:
        """The type; None when it is not given or no word of the vocabulary.

        In a process without a field for it, every proposal has the one type that there is.
        """
        if not self.process.field_of(FieldRole.TYPE):
            return self.process.types[0]
        return self.process.type(self.value(FieldRole.TYPE))

    @property
    def role(self) -> Role:
        """The part that its status plays."""
        return self.status.role if self.status else Role.UNKNOWN

    @property
    def awaits_sponsor(self) -> bool:
        """Whether it names no sponsor at the stage that asks for one (SEP-1850, section 2)."""
        status = self.status
        return (
            status is not None and status.name == self.process.awaiting.status and not self.sponsors
        )

    @property
    def stage(self) -> str:
        """What to call the stage it is in: its status, or that it awaits a sponsor."""
        if self.awaits_sponsor:
            return self.process.awaiting.name
        return self.status.name if self.status else UNRECOGNIZED

    @property
    def type_name(self) -> str:
        """What to call the kind it is of: its type, or that it has none of the process."""
        return self.type.name if self.type else UNRECOGNIZED
