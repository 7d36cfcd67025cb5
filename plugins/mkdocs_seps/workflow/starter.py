"""The files of a new site that `seps init` creates."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Final

from mkdocs_seps.config.insertion import entry, with_plugin
from mkdocs_seps.markdown.escape import yaml_value
from mkdocs_seps.model.process import ProposalProcess
from mkdocs_seps.workflow.draft import built_in_template

# The process file of a site that does not use the built-in process, and the files to base it on.
PROCESS: Final = "process.toml"
STARTS: Final = ("pep", "nep", "eip", "kep", "rfc", "adr", "gap")
# Directories where projects keep proposals, the most likely one first.
FOLDERS: Final = ("seps", "SEPs", "proposals", "rfcs", "rfc", "peps", "keps", "eips", "gaps")
IGNORED: Final = ("/site/", "/.seps-snapshot/")
# Names of folders that any process may have.
_NEUTRAL: Final = ("proposals", "decisions")
_REPOSITORY: Final = re.compile("^repository = .*$", re.MULTILINE)
_FEATURES: Final = (
    "content.action.edit", "content.code.copy", "navigation.tabs", "navigation.top",
    "search.highlight", "search.suggest",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers that a new site is built from.

    `repository` is owner/name on GitHub, or empty; `seps_dir` is the folder of the proposals.
    `existing` means that there is already a site; `directory` is its path in the git repository,
    empty for the root. `path` is the proposals' path on the site; `process` is an entry of
    `STARTS`, empty for the built-in process.
    """

    name: str
    repository: str
    branch: str
    seps_dir: str = "seps"
    path: str = "community/seps"
    process: str = ""
    existing: bool = False
    directory: str = ""

    @property
    def index(self) -> str:
        """The page that lists the proposals, below the docs."""
        return f"{self.path}/index.md"

    @property
    def site_url(self) -> str:
        """Where GitHub Pages publishes the repository; empty without one."""
        if not self.repository:
            return ""
        owner, _, name = self.repository.partition("/")
        host = f"{owner.lower()}.github.io"
        return f"https://{host}/" if name.lower() == host else f"https://{host}/{name}/"

    @property
    def options(self) -> Mapping[str, str]:
        """The options of the plugin that differ from their defaults, as YAML."""
        given = {} if self.seps_dir == "seps" else {"seps_dir": yaml_value(self.seps_dir)}
        if self.process:
            given |= {"path": yaml_value(self.path), "process": PROCESS}
        if self.repository:
            given["repository"] = self.repository
        if self.branch != "main":
            given["branch"] = yaml_value(self.branch)
        if self.existing:
            given["csp"] = "false"  # its fonts and scripts can come from anywhere
        return given


def configuration(answers: Answers) -> str:
    """A complete mkdocs.yml."""
    schema = f"{answers.site_url}{answers.path}/mkdocs.schema.json" if answers.site_url else ""
    source = (
        f"repo_url: https://github.com/{answers.repository}",
        f"edit_uri: {yaml_value(f'edit/{answers.branch}/docs/')}",
    )
    lines = [
        *([f"# yaml-language-server: $schema={schema}"] if schema else []),
        f"site_name: {yaml_value(answers.name)}",
        *([f"site_url: {answers.site_url}"] if answers.site_url else []),
        *(source if answers.repository else ()),
        "",
        "theme:",
        "  name: material",
        "  font: false",
        "  features:",
        *(f"    - {feature}" for feature in _FEATURES),
        "",
        "nav:",
        "  - Home: index.md",
        f"  - Proposals: {answers.index}",
        "",
        "markdown_extensions:",
        "  - admonition",
        "  - attr_list",
        "  - toc:",
        "      permalink: true",
        "",
        "plugins:",
        "  - search",
        *entry(answers.options),
    ]
    return "\n".join([*lines, ""])


def new_files(answers: Answers, process: ProposalProcess, docs: str = "docs") -> dict[str, str]:
    """The files of a new site other than mkdocs.yml and .gitignore, by path."""
    # GitHub reads workflows only at the root of the repository.
    up = "../" * len(Path(answers.directory).parts)
    workflows = f"{up}.github/workflows"
    readme = "README.md" if process.numbered_by_request else "sequence.md"
    return {
        **({PROCESS: process_text(answers.process, own=False)} if answers.process else {}),
        f"{docs}/index.md": _starter("index.md", answers),
        f"{docs}/{answers.index}": _starter("proposals.md", answers),
        f"{answers.seps_dir}/README.md": _starter(readme, answers, process),
        f"{answers.seps_dir}/TEMPLATE.md": built_in_template(process),
        f"{workflows}/check-proposals.yml": _starter("workflows/check-proposals.yml", answers),
        f"{workflows}/publish-proposals.yml": _starter("workflows/publish-proposals.yml", answers),
    }


def process_text(start: str, *, own: bool = True) -> str:
    """A process file to start from; without the original's repository unless `own`."""
    text = (files("mkdocs_seps") / "starter/processes" / f"{start}.toml").read_text("utf-8")
    return text if own else _REPOSITORY.sub('# repository = "owner/name"', text)


def edited(text: str, answers: Answers) -> str | None:
    """An existing mkdocs.yml with the plugin added; None if it must be added manually."""
    return with_plugin(text, answers.options)


def to_paste(answers: Answers) -> str:
    """The plugin's entry, to paste into a list of plugins."""
    return "\n".join(entry(answers.options))


def ignored(text: str) -> str:
    """A .gitignore that also lists what a site must not commit."""
    lines = {line.strip().strip("/") for line in text.splitlines()}
    missing = [line for line in IGNORED if line.strip("/") not in lines]
    if not missing:
        return text
    gap = "" if not text or text.endswith("\n") else "\n"
    return "\n".join([text + gap + missing[0], *missing[1:], ""])


def proposal_folders(root: Path, process: ProposalProcess, *, is_own: bool) -> list[str]:
    """The folders that contain proposals and have one of the usual names.

    `is_own` means the built-in process, for which any of these names counts.
    """
    naming = process.naming
    pattern = f"*/{naming.text_file}" if naming.in_folders else "*.md"
    names = {path.name: path for path in root.iterdir() if path.is_dir()}
    own = (default_folder(process), naming.name.lower(), process.plural, naming.name, *_NEUTRAL)
    return [
        name
        for name in (FOLDERS if is_own else own)
        if name in names and any(names[name].glob(pattern))
    ]


def default_folder(process: ProposalProcess) -> str:
    """The folder for the proposals of a process if there is none yet."""
    return process.plural.lower()


def _starter(name: str, answers: Answers, process: ProposalProcess | None = None) -> str:
    text = (files("mkdocs_seps") / "starter" / name).read_text(encoding="utf-8")
    if not answers.directory:
        text = text.replace('          directory: "@DIRECTORY@"\n', "")
        text = text.replace('"@DIRECTORY@/site"', "site")
    values = {
        "NAME": answers.name,
        "BRANCH": answers.branch,
        "DIRECTORY": answers.directory,
        "INDEX": answers.index,
        "FILE": process.naming.shown_file if process else "",
        "ENTRY": "folder" if process and process.naming.in_folders else "Markdown file",
    }
    for key, value in values.items():
        text = text.replace(f"@{key}@", value)
    return text
