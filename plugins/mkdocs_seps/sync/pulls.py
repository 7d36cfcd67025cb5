"""Proposals in pull requests: the files that they add, and the pull request of each file."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from mkdocs_seps.git.log import Commit
from mkdocs_seps.git.objects import Found, TreeEntry, entries, look_up, proposals_in, read_objects
from mkdocs_seps.git.renames import slug_of
from mkdocs_seps.git.runner import Repository
from mkdocs_seps.model.content import blobs_of
from mkdocs_seps.model.naming import Naming
from mkdocs_seps.model.process import ProposalProcess
from mkdocs_seps.model.snapshot import FROM_GIT, OPEN, UNCLEAR, Note, Request
from mkdocs_seps.parsing.file_name import file_number, is_sep_name
from mkdocs_seps.sync.mirror import Limits

# Accepted file names. In the snapshot, files are named by their git ids anyway.
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,150}\.md")
_REFERENCE: Final = re.compile(r"refs/pull/([1-9]\d{0,8})/(head|merge)")
# The prefix of the slug in names without a number: "0000-", "XXXX-", "sep-3182-".
_BEFORE_SLUG: Final = re.compile(r"^(?:sep[-_]?)?(?:\d{1,9}|x{2,})?[-_]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Addition:
    """A file that a pull request adds to the folder and that was never on main; see `Proposal`."""

    request: int
    name: str
    blob: str

    @property
    def blobs(self) -> tuple[str, ...]:
        """The ids of its files."""
        return blobs_of(self.blob)


@dataclass(frozen=True, slots=True)
class Owned:
    """An addition with its pull request, and the number (0 for none) and slug of its page."""

    addition: Addition
    number: int
    slug: str


@dataclass(frozen=True, slots=True)
class Main:
    """The present and former files of the folder on the main branch."""

    numbers: frozenset[int]
    names: frozenset[str]
    versions: frozenset[tuple[str, str]]
    naming: Naming

    @classmethod
    def of(cls, commits: Iterable[Commit], live: Iterable[str], naming: Naming) -> "Main":
        """Create it from the log and the names of the current files."""
        changes = [change for commit in commits for change in commit.changes]
        numbers = {file_number(name, naming)[0] for name in live}
        return cls(
            frozenset(number for number in numbers if number is not None),
            frozenset(change.name for change in changes),
            frozenset((change.name, change.blob) for change in changes),
            naming,
        )

    def has_number(self, name: str) -> bool:
        """Whether a file or folder has the number of a merged proposal."""
        return file_number(name, self.naming)[0] in self.numbers

    def has(self, entry: TreeEntry, request: int) -> bool:
        """Whether a file is from main: merged, or an old version of a merged file."""
        if self.has_number(entry.name):
            return True
        if file_number(entry.name, self.naming)[0] == request:
            return False
        return entry.name in self.names or (entry.name, entry.id) in self.versions


def read_requests(repository: Repository) -> dict[int, Request]:
    """All pull requests that have a head reference, with what git knows about them.

    GitHub updates `refs/pull/N/merge` while a pull request is open and can be merged. If a
    conflict appears later, the reference remains, but is older than the head. A pull request that
    had conflicts from the start has no such reference.
    """
    form = "--format=%(refname) %(objectname) %(objecttype) %(parent)"
    heads: dict[int, str] = {}
    merges: dict[int, list[str]] = {}
    with repository.output("for-each-ref", form, "refs/pull") as out:
        for line in out:
            name, commit, kind, *parents = line.decode("utf-8", "replace").split()
            found = _REFERENCE.fullmatch(name)
            if not found or kind != "commit":
                continue
            if found[2] == "head":
                heads[int(found[1])] = commit
            else:
                merges[int(found[1])] = parents
    return {
        number: Request(
            number,
            head,
            OPEN if number in merges else UNCLEAR,
            FROM_GIT,
            head in merges[number] if number in merges else None,
        )
        for number, head in sorted(heads.items())
    }


def read_additions(
    repository: Repository,
    requests: Iterable[Request],
    main: Main,
    folder: str,
    limits: Limits,
) -> tuple[list[Addition], list[Note]]:
    """The files that each pull request adds to the folder, and notes on skipped files."""
    sharing: defaultdict[str, list[int]] = defaultdict(list)
    for request in requests:
        sharing[f"{request.head}:{folder}"].append(request.number)
    found = look_up(repository, sharing)
    additions: list[Addition] = []
    notes: list[Note] = []
    for name, tree in found.items():
        if tree.kind == "tree" and tree.size > limits.tree_bytes:
            text = (
                f"{folder}/ has more than {limits.tree_bytes} bytes of file names; all are skipped."
            )
            notes += [Note(number, "", "too-many", text) for number in sharing[name]]
    trees = [n for n, f in found.items() if f.kind == "tree" and f.size <= limits.tree_bytes]
    for tree in read_objects(repository, trees):
        for number in sharing[tree.name]:
            listed = [entry for entry in entries(tree) if not main.has_number(entry.name)]
            found_in = proposals_in(repository, listed, main.naming, limits.tree_bytes)
            more, said = _additions(found_in, number, main, limits)
            additions += more
            notes += said
    return additions, notes


def _additions(
    listed: Sequence[TreeEntry], request: int, main: Main, limits: Limits
) -> tuple[list[Addition], list[Note]]:
    new = [e for e in listed if is_sep_name(e.name) and not main.has(e, request)]
    if len(new) > limits.files_per_request:
        text = (
            f"It adds {len(new)} files that look like proposals, more than the limit of "
            f"{limits.files_per_request} per pull request; all are skipped."
        )
        return [], [Note(request, "", "too-many", text)]
    additions: list[Addition] = []
    notes: list[Note] = []
    for entry in new:
        if not entry.is_file:
            text = f"This is {entry.kind}, not a file; it is skipped."
            notes.append(Note(request, printable(entry.name), "not-a-file", text))
        elif not _NAME.fullmatch(entry.name):
            text = "A name can have only letters, digits, `-`, `.`, and `_`; the file is skipped."
            notes.append(Note(request, printable(entry.name), "unsafe-name", text))
        else:
            additions.append(Addition(request, entry.name, entry.id))
    return additions, notes


def assign(
    additions: Iterable[Addition], process: ProposalProcess
) -> tuple[list[Owned], list[Note]]:
    """Assign every file to one pull request, and drop the copies in others.

    A file belongs to the pull request with its number. If that pull request does not have the file,
    it belongs to the lowest-numbered one that does, with a note. A file without a number gets the
    number of the lowest-numbered pull request that has it; if another file from this or a
    lower-numbered pull request has the same slug, the file without a number is an older copy and is
    dropped. If the process does not number proposals by pull request, a file belongs to the
    lowest-numbered pull request that has it.
    """
    naming, by_request = process.naming, process.numbered_by_request
    groups: defaultdict[str, list[Addition]] = defaultdict(list)
    for addition in additions:
        groups[addition.name].append(addition)
    owned: list[Owned] = []
    notes: list[Note] = []
    slugs: dict[str, Owned] = {}
    for name in sorted(groups, key=lambda key: (file_number(key, naming)[0] is None, key)):
        group = sorted(groups[name], key=lambda one: one.request)
        number, slug = file_number(group[0].name, naming)
        if number is None:
            mine = group[0]
            number = mine.request if by_request else 0
            slug = _BEFORE_SLUG.sub("", mine.name.removesuffix(".md"), 1)
            twin = slugs.get(slug.casefold())
            if twin and twin.addition.request <= mine.request:
                continue
        elif not by_request:
            mine = group[0]
            text = (
                f"Pull request {mine.request} adds another file with this name, and only that one "
                "is shown."
            )
            others = [one.request for one in group if one.blob != mine.blob]
            notes += [Note(request, name, "same-address", text) for request in others]
        else:
            mine = next((one for one in group if one.request == number), group[0])
            if mine.request != number:
                text = f"It has the number {number}, but pull request {number} does not add it."
                notes.append(Note(mine.request, mine.name, "foreign-number", text))
        one = Owned(mine, number, slug if slug.strip("-._") else "unnamed")
        slugs.setdefault(slug_of(mine.name, naming), one)
        owned.append(one)
    return _distinct(owned, notes), notes


def _distinct(owned: Sequence[Owned], notes: list[Note]) -> list[Owned]:
    """All proposals except those whose page URL is already taken, ignoring case."""
    taken: dict[str, Owned] = {}
    for one in sorted(owned, key=lambda o: (o.number, o.addition.request, o.addition.name)):
        address = f"{one.number}-{one.slug}".casefold()
        first = taken.setdefault(address, one)
        if first is not one:
            text = f"Its page would have the same URL as the page of {first.addition.name}."
            notes.append(Note(one.addition.request, one.addition.name, "same-address", text))
    return list(taken.values())


def read_texts(
    repository: Repository, owned: Iterable[Owned], limits: Limits
) -> tuple[list[Owned], Mapping[str, bytes], list[Note]]:
    """The files within the limits, their content by blob id, and notes on skipped files."""
    wanted = sorted(owned, key=lambda one: one.number, reverse=True)
    found = look_up(repository, (blob for one in wanted for blob in one.addition.blobs))
    kept: list[Owned] = []
    chosen: set[str] = set()
    notes: list[Note] = []
    room = limits.total_bytes
    for one in wanted:
        blobs = [found.get(blob) for blob in one.addition.blobs]
        sizes = {blob.name: blob.size for blob in blobs if blob and blob.name not in chosen}
        reason = next(filter(None, (_refusal(blob, limits.file_bytes) for blob in blobs)), None)
        if not reason and (len(kept) == limits.proposals or sum(sizes.values()) > room):
            reason = _FULL
        if reason:
            rule, text = reason
            notes.append(Note(one.addition.request, one.addition.name, rule, text))
        else:
            kept.append(one)
            chosen |= sizes.keys()
            room -= sum(sizes.values())
    return kept, {blob.name: blob.data for blob in read_objects(repository, sorted(chosen))}, notes


_FULL: Final = (
    "too-many",
    "The snapshot is full; proposals with higher numbers are included first.",
)


def _refusal(blob: Found | None, most: int) -> tuple[str, str] | None:
    if blob is None or blob.kind != "blob":
        return "unreadable", "The file's content is not in the repository; it is skipped."
    if blob.size > most:
        return "too-large", f"It has {blob.size} bytes, more than the limit of {most}."
    return None


def printable(name: str) -> str:
    """An untrusted file name that is safe to print: no control characters, and not too long."""
    shown = "".join(letter if letter.isprintable() else "\ufffd" for letter in name)
    return shown if len(shown) <= 100 else f"{shown[:99]}…"
