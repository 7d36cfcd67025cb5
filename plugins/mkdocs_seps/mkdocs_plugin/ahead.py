"""Compute what a build needs of every proposal in advance, in several worker processes.

Each result depends on the text of one proposal and is stored in the cache, so the workers only
exchange texts and results. If a result is missing afterwards, the build computes it when needed.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from markdown import Markdown

from mkdocs_seps.cache.store import adopt, gather, load, save
from mkdocs_seps.lint.rule import LintContext, ProjectContext
from mkdocs_seps.lint.runner import findings_alone
from mkdocs_seps.lint.workers import AT_ONCE, FEWEST, in_workers, worker_count
from mkdocs_seps.markdown.gfm.parser import prepare
from mkdocs_seps.markdown.render import render
from mkdocs_seps.model.catalog import Catalog
from mkdocs_seps.model.process import ProposalProcess
from mkdocs_seps.model.proposal import Source
from mkdocs_seps.parsing.mentions import mentions, named
from mkdocs_seps.parsing.proposal import parse
from mkdocs_seps.project.similar import word_counts

if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

HIGHLIGHT: Final = "pymdownx.highlight"


class Work(NamedTuple):
    """What the results depend on besides the texts, as plain data."""

    process: ProposalProcess
    repository: str
    template: str
    highlighting: Mapping[str, Any]


class Text(NamedTuple):
    """The text of a proposal, and whether the rules check it."""

    source: Source
    is_checked: bool


def work_ahead(texts: Iterable[Text], work: Work, context: "BaseContext | None" = None) -> None:
    """Fill the cache for the texts that are not in it, if there are many.

    `context` starts the workers, as in `in_workers`.
    """
    new = [text for text in texts if load("ahead", _key(text)) is None]
    if len(new) < FEWEST or worker_count() < 2 or not _is_plain(work.highlighting):
        return
    parts = [new[start : start + AT_ONCE] for start in range(0, len(new), AT_ONCE)]
    for items in in_workers(partial(gathered, work), parts, context):
        adopt(items)


def gathered(work: Work, texts: Sequence[Text]) -> list[tuple[bytes, bytes]]:
    """The results for some texts, as entries for the cache; runs in a worker."""
    return gather(partial(_work_out, work, texts))


def _work_out(work: Work, texts: Sequence[Text]) -> None:
    md = Markdown(extensions=[HIGHLIGHT], extension_configs={HIGHLIGHT: work.highlighting})
    for text in texts:
        _work_out_one(work, text, md)
        save("ahead", _key(text), True)
        render.cache_clear()


def _work_out_one(work: Work, text: Text, md: Markdown) -> None:
    sep = parse(text.source, work.process, work.repository)
    catalog = Catalog.of([sep], work.process)
    if text.is_checked:
        project = ProjectContext(catalog, work.repository, Path(), template=work.template)
        findings_alone(LintContext(sep, project))
        named(sep)
    mentions(catalog, work.repository)
    _ = render(sep.content).links
    word_counts(sep, work.template)
    prepare(sep.body, md)
    md.reset()


def _key(text: Text) -> tuple[str, str]:
    return text.source.path, text.source.text


def _is_plain(options: Mapping[str, Any]) -> bool:
    with suppress(TypeError, ValueError):
        return bool(json.dumps(options))
    return False
