"""How the proposals of a process are named: in prose, as files, and in their titles."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Final

# `{number}` or, padded with zeros to four digits, `{number:04}`.
NUMBER: Final = re.compile(r"\{number(?::0(?P<digits>[2-9]))?\}")
_SLUG: Final = "{slug}"
_TITLE: Final = "{title}"
# The placeholder in a file name for a number that is not known yet.
_NO_NUMBER: Final = r"[Xx]{2,}"


@dataclass(frozen=True)
class Naming:
    """The name of a kind of proposal, and the patterns that contain its numbers.

    `name` is the word for a proposal, such as `SEP`. `reference` is the pattern for references in
    prose (`SEP-{number}`), `file` for paths (`{number}-{slug}.md`, or `{number}-{slug}/README.md`
    if each proposal is a folder), and `title` for headings (`# SEP-{number}: {title}`; empty if
    only a field has the title). File names without a number have `placeholder`. `metadata` is the
    file next to the text that has the fields, if any.
    """

    name: str
    reference: str
    file: str
    title: str
    placeholder: str
    metadata: str = ""

    @property
    def in_folders(self) -> bool:
        """Whether every proposal is a directory."""
        return "/" in self.file

    @property
    def text_file(self) -> str:
        """The text's file name in a proposal's folder; empty if each proposal is a single file."""
        return self.file.partition("/")[2]

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of the proposal's own files in its folder, the text first."""
        return (self.text_file, self.metadata) if self.metadata else (self.text_file,)

    def name_of(self, path: str) -> str:
        """The name (see `Source`) of the proposal that a file belongs to; empty for other files.

        Paths are relative to the directory of all proposals.
        """
        if not self.in_folders:
            return "" if "/" in path else path
        folder, _, name = path.rpartition("/")
        return f"{folder}.md" if name in self.parts and folder and "/" not in folder else ""

    def entry_of(self, name: str) -> str:
        """The directory entry of a proposal with this name (see `Source`)."""
        return name.removesuffix(".md") if self.in_folders else name

    def paths_of(self, name: str) -> tuple[str, ...]:
        """The paths of the files of a proposal with this name (see `Source`): the text first."""
        if not self.in_folders:
            return (name,)
        return tuple(f"{name.removesuffix('.md')}/{part}" for part in self.parts)

    @cached_property
    def stem(self) -> str:
        """The pattern of a file's name without its extension, or of a folder's name."""
        return self.file.partition("/")[0].removesuffix(".md")

    @property
    def has_slug(self) -> bool:
        """Whether file names contain a slug."""
        return _SLUG in self.stem

    @property
    def is_padded(self) -> bool:
        """Whether numbers in file names have leading zeros."""
        found = NUMBER.search(self.stem)
        return found is not None and found["digits"] is not None

    @property
    def is_titled(self) -> bool:
        """Whether titles have the number."""
        return NUMBER.search(self.title) is not None

    @property
    def shown_file(self) -> str:
        """The pattern of file names, for messages."""
        return NUMBER.sub("{NUMBER}", self.file)

    @property
    def shown_title(self) -> str:
        """The pattern of titles, for messages."""
        return NUMBER.sub("{NUMBER}", self.title).replace(_TITLE, "{Title}")

    def cite(self, number: int | str) -> str:
        """A reference to a proposal in prose: `SEP-1850`."""
        return _filled(self.reference, number)

    def stem_of(self, number: int | None, slug: str) -> str:
        """The name of a folder, or of a file without its extension; None gives the placeholder."""
        filled = _filled(self.stem, self.placeholder if number is None else number)
        return filled.replace(_SLUG, slug)

    def file_of(self, number: int | None, slug: str) -> str:
        """The path of a proposal in the directory of all proposals."""
        return self.stem_of(number, slug) + self.file.removeprefix(self.stem)

    def heading(self, number: int | str, title: str) -> str:
        """The title line: `# SEP-1850: PR-Based SEP Workflow`; empty if a field has the title."""
        return _filled(self.title, number).replace(_TITLE, title)

    @cached_property
    def prefix(self) -> str:
        """The text before the number in prose: `SEP-`."""
        return self.reference[: self._number(self.reference).start()]

    @cached_property
    def title_word(self) -> str:
        """The word before the number in a title; empty if titles have none."""
        found = NUMBER.search(self.title)
        return self.title[: found.start()].lstrip("#").strip(" \t-#:.[(") if found else ""

    @cached_property
    def stem_form(self) -> re.Pattern[str]:
        """Matches a file name without its extension, with the groups `number` and `slug`."""
        found = self._number(self.stem)
        before, after = self.stem[: found.start()], self.stem[found.end() :]
        slug = re.escape(after).replace(re.escape(_SLUG), "(?P<slug>.*)")
        return re.compile(rf"{re.escape(before)}(?P<number>\d{{1,9}}|{_NO_NUMBER}){slug}")

    @staticmethod
    def _number(pattern: str) -> re.Match[str]:
        found = NUMBER.search(pattern)
        if found is None:
            raise ValueError(f"{pattern} has no {{number}}")
        return found


def _filled(pattern: str, number: int | str) -> str:
    def text(found: re.Match[str]) -> str:
        return str(number).zfill(int(found["digits"] or 0)) if isinstance(number, int) else number

    return NUMBER.sub(text, pattern)
