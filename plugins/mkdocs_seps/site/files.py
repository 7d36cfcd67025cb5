"""The files that the plugin adds to a MkDocs build."""

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.utils import get_relative_url

from mkdocs_seps.catalogue import Catalogue
from mkdocs_seps.sep import Sep
from mkdocs_seps.settings import Settings
from mkdocs_seps.site.lists import List
from mkdocs_seps.site.routes import Link
from mkdocs_seps.site.stylesheet import PATH, SCRIPT, script, stylesheet, without_data
from mkdocs_seps.site.templating import render


def sep_file(sep: Sep, settings: Settings, config: MkDocsConfig) -> File:
    """A proposal's page: an ordinary file, so that other plugins see the real one on disk."""
    file = File(
        f"{settings.path}/{sep.source.name}",
        src_dir=str(settings.seps_dir),
        dest_dir=config.site_dir,
        use_directory_urls=True,
        dest_uri=f"{settings.path}/{sep.stem}/index.html",
        inclusion=InclusionLevel.NOT_IN_NAV,
    )
    file.abs_src_path = sep.source.file
    file.edit_uri = _edit_uri(Path(sep.source.file), settings, config)
    return file


def other_file(name: str, settings: Settings, config: MkDocsConfig) -> File:
    """A file beside the proposals, an image say, published beside their pages."""
    file = File(
        f"{settings.path}/{name}",
        src_dir=str(settings.seps_dir),
        dest_dir=config.site_dir,
        use_directory_urls=config.use_directory_urls,
    )
    file.abs_src_path = str(settings.seps_dir / name)
    return file


def list_file(shown: List, settings: Settings, config: MkDocsConfig) -> File:
    """The page of a generated list; what it shows is written when it is rendered."""
    file = File.generated(
        config,
        f"{settings.path}/{shown.stem}{'' if shown.slug else '/index'}.md",
        content="",
        inclusion=InclusionLevel.NOT_IN_NAV,
    )
    file.dest_uri = f"{settings.path}/{shown.stem}/index.html"
    return file


def generated_files(
    catalogue: Catalogue, settings: Settings, config: MkDocsConfig
) -> Iterator[File]:
    """Stylesheet and script, and a redirect from every number and every old address."""
    yield File.generated(config, PATH, content=stylesheet())
    yield File.generated(config, SCRIPT, content=script())
    for number, seps in catalogue.by_number.items():
        for base in (settings.path, *settings.aliases):
            yield _redirect(f"{base}/{number}/", f"SEP-{number}", seps, settings, config)
    for base in settings.aliases:
        for sep in catalogue.seps:
            yield _redirect(f"{base}/{sep.stem}/", sep.name, (sep,), settings, config)


def theme_files(files: Files, config: MkDocsConfig) -> Iterator[File]:
    """The theme's stylesheets that hold pictures, and each picture as a file of its own.

    A picture within a stylesheet comes from a `data:` address, which the policy does not let in.
    """
    for file in [*files]:
        if not re.fullmatch(r"assets/stylesheets/main\.[\w.]*css", file.src_uri):
            continue
        pictures: dict[str, str] = {}
        text = without_data(file.content_string, pictures)
        for name, picture in pictures.items():
            yield File.generated(config, f"assets/stylesheets/{name}", content=picture)
        yield File.generated(config, file.src_uri, content=text)


def _redirect(
    here: str, title: str, seps: Sequence[Sep], settings: Settings, config: MkDocsConfig
) -> File:
    targets = [Link(get_relative_url(sep_url(sep, settings), here), sep.full_title) for sep in seps]
    base = (config.site_url or "").rstrip("/")
    content = render(
        "redirect.html",
        title=title,
        targets=targets,
        canonical=f"{base}/{sep_url(seps[0], settings)}" if base else "",
    )
    return File.generated(config, f"{here}index.html", content=content)


def sep_url(sep: Sep, settings: Settings) -> str:
    """A proposal's address, from the root of the site."""
    dest_uri = f"{settings.path}/{sep.stem}/index.html"
    return File("x", "", "", use_directory_urls=True, dest_uri=dest_uri).url


def addresses(files: Files) -> dict[str, str]:
    """The source path of every page by its address without slashes around it."""
    return {
        file.url.strip("/").removeprefix("."): file.src_uri for file in files.documentation_pages()
    }


def _edit_uri(file: Path, settings: Settings, config: MkDocsConfig) -> str | None:
    """Where the file lies, seen from docs_dir; None for one outside of the repository."""
    if not file.is_relative_to(settings.base):
        return None
    return Path(os.path.relpath(file, config.docs_dir)).as_posix()
