"""One build of a site: its proposals, pages, and outputs."""

import logging
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import File, Files

from mkdocs_seps.config.settings import Settings
from mkdocs_seps.git.history import first_commits, repository_of_folder
from mkdocs_seps.lint.baseline import BaselineError, Compared, compare
from mkdocs_seps.lint.runner import Scope, check
from mkdocs_seps.markdown.gfm.document import Document
from mkdocs_seps.mkdocs_plugin.ahead import HIGHLIGHT, Text, Work, work_ahead
from mkdocs_seps.mkdocs_plugin.exports import export_files, export_names
from mkdocs_seps.mkdocs_plugin.files import (
    asset_files,
    card_files,
    generated_files,
    has_rule_pages,
    in_flight_file,
    list_file,
    moved_files,
    other_file,
    revisions_file,
    rule_files,
    sep_file,
    theme_files,
)
from mkdocs_seps.mkdocs_plugin.instances import Part
from mkdocs_seps.mkdocs_plugin.kept_page import KeptPage, SepPage
from mkdocs_seps.model.catalog import Catalog
from mkdocs_seps.model.findings import Finding, Severity
from mkdocs_seps.model.proposal import Sep
from mkdocs_seps.model.releases import Citation, Release, by_number
from mkdocs_seps.parsing.mentions import mentions
from mkdocs_seps.pipeline.history import Journal, read_journal
from mkdocs_seps.pipeline.in_flight import InFlight, Pipeline
from mkdocs_seps.pipeline.people import Roster
from mkdocs_seps.pipeline.published import Published
from mkdocs_seps.pipeline.revisions import Revised, revised
from mkdocs_seps.project.directory import Directory
from mkdocs_seps.project.loading import load_project, read_template
from mkdocs_seps.project.similar import Similar, similar_proposals
from mkdocs_seps.sync.store import SnapshotError
from mkdocs_seps.views.cards import Picture, draw_all, index_subject, sep_subjects
from mkdocs_seps.views.lists import List, all_lists

log = get_plugin_logger("seps")

# MkDocs' levels: a warning does not stop the preview, but fails a strict build.
_LEVELS: Final = {
    Severity.ERROR: logging.WARNING,
    Severity.WARNING: logging.INFO,
    Severity.INFO: logging.DEBUG,
}


@dataclass(frozen=True, slots=True)
class Site:
    """The input and the results of one build. Keys for pages are the source paths of their files.

    `catalog` and `pages` are for merged proposals, `in_flight` for those in pull requests (at the
    paths in `in_requests`), and `linked` for both. `published` has all of them by path, with their
    histories, and `roster` their people; `revised` are the pages that show changes. `repository` is
    the name of the proposals' repository on GitHub, if known. `known` is the number of findings
    that the baseline hides. `others` are the files next to the proposals. `mentions` and `similar`
    are, by path, the proposals that mention one or are similar to it; `cited` are, by number, the
    lines of the specification that name it. `addresses` are the source paths of all pages by URL,
    and `urls` the reverse. `pictures` are the cards of pages. `left_out` is the number of drafts
    without a page.
    """

    settings: Settings
    part: Part
    catalog: Catalog
    linked: Catalog
    pages: Mapping[str, Sep]
    in_flight: Mapping[str, InFlight]
    in_requests: frozenset[str]
    published: Mapping[str, Published]
    roster: Roster
    lists: Mapping[str, List]
    revised: Mapping[str, Revised]
    journal: Journal
    findings: tuple[Finding, ...]
    known: int
    repository: str
    others: frozenset[str]
    mentions: Mapping[str, tuple[Sep, ...]]
    similar: Mapping[str, tuple[Similar, ...]]
    releases: tuple[Release, ...]
    cited: Mapping[int, tuple[Citation, ...]]
    has_rule_pages: bool
    left_out: int = 0
    addresses: Mapping[str, str] = field(default_factory=dict)
    urls: Mapping[str, str] = field(default_factory=dict)
    pictures: Mapping[str, Picture] = field(default_factory=dict)

    @property
    def pipeline(self) -> Pipeline | None:
        """The in-flight proposals, if there is a snapshot."""
        return self.journal.pipeline

    @property
    def generated(self) -> frozenset[str]:
        """The generated pages: lists and changes."""
        return frozenset((*self.lists, *self.revised))

    @property
    def hidden(self) -> tuple[str, ...]:
        """The pages of proposals that are not accepted, which search engines should not index."""
        changes = (uri for uri, found in self.revised.items() if found.one.one)
        return (*self.in_flight, *changes)

    def sep(self, uri: str) -> Sep | None:
        """The proposal on this page; None for other pages."""
        one = self.in_flight.get(uri)
        return one.sep if one else self.pages.get(uri)


def _versions(sep: Sep, releases: Sequence[Release]) -> tuple[str, ...]:
    """The versions of the specification that include a proposal."""
    return tuple(one.name for one in releases if sep.number in one.numbers)


def build_site(  # noqa: PLR0913 - the inputs of one build
    settings: Settings,
    config: MkDocsConfig,
    files: Files,
    before: Site | None,
    part: Part,
    *,
    serving: bool,
) -> Site:
    """Read every proposal, log the findings, and add the files of the site.

    `before` is the site of the previous build under `mkdocs serve`; findings that it has logged
    are not repeated.
    """
    directory, everything = load_project(settings)
    added = _Added(files)
    shown = _shown(everything, settings, serving=serving)
    pages = _add_pages(shown, settings, config, added)
    catalog = Catalog.of(pages.values(), settings.process)
    added.claim_all(other_file(name, settings, config) for name in directory.others)
    added.claim_all(generated_files(catalog, settings, config))
    if part.is_first:
        _add_once(files, settings, config, part, added)
    repository = repository_of_folder(settings.seps_dir, settings.base, config.repo_url or "")
    journal, problems = _read_journal(settings, catalog, config, repository, before)
    in_flight = _add_in_flight(journal, catalog, settings, config, added)
    flying = [one.sep for one in in_flight.values()]
    texts = [Text(sep.source, is_checked=True) for sep in everything.seps]
    texts += [Text(sep.source, is_checked=False) for sep in flying]
    work_ahead(texts, _work(settings, config))
    elsewhere = journal.pipeline.not_in(everything) if journal.pipeline else ()
    compared = _check(everything, directory, settings, config.config_file_path, elsewhere)
    findings = (*problems, *compared.new)
    _report(findings, before)
    releases = _releases(settings, journal)
    published = _published(catalog, journal, in_flight, releases)
    roster = Roster.of(one.sep for one in published)
    every_list = all_lists(published, roster, settings.process, releases)
    lists = {list_file(shown, settings, config): shown for shown in every_list}
    added.claim_all(lists)
    revisions = {
        revisions_file(found, settings, config): found
        for found in revised(published, settings.seps_dir, journal.pipeline)
    }
    added.claim_all(revisions)
    linked = Catalog.of([*catalog.seps, *flying], settings.process) if flying else catalog
    names = export_names(linked, every_list, has_snapshot=journal.pipeline is not None)
    added.claim_all(export_files(part, config, files, names))
    added.replace_all(theme_files(files, config) if settings.csp and part.is_first else ())
    site = Site(
        settings=settings,
        part=part,
        catalog=catalog,
        linked=linked,
        pages=pages,
        in_flight=in_flight,
        in_requests=frozenset(sep.path for sep in flying),
        published={one.sep.path: one for one in published},
        roster=roster,
        lists={file.src_uri: shown for file, shown in lists.items()},
        revised={file.src_uri: found for file, found in revisions.items()},
        journal=journal,
        findings=(*findings, *added.problems),
        known=compared.known,
        repository=repository,
        others=frozenset(directory.others),
        mentions=mentions(catalog, settings.repository),
        similar=similar_proposals(linked.seps, read_template(settings.seps_dir)),
        releases=releases,
        cited=by_number(journal.pipeline.citations if journal.pipeline else ()),
        has_rule_pages=part.is_first and has_rule_pages(files),
        left_out=len(everything.seps) - len(shown),
    )
    return _with_cards(site, config, files, before, added) if settings.cards else site


def _work(settings: Settings, config: MkDocsConfig) -> Work:
    template = read_template(settings.seps_dir)
    highlighting = config.mdx_configs.get(HIGHLIGHT) or {}
    return Work(settings.process, settings.repository, template, highlighting)


def _shown(everything: Catalog, settings: Settings, *, serving: bool) -> list[Sep]:
    """The proposals that have a page; those without a number only if drafts are published."""
    with_drafts = settings.shows_drafts(serving=serving)
    return [sep for sep in everything.seps if with_drafts or sep.number is not None]


def _add_once(
    files: Files, settings: Settings, config: MkDocsConfig, part: Part, added: "_Added"
) -> None:
    """Add files that a site with several processes needs only once, such as the stylesheet."""
    added.claim_all(asset_files(part.processes, config))
    for file in rule_files(files, settings.process, config):
        if added.claim(file, file.src_uri):
            KeptPage(None, file, config).document = Document()


def _report(findings: Sequence[Finding], before: Site | None) -> None:
    """Log the findings that the last build did not have."""
    known = frozenset(before.findings) if before else frozenset()
    for finding in findings:
        if finding not in known:
            log.log(_LEVELS[finding.severity], "%s", finding)


def _add_pages(
    seps: Iterable[Sep], settings: Settings, config: MkDocsConfig, added: "_Added"
) -> dict[str, Sep]:
    """Add a page for every proposal, by the source path of its file."""
    pages = {}
    for sep in seps:
        file = sep_file(sep, settings, config)
        if added.claim(file, sep.path):
            SepPage(None, file, config)
            pages[file.src_uri] = sep
    return pages


def _releases(settings: Settings, journal: Journal) -> tuple[Release, ...]:
    """The versions of the specification, from the settings or else from the snapshot."""
    return tuple(settings.releases or (journal.pipeline.releases if journal.pipeline else ()))


def _published(
    catalog: Catalog,
    journal: Journal,
    in_flight: Mapping[str, InFlight],
    releases: Sequence[Release],
) -> tuple[Published, ...]:
    """All proposals with a page, merged ones first."""
    merged = (
        Published(sep, journal.timeline(sep), None, _versions(sep, releases))
        for sep in catalog.seps
    )
    return (*merged, *(Published(one.sep, one.timeline, one) for one in in_flight.values()))


def _with_cards(
    site: Site, config: MkDocsConfig, files: Files, before: Site | None, added: "_Added"
) -> Site:
    site = replace(site, pictures=_draw_cards(site, config, files, before))
    added.claim_all(card_files(site.pictures.values(), config))
    return site


def _check(
    catalog: Catalog,
    directory: Directory,
    settings: Settings,
    config_file: str | None,
    in_flight: tuple[Sep, ...],
) -> Compared:
    file = Path(config_file) if config_file else None
    scope = Scope(
        config=_name_of(config_file),
        config_file=file,
        overridden=bool(os.environ.get("SEPS_DIR")),
        others=directory.others,
        first_commits=first_commits(settings.seps_dir, catalog.seps) if settings.history else {},
        in_flight=in_flight,
    )
    findings = check(catalog, directory.unread, settings=settings, scope=scope)
    try:
        return compare(findings, findings, settings.baseline)
    except (BaselineError, OSError) as error:
        problem = _problem(_name_of(config_file), "baseline", str(error))
        return Compared((problem, *findings), 0, 0)


def _name_of(config_file: str | None) -> str:
    """The name of the configuration in messages."""
    return Path(config_file).name if config_file else "mkdocs.yml"


def _problem(path: str, name: str, message: str, help_: str = "") -> Finding:
    """An error that is not from a rule, so that the summary counts it."""
    return Finding(path, 0, 0, "", name, Severity.ERROR, message, help_)


def _read_journal(
    settings: Settings,
    catalog: Catalog,
    config: MkDocsConfig,
    repository: str,
    before: Site | None,
) -> tuple[Journal, tuple[Finding, ...]]:
    """Read the history and the snapshot, and return them with the problems of the snapshot."""
    problems: tuple[Finding, ...] = ()
    known = before.journal if before else None
    try:
        journal = read_journal(settings, catalog, repository, known)
    except SnapshotError as error:
        effect = "The site shows no proposals in flight until then."
        problems = (_problem(_name_of(config.config_file_path), "snapshot", str(error), effect),)
        journal = read_journal(settings, catalog, repository, known, snapshot=False)
    if journal.unavailable:
        log.info("Timelines are unavailable: %s.", journal.unavailable)
    return journal, problems


def _add_in_flight(
    journal: Journal,
    catalog: Catalog,
    settings: Settings,
    config: MkDocsConfig,
    added: "_Added",
) -> dict[str, InFlight]:
    """Add the pages of in-flight proposals, except those whose URL another page already has."""
    in_flight: dict[str, InFlight] = {}
    for one in journal.pipeline.in_flight if journal.pipeline else ():
        file = in_flight_file(one, settings, config)
        if owner := added.owner(file):
            log.info("%s is not shown, because %s has the same URL.", one.sep.path, owner)
        elif added.claim(file, one.sep.path):
            SepPage(None, file, config)
            in_flight[file.src_uri] = one
    for moved in moved_files(journal, catalog, settings, config):
        if not added.owner(moved):
            added.claim(moved, moved.src_uri)
    return in_flight


def _draw_cards(
    site: Site, config: MkDocsConfig, files: Files, before: Site | None
) -> dict[str, Picture]:
    """The cards of every proposal and of the index, by the source paths of the pages."""
    seps = {**site.pages, **{uri: one.sep for uri, one in site.in_flight.items()}}
    subjects = dict(sep_subjects(seps, site.in_flight, site.settings, config.site_name))
    index, about = f"{site.settings.path}/index.md", config.site_description or ""
    if files.get_file_from_path(index):
        subjects[index] = index_subject(site.catalog, site.settings, config.site_name, about)
    return draw_all(subjects, before.pictures if before else {})


class _Added:
    """Adds files to the build and, unlike MkDocs, rejects a second file with the same URL."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self.problems: list[Finding] = []
        self._taken = {uri: f.src_uri for f in files for uri in (f.src_uri, f.dest_uri)}

    def owner(self, file: File) -> str | None:
        """The existing file with the same URL, if any."""
        return self._taken.get(file.dest_uri) or self._taken.get(file.src_uri)

    def claim(self, file: File, path: str) -> bool:
        """Add a file, called `path` in messages. Returns False if its URL is taken."""
        if owner := self.owner(file):
            problem = _problem(
                path, "url-collision", f"{owner} has the same URL.", "Rename one of the two."
            )
            self.problems.append(problem)
            log.warning("%s", problem)
            return False
        self._taken[file.dest_uri] = self._taken[file.src_uri] = file.src_uri
        self._files.append(file)
        return True

    def claim_all(self, files: Iterable[File]) -> None:
        """Add several files."""
        for file in [*files]:
            path = None if file.generated_by else file.abs_src_path
            self.claim(file, path or file.src_uri)

    def replace_all(self, files: Iterable[File]) -> None:
        """Add the files, and replace those with the same names."""
        for file in files:
            if replaced := self._files.get_file_from_path(file.src_uri):
                self._files.remove(replaced)
            self._files.append(file)
