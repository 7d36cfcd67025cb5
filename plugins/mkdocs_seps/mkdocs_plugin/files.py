"""The files that the plugin adds to a MkDocs build."""

import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.utils import get_relative_url, normalize_url

from mkdocs_seps.config.file import read_document, require_outside_docs
from mkdocs_seps.config.settings import Settings, SettingsError
from mkdocs_seps.lint.registry import RULES, rules_of
from mkdocs_seps.markdown.gfm.embedded import Embedded
from mkdocs_seps.model.catalog import Catalog
from mkdocs_seps.model.github_urls import edit_uri
from mkdocs_seps.model.process import ProposalProcess
from mkdocs_seps.model.proposal import Sep
from mkdocs_seps.pipeline.history import Journal, earlier_pages
from mkdocs_seps.pipeline.in_flight import InFlight
from mkdocs_seps.pipeline.revisions import Revised
from mkdocs_seps.views.cards import Picture
from mkdocs_seps.views.csp import REDIRECT
from mkdocs_seps.views.lists import List
from mkdocs_seps.views.revisions import CHANGES
from mkdocs_seps.views.routes import Link
from mkdocs_seps.views.rule_pages import INTRODUCTION, rule_page
from mkdocs_seps.views.stylesheet import PATH, SCRIPT, script, stylesheet, without_data
from mkdocs_seps.views.templating import render

log = get_plugin_logger("seps")

_ASSUMED: Final = "edit/master/docs/"  # the default of `edit_uri` in MkDocs for GitHub
_FOLDER_LINK = re.compile(
    r"""(?:<a\s[^<>]*?\bhref="|\sdata-sep-filter="|;\ url=)
    (?:\.\.?|(?:[\w%.~-]+/)+(?:\.\.)?)(?=["?\#])""",
    re.VERBOSE,
)


def check_place(settings: Settings, config: MkDocsConfig) -> None:
    """Raise SettingsError if MkDocs would also build the proposals as its own pages."""
    excluded = config.exclude_docs.match_file if config.exclude_docs else None
    require_outside_docs(settings, Path(config.docs_dir), excluded)


def set_edit_uri(settings: Settings, config: MkDocsConfig) -> None:
    """If `edit_uri` is not set, derive it from the option `branch`; MkDocs assumes `master`."""
    docs_dir = Path(config.docs_dir)
    if config.edit_uri != _ASSUMED or not docs_dir.is_relative_to(settings.base):
        return
    with suppress(SettingsError):
        if read_document(Path(config.config_file_path or "mkdocs.yml")).get("edit_uri"):
            return
        folder = docs_dir.relative_to(settings.base).as_posix()
        config.edit_uri = edit_uri(config.repo_url or "", settings.branch, folder) or _ASSUMED


def sep_file(sep: Sep, settings: Settings, config: MkDocsConfig) -> File:
    """The file of a proposal's page. Its source is the real file, so that other plugins see it."""
    file = File(
        f"{settings.path}/{sep.safe_name}",
        src_dir=str(settings.seps_dir),
        dest_dir=config.site_dir,
        use_directory_urls=config.use_directory_urls,
        dest_uri=f"{settings.path}/{sep.stem}/index.html",
        inclusion=InclusionLevel.NOT_IN_NAV,
    )
    file.abs_src_path = sep.source.file
    file.edit_uri = _edit_uri(Path(sep.source.file), settings, config)
    return file


class _OtherFile(File):
    """A file that may be deleted before it is copied; this must not abort the build."""

    shown: str

    def copy_file(self, dirty: bool = False) -> None:  # noqa: FBT001, FBT002 - as in MkDocs
        try:
            super().copy_file(dirty)
        except OSError as error:
            log.warning(
                "%s: error[unreadable]: This cannot be read: %s. Build the site again.",
                self.shown,
                error.strerror or type(error).__name__,
            )


def other_file(name: str, settings: Settings, config: MkDocsConfig) -> File:
    """A file next to the proposals, such as an image, published next to their pages."""
    file = _OtherFile(
        f"{settings.path}/{name}",
        src_dir=str(settings.seps_dir),
        dest_dir=config.site_dir,
        use_directory_urls=config.use_directory_urls,
    )
    file.abs_src_path = str(settings.seps_dir / name)
    file.shown = f"{settings.shown}/{name}"
    return file


def generated_file(
    config: MkDocsConfig,
    src_uri: str,
    *,
    content: str | bytes,
    inclusion: InclusionLevel = InclusionLevel.UNDEFINED,
) -> File:
    """A file without a source; the configuration counts as its source.

    It needs one, because plugins for dates, authors, and translations look at every file's source.
    """
    file = File.generated(config, src_uri, content=content, inclusion=inclusion)
    file.abs_src_path = config.config_file_path
    return file


def list_file(shown: List, settings: Settings, config: MkDocsConfig) -> File:
    """The page of a generated list, whose content is written during rendering."""
    file = generated_file(
        config,
        f"{settings.path}/{shown.stem}{'' if shown.slug else '/index'}.md",
        content="",
        inclusion=InclusionLevel.NOT_IN_NAV,
    )
    file.dest_uri = f"{settings.path}/{shown.stem}/index.html"
    return file


def revisions_file(found: Revised, settings: Settings, config: MkDocsConfig) -> File:
    """The page with the changes to a proposal, below the proposal's page."""
    sep = found.one.sep
    file = generated_file(
        config,
        revisions_uri(sep, settings),
        content="",
        inclusion=InclusionLevel.NOT_IN_NAV,
    )
    file.dest_uri = f"{settings.path}/{sep.stem}/{CHANGES}/index.html"
    return file


def revisions_uri(sep: Sep, settings: Settings) -> str:
    """The source path of the page with the changes to a proposal."""
    return f"{settings.path}/{sep.safe_name.removesuffix('.md')}/{CHANGES}.md"


def asset_files(processes: Sequence[ProposalProcess], config: MkDocsConfig) -> Iterator[File]:
    """The stylesheet and the script of a site with these processes."""
    yield generated_file(config, PATH, content=stylesheet(processes))
    yield generated_file(config, SCRIPT, content=script(processes))


def generated_files(catalog: Catalog, settings: Settings, config: MkDocsConfig) -> Iterator[File]:
    """The redirects from numbers, and from the paths in `aliases`."""
    for number, seps in catalog.by_number.items():
        for base in (settings.path, *settings.aliases):
            yield _redirect(
                f"{base}/{number}/", settings.process.naming.cite(number), seps, settings, config
            )
    for base in settings.aliases:
        for sep in catalog.seps:
            yield _redirect(f"{base}/{sep.stem}/", sep.name, (sep,), settings, config)


def in_flight_file(one: InFlight, settings: Settings, config: MkDocsConfig) -> File:
    """The page of a proposal in a pull request, at the URL that it will have after merging.

    There is no edit link, because the text is on somebody else's branch.
    """
    file = sep_file(one.sep, settings, config)
    file.edit_uri = None
    return file


def rule_files(files: Files, process: ProposalProcess, config: MkDocsConfig) -> Iterator[File]:
    """The pages of all rules; empty if the site does not have a page about rules."""
    if files.get_file_from_path(INTRODUCTION) is None:
        return
    for rule in rules_of(process):
        file = generated_file(
            config,
            f"rules/{rule.name}.md",
            content=rule_page(rule, process),
            inclusion=InclusionLevel.NOT_IN_NAV,
        )
        file.dest_uri = f"rules/{rule.name}/index.html"
        yield file


def has_rule_pages(files: Files) -> bool:
    """Whether the site has a page for every rule."""
    return files.get_file_from_path(f"rules/{RULES[0].name}.md") is not None


def rule_url(name: str, page_url: str) -> str:
    """The URL of a rule's page, relative to another page."""
    return get_relative_url(f"rules/{name}/", page_url)


def moved_files(
    journal: Journal, catalog: Catalog, settings: Settings, config: MkDocsConfig
) -> Iterator[File]:
    """Redirects from numbers of proposals in flight, and from earlier names of all proposals."""
    in_flight = journal.pipeline.in_flight if journal.pipeline else ()
    flying = Catalog.of((one.sep for one in in_flight), settings.process)
    for number, seps in flying.by_number.items():
        if number not in catalog.by_number:
            here = f"{settings.path}/{number}/"
            yield _redirect(here, settings.process.naming.cite(number), seps, settings, config)
    taken = {sep.stem.casefold() for sep in (*catalog.seps, *flying.seps)}
    lives = [(sep, journal.timeline(sep)) for sep in catalog.seps]
    for sep, timeline in (*lives, *((one.sep, one.timeline) for one in in_flight)):
        for name in earlier_pages(sep, timeline) if timeline else ():
            if name.casefold() not in taken:
                taken.add(name.casefold())
                yield _redirect(f"{settings.path}/{name}/", sep.name, (sep,), settings, config)


def theme_files(files: Files, config: MkDocsConfig) -> Iterator[File]:
    """The theme's stylesheets without inline images, and each image as a separate file.

    Images inside a stylesheet have `data:` URLs, which the policy does not allow.
    """
    for file in [*files]:
        if not re.fullmatch(r"assets/stylesheets/main\.[\w.]*css", file.src_uri):
            continue
        pictures: dict[str, str] = {}
        text = without_data(file.content_string, pictures)
        for name, picture in pictures.items():
            yield generated_file(config, f"assets/stylesheets/{name}", content=picture)
        yield generated_file(config, file.src_uri, content=text)


def _redirect(
    here: str, title: str, seps: Sequence[Sep], settings: Settings, config: MkDocsConfig
) -> File:
    targets = [Link(get_relative_url(sep_url(sep, settings), here), sep.full_title) for sep in seps]
    base = (config.site_url or "").rstrip("/")
    icon = str(config.theme.get("favicon") or "")
    content = render(
        settings.process,
        "redirect.html",
        title=title,
        icon=normalize_url(icon, base=get_relative_url(".", here)) if icon else "",
        targets=targets,
        canonical=f"{base}/{sep_url(seps[0], settings)}" if base else "",
        script=REDIRECT,
    )
    if not config.use_directory_urls:
        content = with_index_names(content)
    return generated_file(config, f"{here}index.html", content=content)


def sep_url(sep: Sep, settings: Settings) -> str:
    """A proposal's URL, relative to the root of the site."""
    dest_uri = f"{settings.path}/{sep.stem}/index.html"
    return File("x", "", "", use_directory_urls=True, dest_uri=dest_uri).url


def with_index_names(html: str) -> str:
    """The page with `index.html` added to links to folders, which browsers need on a local disk."""
    return _FOLDER_LINK.sub(lambda link: f"{link[0].removesuffix('/')}/index.html", html)


def embedded_file(image: Embedded, settings: Settings, config: MkDocsConfig) -> File:
    """The file of an image that is embedded in a text, named after a hash of its content."""
    name = hashlib.sha256(image.content).hexdigest()[:16]
    uri = f"{settings.path}/embedded/{name}{image.suffix}"
    return generated_file(config, uri, content=image.content)


def card_files(pictures: Iterable[Picture], config: MkDocsConfig) -> Iterator[File]:
    """The file of each card."""
    for picture in pictures:
        yield generated_file(config, picture.subject.path, content=picture.content)


def addresses(files: Files) -> dict[str, str]:
    """The source path of every page by its URL path, without slashes at the start and end."""
    return {
        file.url.removesuffix("index.html").strip("/").removeprefix("."): file.src_uri
        for file in files.documentation_pages()
    }


def _edit_uri(file: Path, settings: Settings, config: MkDocsConfig) -> str | None:
    """The path of the file relative to docs_dir; None for a file outside the repository."""
    if not file.is_relative_to(settings.base):
        return None
    return Path(os.path.relpath(file, config.docs_dir)).as_posix()
