"""The plugin's block of mkdocs.yml, validated, as one frozen value."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple

from mkdocs_seps.config.process_file import ProcessError
from mkdocs_seps.config.processes import default_process, read_process
from mkdocs_seps.config.releases import read_releases
from mkdocs_seps.config.strings import read_strings
from mkdocs_seps.config.toml import TomlError
from mkdocs_seps.model.process import ProposalProcess
from mkdocs_seps.model.releases import Release

DRAFTS: Final = ("serve", "always", "never")
CLOSED: Final = ("show", "hide")

DEFAULTS: Final[Mapping[str, object]] = {
    "seps_dir": "seps",
    "process": "",
    "path": "community/seps",
    "drafts": "serve",
    "repository": "",
    "branch": "main",
    "site_links": "",
    "institution": "",
    "maintainers": "",
    "history": True,
    "snapshot": ".seps-snapshot",
    "closed": "show",
    "releases": "",
    "strings": "",
    "exempt": [],
    "baseline": "",
    "aliases": [],
    "csp": True,
    "cards": False,
}

REPOSITORY: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]*)/[\w.-]+")
_ORIGIN = re.compile(r"https://(?:\*\.)?[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?::\d{1,5})?")


def is_repository(text: str) -> bool:
    """Whether this is a valid owner/name on GitHub."""
    return REPOSITORY.fullmatch(text) is not None


class SettingsError(ValueError):
    """A configuration that cannot be used; the message names every wrong option."""


class Exemption(NamedTuple):
    """Proposals that are exempt from a rule, and why. `seps` are numbers or file names."""

    rule: str
    seps: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of one site.

    `base` is the folder of mkdocs.yml; the paths in `seps_dir`, `maintainers`, `baseline`, and
    `snapshot` are resolved against it. Messages call the directory of the proposals `shown`. `path`
    is the place of the pages in the site, and `aliases` are paths that redirect there. `repository`
    is empty if unknown. `baseline` has the findings that are not reported. `closed` says whether to
    show proposals whose pull request was closed without merging. `csp` says whether pages have a
    content security policy, and `csp_allow` lists the other origins that it allows. `institution`
    publishes the proposals. `releases` are the versions in the file that the option `releases`
    names. The proposals follow `process`.
    """

    base: Path
    seps_dir: Path
    shown: str
    path: str
    drafts: str
    repository: str
    branch: str
    site_links: str
    maintainers: Path | None
    history: bool
    snapshot: Path
    closed: str
    exempt: tuple[Exemption, ...]
    baseline: Path | None = None
    aliases: tuple[str, ...] = ()
    csp: bool = True
    csp_allow: tuple[str, ...] = ()
    cards: bool = False
    institution: str = ""
    releases: tuple[Release, ...] = ()
    strings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    process: ProposalProcess = field(default_factory=default_process)

    @classmethod
    def of(cls, options: Mapping[str, object], base: Path) -> "Settings":
        """Validate the options; missing ones have their defaults.

        Raises SettingsError, which says for every wrong option what is wrong and what is allowed.
        """
        given = {name: value for name, value in options.items() if value is not None}
        reader = _Reader({**DEFAULTS, **given})
        reader.known(set(DEFAULTS))
        process = reader.process("process", base)
        if options.get("repository") in (None, DEFAULTS["repository"]):
            reader.options["repository"] = process.repository
        seps_dir = reader.text("seps_dir")
        maintainers = reader.text("maintainers", empty=True)
        baseline = reader.text("baseline", empty=True)
        directory = Path(os.path.normpath(base / seps_dir))
        settings = cls(
            base=base,
            seps_dir=directory,
            shown=Path(os.path.relpath(directory, base)).as_posix(),
            path=reader.url_path("path"),
            drafts=reader.choice("drafts", DRAFTS),
            repository=reader.repository("repository"),
            branch=reader.text("branch"),
            site_links=reader.address("site_links"),
            maintainers=base / maintainers if maintainers else None,
            history=reader.flag("history"),
            snapshot=base / reader.text("snapshot"),
            closed=reader.choice("closed", CLOSED),
            exempt=reader.exemptions("exempt"),
            baseline=base / baseline if baseline else None,
            aliases=reader.url_paths("aliases"),
            csp=reader.policy("csp"),
            csp_allow=reader.origins("csp"),
            cards=reader.flag("cards"),
            institution=reader.text("institution", empty=True),
            releases=reader.releases("releases", base),
            strings=reader.strings("strings", base),
            process=process,
        )
        if seps_dir and not directory.is_dir():
            reader.errors.append(
                f"seps_dir: the directory '{settings.shown}' does not exist. Create it, or set the "
                f"directory of the {process.name} files."
            )
        if settings.maintainers and not settings.maintainers.is_file():
            reader.errors.append(f"maintainers: the file '{maintainers}' does not exist.")
        elif settings.maintainers and not os.access(settings.maintainers, os.R_OK):
            reader.errors.append(f"maintainers: '{maintainers}' cannot be read.")
        if reader.errors:
            raise SettingsError("; ".join(reader.errors))
        return settings

    def shows_drafts(self, *, serving: bool) -> bool:
        """Whether proposals without a number get a page."""
        return self.drafts == "always" or (self.drafts == "serve" and serving)


class _Reader:
    """Reads options one by one and collects their errors."""

    def __init__(self, options: Mapping[str, object]) -> None:
        self.options = dict(options)
        self.errors: list[str] = []

    def known(self, names: set[str]) -> None:
        for name in sorted(set(self.options) - names):
            self.errors.append(f"{name}: unknown option (known options are {', '.join(DEFAULTS)})")

    def text(self, name: str, *, empty: bool = False) -> str:
        value = self.options[name]
        if not isinstance(value, str):
            self.errors.append(f"{name}: must be a string, not {value!r}")
            return ""
        if not (value.strip() or empty):
            self.errors.append(f"{name}: must not be empty")
        return value.strip()

    def flag(self, name: str) -> bool:
        value = self.options[name]
        if not isinstance(value, bool):
            self.errors.append(f"{name}: must be true or false, not {value!r}")
        return value is True

    def policy(self, name: str) -> bool:
        value = self.options[name]
        if isinstance(value, dict):
            for key in sorted(set(value) - {"allow"}, key=str):
                self.errors.append(f"{name}: unknown key {key!r} (the only key is 'allow')")
            return True
        if not isinstance(value, bool):
            self.errors.append(
                f"{name}: must be true, false, or a mapping with 'allow', not {value!r}"
            )
        return value is True

    def origins(self, name: str) -> tuple[str, ...]:
        value = self.options[name]
        if not isinstance(value, dict):
            return ()
        allowed = value.get("allow", [])
        texts = allowed if isinstance(allowed, list) else [allowed]
        for text in texts:
            if not isinstance(text, str) or not _ORIGIN.fullmatch(text):
                self.errors.append(
                    f"{name}: each entry of 'allow' must be an origin such as "
                    "'https://fonts.example.org', not "
                    f"{text!r}"
                )
        return tuple(str(text) for text in texts)

    def choice(self, name: str, words: tuple[str, ...]) -> str:
        value = self.options[name]
        if value not in words:
            either = f"{', '.join(words[:-1])}{',' * (len(words) > 2)} or {words[-1]}"
            self.errors.append(f"{name}: must be {either}, not {value!r}")
        return str(value)

    def releases(self, name: str, base: Path) -> tuple[Release, ...]:
        value = self.text(name, empty=True)
        try:
            return read_releases(base / value) if value else ()
        except TomlError as error:
            self.errors.append(f"{name}: '{value}': {error}")
            return ()

    def strings(self, name: str, base: Path) -> Mapping[str, Mapping[str, str]]:
        value = self.text(name, empty=True)
        try:
            return read_strings(base / value) if value else {}
        except TomlError as error:
            self.errors.append(f"{name}: '{value}': {error}")
            return {}

    def process(self, name: str, base: Path) -> ProposalProcess:
        value = self.text(name, empty=True)
        try:
            return read_process(base / value, value) if value else default_process()
        except ProcessError as error:
            self.errors.append(f"{name}: '{value}' cannot be used:\n{error}")
            return default_process()

    def repository(self, name: str) -> str:
        value = self.text(name, empty=True)
        if value and not REPOSITORY.fullmatch(value):
            self.errors.append(f"{name}: must be owner/name, not {value!r}")
        return value

    def address(self, name: str) -> str:
        value = self.text(name, empty=True).rstrip("/")
        if value and not re.match(r"https?://[^\s/]+", value):
            self.errors.append(f"{name}: must be an http or https URL, not {value!r}")
        return value

    def url_path(self, name: str) -> str:
        text = self.text(name)
        return self._path(name, text) if text else ""

    def url_paths(self, name: str) -> tuple[str, ...]:
        value = self.options[name]
        if not isinstance(value, list) or not all(isinstance(path, str) for path in value):
            self.errors.append(f"{name}: must be a list of paths such as 'seps', not {value!r}")
            return ()
        paths = tuple(self._path(name, path) for path in value)
        if str(self.options["path"]).strip("/") in paths:
            self.errors.append(f"{name}: must not contain the value of 'path'")
        return paths

    def _path(self, name: str, text: str) -> str:
        path = text.strip("/")
        if not re.fullmatch(r"[\w-][\w.-]*(?:/[\w-][\w.-]*)*", path):
            self.errors.append(f"{name}: must be a path such as 'community/seps', not {path!r}")
        return path

    def exemptions(self, name: str) -> tuple[Exemption, ...]:
        value = self.options[name]
        if not isinstance(value, list):
            self.errors.append(f"{name}: must be a list, not {value!r}")
            return ()
        return tuple(found for entry in value if (found := self._exemption(name, entry)))

    def _exemption(self, name: str, entry: object) -> Exemption | None:
        if not isinstance(entry, dict) or set(entry) != {"rule", "seps", "reason"}:
            self.errors.append(
                f"{name}: each entry must have rule, seps, and reason, not {entry!r}"
            )
            return None
        seps = entry["seps"] if isinstance(entry["seps"], list) else [entry["seps"]]
        texts = tuple(str(sep) for sep in seps)
        rule, reason = str(entry["rule"] or "").strip(), str(entry["reason"] or "").strip()
        if not (rule and reason and texts):
            self.errors.append(f"{name}: rule, seps, and reason must not be empty in {entry!r}")
        return Exemption(rule, texts, reason)


def configured_process(options: Mapping[str, object], base: Path) -> ProposalProcess:
    """The process that these options name. Raises SettingsError."""
    reader = _Reader({"process": "", **options})
    process = reader.process("process", base)
    if reader.errors:
        raise SettingsError("; ".join(reader.errors))
    return process
