"""The values of a snapshot: the pull requests and main branch of a repository at one time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Final, NamedTuple

from mkdocs_seps.model.content import blobs_of
from mkdocs_seps.model.naming import Naming
from mkdocs_seps.model.releases import Citation
from mkdocs_seps.model.timeline import Event, Revision

# The version of the format; a reader refuses any other. docs/in-flight.md describes it.
VERSION: Final = 3

OPEN: Final = "open"
CLOSED: Final = "closed"
MERGED: Final = "merged"
# Git alone cannot distinguish a closed pull request from an open one that was never mergeable.
UNCLEAR: Final = "unclear"
STATES: Final = (OPEN, CLOSED, MERGED, UNCLEAR)

# The pattern of a time in a pull request; an unknown time is empty.
TIME: Final = r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})"

# Source of the data about a pull request: git's references, or GitHub's API.
FROM_GIT: Final = "git"
FROM_GITHUB: Final = "github"


class Request(NamedTuple):
    """A pull request. Unknown values are None; unknown names and times are empty.

    `head` is the commit of `refs/pull/N/head`; `mergeable` is False if GitHub's last merge commit
    is for an older commit. Times are in GitHub's format.
    """

    number: int
    head: str
    state: str
    source: str
    mergeable: bool | None = None
    draft: bool | None = None
    author: str = ""
    labels: tuple[str, ...] | None = None
    assignees: tuple[str, ...] | None = None
    created: str = ""
    updated: str = ""
    merged: str = ""
    closed: str = ""
    label_events: tuple[Event, ...] = ()


class Proposal(NamedTuple):
    """A file that a pull request adds and that is not on main.

    `name` is the file's name in the pull request (for a folder, see `Source`); its page has this
    `number` (0 if it has none) and `slug`. `blob` identifies its content, see `blobs_of`. `commit`
    is the last commit that changed it.
    """

    request: int
    name: str
    number: int
    slug: str
    blob: str
    commit: str
    date: date | None
    events: tuple[Event, ...] = ()
    revisions: tuple[Revision, ...] = ()

    def page_name(self, naming: Naming) -> str:
        """The file name that it will have after the merge."""
        return f"{naming.stem_of(self.number or None, self.slug)}.md"


class Landed(NamedTuple):
    """A proposal on main: its file name, former names, events, and latest versions."""

    name: str
    former: tuple[str, ...]
    events: tuple[Event, ...]
    head: str = ""
    revisions: tuple[Revision, ...] = ()


class Note(NamedTuple):
    """A note about a skipped, renumbered, or doubtful file or pull request."""

    request: int
    name: str
    rule: str
    message: str


# Size limits for a proposal's file in bytes: the default, and the maximum for `seps sync`.
FILE_BYTES: Final = 1024 * 1024
MOST_FILE_BYTES: Final = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything that a build needs to know about pull requests, as of `date`.

    `repository` is the owner and name on GitHub; `commit` is the head of `branch`. `metadata` says
    where states, labels, and people come from. `citations` are lines on the branch, outside of the
    folder, that name proposals. `file_bytes` is the size limit for files. `texts` are the contents
    of files, by blob.
    """

    repository: str
    branch: str
    folder: str
    commit: str
    date: date
    metadata: str
    requests: tuple[Request, ...]
    proposals: tuple[Proposal, ...]
    landed: tuple[Landed, ...]
    notes: tuple[Note, ...]
    citations: tuple[Citation, ...] = ()
    file_bytes: int = FILE_BYTES
    texts: Mapping[str, bytes] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def blobs(self) -> tuple[str, ...]:
        """The files in `texts`: the proposals, and earlier versions of all proposals."""
        contents = (
            *(one.blob for one in self.proposals),
            *(revision.blob for one in self.proposals for revision in one.revisions),
            *(revision.blob for one in self.landed for revision in one.revisions),
        )
        return tuple(dict.fromkeys(blob for content in contents for blob in blobs_of(content)))

    def request(self, number: int) -> Request | None:
        """The pull request with this number."""
        return next((request for request in self.requests if request.number == number), None)
