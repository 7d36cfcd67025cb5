"""The cost of rendering GitHub's Markdown, compared with the extensions that Material recommends.

Run it as `SEPS_CORPUS=path python -m benchmarks.rendering`; the directory holds `landed/` and
`drafts/` with Markdown files. Both render the same files in turn in one process; compare the ratio
of their medians. The caches are emptied before each round.
"""

import os
import statistics
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from markdown import Markdown

from mkdocs_seps.markdown.diagrams.mermaid import svg_of
from mkdocs_seps.markdown.gfm.document import Document
from mkdocs_seps.markdown.gfm.extension import GitHubMarkdown
from mkdocs_seps.markdown.render import render as render_text

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS: Final = 5
# https://squidfunk.github.io/mkdocs-material/setup/extensions/#recommended-configuration
RECOMMENDED: Final = (
    "abbr", "admonition", "attr_list", "def_list", "footnotes", "md_in_html", "tables", "toc",
    "pymdownx.arithmatex", "pymdownx.betterem", "pymdownx.caret", "pymdownx.details",
    "pymdownx.emoji", "pymdownx.highlight", "pymdownx.inlinehilite", "pymdownx.keys",
    "pymdownx.mark", "pymdownx.smartsymbols", "pymdownx.superfences", "pymdownx.tabbed",
    "pymdownx.tasklist", "pymdownx.tilde",
)  # fmt: skip


def main() -> None:
    """Print the cost of each side per megabyte, and their ratio."""
    corpus = Path(os.environ.get("SEPS_CORPUS", ""))
    paths = [p for part in ("landed", "drafts") for p in sorted((corpus / part).glob("*.md"))]
    if not paths:
        sys.exit("Set SEPS_CORPUS to a directory with landed/ and drafts/.")
    texts = [path.read_text(encoding="utf-8") for path in paths]
    # An embedded image is one long line that does not cost either side anything.
    texts = [text for text in texts if "data:image" not in text]
    size = sum(len(text.encode()) for text in texts) / 1_000_000
    sides: dict[str, Callable[[str], str]] = {"recommended": _recommended, "github": _github}
    costs: dict[str, list[float]] = {name: [] for name in sides}
    for _ in range(ROUNDS):
        for name, render in sides.items():
            render_text.cache_clear()
            svg_of.cache_clear()
            start = time.perf_counter()
            for text in texts:
                render(text)
            costs[name].append((time.perf_counter() - start) / size * 1000)
    medians = {name: statistics.median(rounds) for name, rounds in costs.items()}
    print(f"{len(texts)} files, {size:.2f} MB, {ROUNDS} rounds")
    for name, cost in medians.items():
        print(f"{name:12} {cost:7.0f} ms/MB   {' '.join(f'{c:.0f}' for c in costs[name])}")
    print(f"ratio        {medians['github'] / medians['recommended']:7.2f}")


def _recommended(text: str) -> str:
    return Markdown(extensions=list(RECOMMENDED)).convert(text)


def _github(text: str) -> str:
    extension = GitHubMarkdown(Document())
    return Markdown(extensions=["toc", "pymdownx.highlight", extension]).convert(text)


if __name__ == "__main__":
    main()
