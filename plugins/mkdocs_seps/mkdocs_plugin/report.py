"""The summary at the end of a build: the published proposals, and the next steps."""

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files

from mkdocs_seps.mkdocs_plugin.build import Site, log
from mkdocs_seps.model.findings import Severity
from mkdocs_seps.pipeline.published import Segment

_MOST_CHANGES: Final = 5


def report(site: Site, config: MkDocsConfig, files: Files) -> None:
    """Log a summary of the build in one line, after a line for each next step."""
    lacks_list = not _has_list(site, config, files)
    if lacks_list:
        log.warning(
            "error[no-index]: No page lists the %s. Create %s with the line <!-- seps:table -->.",
            site.settings.process.plural,
            Path(config.docs_dir).name + f"/{site.settings.path}/index.md",
        )
    for advice in _advice(site, config):
        log.info("%s", advice)
    log.info("%s", summary(site, errors=int(lacks_list)))


def report_rebuild(before: Site, site: Site, seconds: float) -> None:
    """Log in one line what caused a rebuild of the preview, and what it changed."""
    old, new = frozenset(before.findings), frozenset(site.findings)
    changes = [*_changes(_texts(before), _texts(site))] or [
        f"no {site.settings.process.name} changed"
    ]
    listed = "; ".join(changes[:_MOST_CHANGES])
    more = f"; {len(changes) - _MOST_CHANGES} more" if len(changes) > _MOST_CHANGES else ""
    log.info(
        "Rebuilt in %.1f s: %s%s. %s, %d fixed.",
        seconds,
        listed,
        more,
        _number(len(new - old), "new finding"),
        len(old - new),
    )


def _texts(site: Site) -> dict[str, str]:
    """The text of every proposal by its path."""
    return {sep.path: sep.source.text for sep in site.pages.values()}


def _changes(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[str]:
    gone = {text: path for path, text in old.items() if path not in new}
    for path, text in new.items():
        if path in old:
            if old[path] != text:
                yield f"{path} edited"
        elif earlier := gone.pop(text, None):
            yield f"{earlier} renamed to {path}"
        else:
            yield f"{path} added"
    yield from (f"{path} deleted" for path in gone.values())


def summary(site: Site, errors: int = 0) -> str:
    """The number of published proposals, their path, and the findings per severity.

    `errors` is the number of errors that are not among the site's findings.
    """
    merged = sum(one.segment == Segment.MERGED for one in site.published.values())
    others = len(site.published) - merged
    in_pulls = f" and {_number(others, 'proposal')} from pull requests" if others else ""
    found = Counter(finding.severity for finding in site.findings)
    found[Severity.ERROR] += errors
    findings = ", ".join(_number(found[kind], kind.noun) for kind in reversed(Severity))
    process = site.settings.process
    published = f"{merged} {process.name if merged == 1 else process.plural}"
    hidden = f" The baseline hides {_number(site.known, 'known finding')}." if site.known else ""
    return f"Published {published}{in_pulls} at {site.settings.path}/: {findings}.{hidden}"


def _advice(site: Site, config: MkDocsConfig) -> Iterator[str]:
    settings = site.settings
    if site.left_out:
        one = site.left_out == 1
        yield (
            f"{_number(site.left_out, 'draft')} without a number {'is' if one else 'are'} not "
            "published. Use `drafts: always` to publish drafts."
        )
    elif not site.catalog.seps:
        kind = settings.process.plural
        yield f'There are no {kind} in {settings.shown}/. Create one with `seps new "Title"`.'
    if config.theme.name != "material":
        yield (
            f"The theme is {config.theme.name}; the pages are designed for Material. Use "
            "`theme: {name: material}`."
        )


def _has_list(site: Site, config: MkDocsConfig, files: Files) -> bool:
    """Whether there is an index page, or a list on any other page."""
    if files.get_file_from_path(f"{site.settings.path}/index.md"):
        return True
    pages = (file for file in files.documentation_pages() if not file.generated_by)
    own = Path(config.docs_dir)
    return any(
        "seps:table" in file.content_string for file in pages if (own / file.src_uri).is_file()
    )


def _number(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"
