"""Whether comrak could replace cmark-gfm: results, time, and memory.

Run it as `SEPS_CORPUS=path SEPS_SUITES=path python -m benchmarks.parsers`, after `pip install
comrak`, which is not in the lock files. Both parsers render the same texts in one process.
"""

import os
import re
import resource
import sys
import time
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from mkdocs_seps.markdown.cmark import to_html

ROUNDS: Final = 7
PASSES: Final = 60
# comrak's own filter takes quadratic time, so it is off, and this replaces it.
FILTERED: Final = re.compile(
    r"<(/?(?:title|textarea|style|xmp|iframe|noembed|noframes|script|plaintext)\b)", re.IGNORECASE
)
PLACED: Final = re.compile(
    r'<(p|h\d|pre|table|blockquote|hr)\b[^>]*data-sourcepos="(\d+):\d+-(\d+)'
)
EXAMPLE: Final = re.compile(r"^`{32} example[^\n]*\n(.*?)^\.\n.*?^`{32}$", re.MULTILINE | re.DOTALL)


def main() -> None:
    """Print how many results are equal, and the time and memory of each parser."""
    try:
        comrak = import_module("comrak")
    except ImportError:
        sys.exit("Run `pip install comrak` first.")
    corpus, suites = (Path(os.environ[f"SEPS_{name}"]) for name in ("CORPUS", "SUITES"))
    paths = [path for part in ("landed", "drafts") for path in sorted((corpus / part).glob("*.md"))]
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in paths]
    examples = [
        example.replace("\N{RIGHTWARDS ARROW}", "\t")
        for name in ("spec", "regression", "extensions")
        for example in EXAMPLE.findall((suites / f"{name}.txt").read_text(encoding="utf-8"))
    ]

    def other(text: str) -> str:
        return FILTERED.sub(r"&lt;\1", comrak.render_markdown(text, *_options(comrak)))

    def placed(text: str) -> str:
        return str(comrak.render_markdown(text, *_options(comrak, positions=True)))

    for name, found in (("files", texts), ("examples", examples)):
        equal = sum(to_html(text) == other(text) for text in found)
        print(f"{equal} of {len(found)} {name} have equal HTML")
    ours = [PLACED.findall(to_html(text, positions=True)) for text in texts]
    equal = sum(
        places == PLACED.findall(placed(text)) for places, text in zip(ours, texts, strict=True)
    )
    print(f"{equal} of {len(texts)} files have equal lines of blocks")
    for name, parse in (
        ("cmark-gfm", lambda text: to_html(text, positions=True)),
        ("comrak", placed),
    ):
        print(f"{name}: {_milliseconds(parse, texts):.0f} ms, {_growth(parse, texts):.1f} MB more")


def _options(comrak: Any, *, positions: bool = False) -> tuple[Any, Any, Any]:
    extensions, rendering = comrak.ExtensionOptions(), comrak.RenderOptions()
    for name in ("table", "autolink", "strikethrough", "tasklist", "footnotes"):
        setattr(extensions, name, True)
    rendering.unsafe_ = rendering.github_pre_lang = rendering.gfm_quirks = True
    rendering.sourcepos = positions
    return extensions, comrak.ParseOptions(), rendering


def _milliseconds(parse: Callable[[str], str], texts: Sequence[str]) -> float:
    """The minimum time of several rounds over all texts."""
    rounds = []
    for _ in range(ROUNDS):
        start = time.process_time()
        for text in texts:
            parse(text)
        rounds.append(time.process_time() - start)
    return min(rounds) * 1000


def _growth(parse: Callable[[str], str], texts: Sequence[str]) -> float:
    """The growth of the process in megabytes over many passes."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for _ in range(PASSES):
        for text in texts:
            parse(text)
    return (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024


if __name__ == "__main__":
    main()
