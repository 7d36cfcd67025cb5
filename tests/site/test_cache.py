"""A build with a cache writes the same site as one without, whatever has changed."""

import contextlib
import logging
import os
import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from mkdocs_seps.markdown.render import render
from mkdocs_seps.views.search import without_search_text
from tests.support.projects import Project, canonical

pytestmark = pytest.mark.slow

BODY = """
## Motivation

See SEP-2, SEP-9, [three](3-x.md#an-anchor), ![a picture](pictures/a.png), and [home](/index).

```mermaid
flowchart LR
  A --> B
```

## An anchor

```json
{"a": 1}
```
"""
RULES = "# Rules\n\n<!-- seps:rules -->\n"


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def seps(project: Project) -> list[Path]:
    return sorted((project.folder / "seps").glob("[0-9]*.md"))


def edit(project: Project, dice: random.Random) -> str:
    file = dice.choice(seps(project))
    file.write_text(f"{file.read_text()}\nMore {dice.random()}, and SEP-{dice.randint(1, 9)}.\n")
    return f"edit {file.name}"


def retitle(project: Project, dice: random.Random) -> str:
    file = dice.choice(seps(project))
    head, _, rest = file.read_text().partition("\n")
    file.write_text(f"{head.partition(':')[0]}: Title {dice.random()}\n{rest}")
    return f"retitle {file.name}"


def move(project: Project, dice: random.Random) -> str:
    file = dice.choice(seps(project))
    old, new = dice.sample(["Final", "Draft", "Accepted"], 2)
    file.write_text(file.read_text().replace(f"**Status**: {old}", f"**Status**: {new}"))
    return f"move {file.name} to {new}"


def add(project: Project, dice: random.Random) -> str:
    number = dice.randint(1, 9)
    file = project.folder / f"seps/{number}-{dice.choice('xyz')}.md"
    file.write_text(canonical(number) + BODY)
    return f"add {file.name}"


def delete(project: Project, dice: random.Random) -> str:
    file = dice.choice(seps(project)[1:])
    file.unlink()
    return f"delete {file.name}"


def rename(project: Project, dice: random.Random) -> str:
    file = dice.choice(seps(project))
    number = file.name.partition("-")[0]
    file.rename(file.with_name(f"{number}-{dice.choice('uvw')}.md"))
    return f"rename {file.name}"


def option(project: Project, dice: random.Random) -> str:
    name, value = dice.choice(
        [
            ("site_links", "https://e.example"),
            ("aliases", ["old"]),
            ("csp", False),
            ("repository", "other/name"),
            ("path", "proposals"),
        ]
    )
    project.options.pop(name) if name in project.options else project.options.update({name: value})
    return f"option {name}"


def configure(project: Project, dice: random.Random) -> str:
    name, value = dice.choice(
        [
            ("use_directory_urls", False),
            ("markdown_extensions", [{"toc": {"permalink": True}}, "pymdownx.highlight"]),
            ("site_name", "Another name"),
            ("copyright", "Somebody"),
            ("nav", [{"Start": "index.md"}, {"SEPs": "community/seps/index.md"}]),
            ("theme", {"name": "material", "language": "de", "custom_dir": "theme"}),
        ]
    )
    project.config.pop(name) if name in project.config else project.config.update({name: value})
    return f"configure {name}"


def retheme(project: Project, dice: random.Random) -> str:
    project.write({"theme/partials/copyright.html": f"<p>{dice.random()}</p>"})
    return "retheme"


def page(project: Project, dice: random.Random) -> str:
    links = ("[one](proposals/index.md)", "[two](./rules.md#rules)", "[three](guide.md#a)", "/four")
    project.write(
        {
            "docs/index.md": f"# Home {dice.random()}\n\n{dice.choice(links)}\n",
            f"docs/{dice.choice(('guide', 'guide/index'))}.md": "# Guide\n\n[Home](/index.md)\n",
        }
    )
    return "page"


def picture(project: Project, _: random.Random) -> str:
    path = project.folder / "seps/pictures/a.png"
    path.unlink() if path.exists() else project.write({"seps/pictures/a.png": b"\x89PNG"})
    return "picture"


CHANGES: list[Callable[[Project, random.Random], str]] = [
    *(edit, edit, retitle, move, add, add, delete, rename, option, configure, retheme, page),
    picture,
]


@pytest.mark.parametrize(
    "seed", [0, *(pytest.param(seed, marks=pytest.mark.whole) for seed in range(1, 4))]
)
def test_a_warm_build_equals_a_cold_one(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    dice = random.Random(seed)
    listed = "# SEPs\n\n<!-- seps:table -->\n"
    project.write(
        {
            "docs/index.md": "# Home\n",
            "docs/rules.md": RULES,
            "docs/community/seps/index.md": listed,
            "docs/proposals/index.md": listed,
            "theme/partials/copyright.html": "<p>x</p>",
            **{f"seps/{number}-x.md": canonical(number) + BODY for number in (1, 2, 3)},
        }
    )
    project.config["nav"] = None
    done = []
    # By default, the same changes are made in fewer builds.
    for _ in range(8 if seed else 4):
        done += [dice.choice(CHANGES)(project, dice) for _ in range(1 if seed else 2)]
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "kept"))
        built = project.build()
        warm, said = tree(built.folder), built.said("WARNING")
        shutil.rmtree(tmp_path / "new", ignore_errors=True)
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "new"))
        built = project.build()
        assert (warm, said) == (tree(built.folder), built.said("WARNING")), done


def test_nothing_is_rendered_twice(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    project.write({"seps/1-x.md": canonical(1) + BODY, "docs/index.md": "# Home\n"})
    render.cache_clear()
    first = tree(project.build().folder)

    def fail(*_: object, **__: object) -> None:
        raise AssertionError("this was done before")

    monkeypatch.setattr("mkdocs_seps.markdown.gfm.parser.clean", fail)
    monkeypatch.setattr("mkdocs_seps.mkdocs_plugin.search.search_entries", fail)
    monkeypatch.setattr("mkdocs_seps.markdown.render.to_html", fail)
    assert tree(project.build().folder) == first


def test_another_order_of_sets_changes_nothing(project: Project, tmp_path: Path) -> None:
    project.write({"seps/1-x.md": canonical(1) + BODY, "docs/index.md": "# Home\n"})
    project.load()
    kept = []
    for seed in ("1", "2", "3", "4"):
        subprocess.run(
            [sys.executable, "-m", "mkdocs", "build", "-q"],
            cwd=project.folder,
            env={**os.environ, "PYTHONHASHSEED": seed, "XDG_CACHE_HOME": str(tmp_path / "kept")},
            check=True,
        )
        (file,) = (tmp_path / "kept").rglob("*.sqlite")
        with sqlite3.connect(file) as cache:
            kept.append(cache.execute("select key from items order by key").fetchall())
    # The second build compiles the template of finished pages.
    assert kept[1:] == [kept[1]] * 3


def test_a_page_from_the_cache_does_not_show_the_search_text(project: Project) -> None:
    project.write({"seps/1-x.md": canonical(1)})
    for _ in range(2):
        html = project.build().html("community/seps/1-x/index.html")
        assert html == without_search_text(html)


def test_a_page_of_docs_is_not_rendered_twice(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = "# Home\n\nSee the [guide](guide.md#start).\n"
    project.write({"docs/index.md": home, "docs/guide.md": "# Guide\n\n## Start\n"})
    first = tree(project.build().folder)
    monkeypatch.setattr("markdown.Markdown.convert", lambda *_: pytest.fail("rendered again"))
    monkeypatch.setattr("material.plugins.search.plugin.Parser", lambda: pytest.fail("read again"))
    assert tree(project.build().folder) == first


def test_mkdocs_repeats_its_warnings_about_a_page_that_has_not_changed(project: Project) -> None:
    links = "[a](missing.md) [b](/absolute) [c](guide.md#missing) [d](#missing)"
    project.write({"docs/index.md": f"# Home\n\n{links}\n", "docs/guide.md": "# Guide\n"})
    first = project.build(level=logging.INFO).said("WARNING")
    assert len(first) == 4
    assert project.build(level=logging.INFO).said("WARNING") == first


def test_a_hook_of_the_site_runs_in_every_build(project: Project) -> None:
    hook = """
from pathlib import Path

def on_config(config):
    fences = [{"name": "x", "class": "x", "format": lambda *_, **__: Path("x.txt").read_text()}]
    config.mdx_configs["pymdownx.superfences"] = {"custom_fences": fences}
"""
    project.config |= {"hooks": ["hook.py"], "markdown_extensions": ["pymdownx.superfences"]}
    project.write({"docs/index.md": "# Home\n\n```x\n```\n", "hook.py": hook})
    for word in ("first", "second"):
        project.write({"x.txt": word})
        with contextlib.chdir(project.folder):
            assert word in project.build().html("index.html")
