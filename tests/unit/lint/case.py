"""One test case: a directory with its input and the whole expected output."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs_seps.config.file import read_config
from mkdocs_seps.config.settings import Settings
from mkdocs_seps.lint.changes import changes_between
from mkdocs_seps.lint.registry import RULES
from mkdocs_seps.lint.runner import Scope, check
from mkdocs_seps.model.catalog import Catalog
from mkdocs_seps.model.findings import Finding
from mkdocs_seps.parsing.proposal import parse
from mkdocs_seps.project.directory import read_directory
from tests.support.projects import REPOSITORY

if TYPE_CHECKING:
    from mkdocs_seps.lint.rules.transitions import Change

CASES = Path(__file__).parent / "cases"
OFF = frozenset(rule.name for rule in RULES if rule.off)


@dataclass(frozen=True)
class Case:
    """`seps/` is the input, `expected.txt` the output.

    Where they are there: `before/` is the input at an earlier revision; `beside/` are more
    proposals of the same directory, whose names differ in case only; `MAINTAINERS.md` is the list
    of maintainers, `mkdocs.yml` the configuration, which may name a file with the process.

    A rule that is off by default is enabled for its own cases.
    """

    folder: Path

    @property
    def rule(self) -> str:
        return self.folder.parent.name

    @property
    def name(self) -> str:
        return f"{self.rule}/{self.folder.name}"

    @property
    def expected(self) -> Path:
        return self.folder / "expected.txt"

    def findings(self) -> tuple[Finding, ...]:
        config = self.folder / "mkdocs.yml"
        options = dict(read_config(config).options) if config.is_file() else {}
        if (self.folder / "MAINTAINERS.md").is_file():
            options["maintainers"] = "MAINTAINERS.md"
        settings = Settings.of({"repository": REPOSITORY, **options}, self.folder)
        process = settings.process
        directory = read_directory(settings.seps_dir, process, "seps")
        sources = list(directory.sources)
        if (self.folder / "beside").is_dir():
            sources += read_directory(self.folder / "beside", process, "seps").sources
        catalog = Catalog.of((parse(source, process, REPOSITORY) for source in sources), process)
        changes: tuple[Change, ...] = ()
        if (self.folder / "before").is_dir():
            before = read_directory(self.folder / "before", process, "seps")
            changes = tuple(
                changes_between(
                    (parse(source, process, REPOSITORY) for source in before.sources),
                    catalog.seps,
                )
            )
        scope = Scope(
            select=OFF & {self.rule},
            others=directory.others,
            changes=changes,
            config="mkdocs.yml",
            config_file=config,
        )
        return check(catalog, directory.unread, settings=settings, scope=scope)

    def output(self) -> str:
        return "".join(f"{finding}\n" for finding in self.findings())


def all_cases() -> list[Case]:
    """Every case, by rule and name."""
    return [Case(folder) for folder in sorted(CASES.glob("*/*")) if folder.is_dir()]
