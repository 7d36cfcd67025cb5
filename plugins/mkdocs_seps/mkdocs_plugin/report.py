"""What a build says at its end: what was published, and what keeps it from being of use."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files

from mkdocs_seps.mkdocs_plugin.build import Site, log
from mkdocs_seps.model.findings import Severity
from mkdocs_seps.pipeline.published import Segment


def report(site: Site, config: MkDocsConfig, files: Files) -> None:
    """Log what was published in one line, after a line for each thing to do next."""
    if not _has_list(site, config, files):
        log.warning(
            "error[no-index]: No page lists the SEPs. Create %s with the line <!-- seps:table -->.",
            Path(config.docs_dir).name + f"/{site.settings.path}/index.md",
        )
    for advice in _advice(site, config):
        log.info("%s", advice)
    log.info("%s", summary(site))


def summary(site: Site) -> str:
    """What was published, where, and how many findings there are of each severity."""
    merged = sum(one.segment == Segment.MERGED for one in site.published.values())
    others = len(site.published) - merged
    in_pulls = f" and {_number(others, 'proposal')} from pull requests" if others else ""
    found = Counter(finding.severity for finding in site.findings)
    kinds = ((Severity.ERROR, "error"), (Severity.WARNING, "warning"), (Severity.INFO, "note"))
    findings = ", ".join(_number(found[kind], word) for kind, word in kinds)
    return f"Published {_number(merged, 'SEP')}{in_pulls} at {site.settings.path}/: {findings}."


def _advice(site: Site, config: MkDocsConfig) -> Iterator[str]:
    settings = site.settings
    if site.left_out:
        one = site.left_out == 1
        yield (
            f"{_number(site.left_out, 'draft')} without a number {'is' if one else 'are'} not "
            "published. Use `drafts: always` to publish drafts."
        )
    elif not site.catalogue.seps:
        yield f'There are no SEPs in {settings.shown}/. Create one with `seps new "Title"`.'
    if config.theme.name != "material":
        yield (
            f"The theme is {config.theme.name}; the pages are made for Material. Use "
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
