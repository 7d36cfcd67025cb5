"""What `seps check` loads: neither MkDocs nor what draws diagrams."""

import subprocess
import sys

from tests.unit.cli.project import Project

HEAVY = ("mkdocs", "merman", "markdown", "pymdownx", "jinja2", "pygments", "material")


def test_checking_loads_nothing_that_renders_pages(project: Project) -> None:
    project.sep()
    code = (
        "import atexit, sys\n"
        "atexit.register(lambda: sys.stderr.write(' '.join(sorted(sys.modules))))\n"
        "from mkdocs_seps.cli import main\n"
        "main(['check', '--format', 'json'])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=project.root, capture_output=True, text=True, check=False
    )
    loaded = {name.partition(".")[0] for name in done.stderr.split()}
    assert "mkdocs_seps" in loaded
    assert loaded.isdisjoint(HEAVY)
