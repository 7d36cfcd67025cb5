"""Several processes compute, before a large build, the same results as the build itself."""

from multiprocessing import get_context
from pathlib import Path

import pytest

from mkdocs_seps.cache.store import gather
from mkdocs_seps.lint import workers
from mkdocs_seps.markdown.gfm import parser
from mkdocs_seps.markdown.render import MarkdownStructure, render
from mkdocs_seps.mkdocs_plugin import ahead
from mkdocs_seps.mkdocs_plugin.ahead import Text, Work, gathered, work_ahead
from mkdocs_seps.model.proposal import Source
from tests.support.projects import REPOSITORY, SEP, Message, Project, canonical

pytestmark = pytest.mark.slow

BODY = """
See SEP-2, `<T>`, and a <placeholder>.

```mermaid
flowchart LR
  A --> B
```

```json
{"a": 1}
```
"""
FILES = {f"seps/{number}-a.md": canonical(number) + BODY for number in range(1, 13)}
TEXTS = [
    Text(Source(path, Path(path).name, text), is_checked=path < "seps/5")
    for path, text in FILES.items()
]
WORK = Work(SEP, REPOSITORY, "", {"line_spans": "__span"})


@pytest.fixture
def _many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make two texts enough for several processes, on a machine with two processors."""
    monkeypatch.setattr(ahead, "FEWEST", 2)
    monkeypatch.setattr(ahead, "worker_count", lambda: 2)


@pytest.mark.usefixtures("_many")
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
@pytest.mark.parametrize("start", ["spawn", "fork"])
def test_several_processes_cache_what_one_process_caches(start: str) -> None:
    render.cache_clear()  # otherwise, texts that other tests have rendered skip the cache
    several = gather(lambda: work_ahead(TEXTS, WORK, get_context(start)))
    assert sorted(several) == sorted(gathered(WORK, TEXTS))


def built(
    project: Project, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[dict[str, str], tuple[Message, ...]]:
    """The pages of a build, and its messages about proposals."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    site = project.build()
    pages = {path.parent.name: path.read_text() for path in site.folder.rglob("*.html")}
    return pages, tuple(message for message in site.messages if message.text.startswith("seps"))


def test_the_build_uses_the_results_of_the_processes(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.write(FILES)
    alone = built(project, tmp_path / "alone", monkeypatch)

    def never(*_: object, **__: object) -> None:
        raise AssertionError("the build parses a text again")

    monkeypatch.setattr(ahead, "FEWEST", 2)
    monkeypatch.setattr(ahead, "worker_count", lambda: 2)
    # Fails in this process, but not in those that it starts, unless they are copies of it.
    monkeypatch.setattr(workers, "_can_fork", lambda: False)
    monkeypatch.setattr(parser, "_read", never)
    monkeypatch.setattr(MarkdownStructure, "_scan", property(never))
    assert built(project, tmp_path / "several", monkeypatch) == alone


@pytest.mark.usefixtures("_many")
def test_a_build_works_without_other_processes(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some systems have no semaphores, or no memory for another process."""
    project.write(FILES)

    def refused(*_: object, **__: object) -> None:
        raise OSError("Function not implemented")

    monkeypatch.setattr("concurrent.futures.ProcessPoolExecutor", refused)
    pages, _ = built(project, tmp_path, monkeypatch)
    assert "SEP-7: A Title" in pages["7"]
