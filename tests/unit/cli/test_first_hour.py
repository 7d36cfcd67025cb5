"""What a newcomer types and gets wrong, and what each command then says."""

import webbrowser
from pathlib import Path

import pytest
from click.testing import CliRunner

from mkdocs_seps.cli import main
from tests.unit.cli.project import GOOD, Project

NONE = (
    "There is no mkdocs.yml in this directory or a parent. Run `seps init` to create one, or use "
    "--config."
)


@pytest.fixture
def here(project: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.chdir(project.root)
    return project


def run(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, [*words])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output


@pytest.mark.parametrize(
    "words", [("check",), ("list",), ("new", "X"), ("status", "1", "final"), ("show", "1")]
)
def test_without_a_configuration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(*words) == (2, f"Error: {NONE}\n")


def test_doctor_never_dies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, here: Project) -> None:
    here.write("mkdocs.yml", "site_name: X\nplugins:\n  - seps: {drafts: x}\n")
    assert "configuration    not usable\n                 fix: drafts: must be" in run("doctor")[1]
    fix = f"\n{' ' * 17}fix: "
    here.write("mkdocs.yml", "site_name: X\nplugins: [seps]\n")
    assert f"none; timelines come only from the snapshot{fix}Run `git init`" in run("doctor")[1]
    here.git("init", "-q")
    assert f"no commits yet{fix}Commit the files." in run("doctor")[1]
    empty = tmp_path / "empty"
    empty.mkdir()
    (here.root / "mkdocs.yml").unlink()
    monkeypatch.chdir(empty)
    assert f"fix: {NONE}" in run("doctor")[1]


def test_the_plugin_is_not_configured(here: Project) -> None:
    here.sep()
    here.write("mkdocs.yml", "site_name: X\nplugins: [search]\n")
    assert "`plugins` does not have seps, so the site has no proposals." in run("check")[1]


def test_proposals_among_the_pages_are_refused_as_by_the_build(here: Project) -> None:
    here.write("docs/seps/1234-batch-calls.md", GOOD)
    config = "site_name: X\nplugins: [seps: {seps_dir: docs/seps}]\n"
    here.write("mkdocs.yml", config)
    code, output = run("check")
    assert code == 2
    assert "seps_dir: 'docs/seps' is inside docs_dir, 'docs', so MkDocs would publish" in output
    here.write("mkdocs.yml", f"{config}exclude_docs: /seps/\n")
    assert run("check")[0] == 0


def test_the_author_is_published_without_an_address(here: Project) -> None:
    here.git("init", "-q")
    here.git("config", "user.name", "Ada Park")
    here.git("config", "user.email", "ada@example.org")
    _, output = run("new", "Batch calls for slow connections")
    assert "Author(s) has no GitHub handle." in output
    assert output.endswith("NUMBER`. Until then, only the preview shows it.\n")
    text = (here.root / "seps/0000-batch-calls-for-slow-connections.md").read_text("utf-8")
    assert "- **Author(s)**: Ada Park\n" in text
    here.git("config", "github.user", "adapark")
    assert "GitHub handle" not in run("new", "Streams of answers", "--type", "process")[1]
    assert "Ada Park (@adapark)" in (here.root / "seps/0000-streams-of-answers.md").read_text(
        "utf-8"
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("list", "--status", "Fnal"), "Unknown value 'Fnal'. Did you mean 'Final'?"),
        (
            ("list", "--type", "x"),
            "Use one of: Standards Track, Informational, Process, Ext",
        ),
        (("number", "2", "five"), "'five' must be a whole number, such as 1990."),
        (("check", "99"), "There is no proposal '99' in seps."),
        (("check", "gone.md"), "Path 'gone.md' does not exist."),
        (("lint",), "Did you mean 'check'?"),
        (("ls",), "Did you mean 'list'?"),
        (("serve",), "Did you mean 'mkdocs serve'?"),
        (("build",), "Did you mean 'mkdocs build'?"),
        (("checks",), "Did you mean 'check'?"),
    ],
)
def test_a_slip_is_answered_with_what_is_meant(
    here: Project, words: tuple[str, ...], said: str
) -> None:
    here.sep()
    code, output = run(*words)
    assert code == 2
    assert said in output


def test_numbers_name_proposals(here: Project) -> None:
    here.sep()
    assert run("check", "1234") == (0, "Checked 1 file: no findings.\n")
    assert run("check", "SEP-1234")[0] == 0
    here.sep(GOOD.replace("- **PR**: #1234\n", ""))
    code, output = run("number", "SEP-1234", "#1300")
    assert code == 1
    assert "1234-batch-calls.md already has the number 1234" in output


def test_a_number_before_the_title_is_not_part_of_it(here: Project) -> None:
    for title in ("0002 bar", "2: bar", "2. bar", "2 - bar"):
        here.sep(GOOD.replace("SEP-1234: Batch calls", title), "2-bar.md")
        run("check", "--fix")
        assert (here.root / "seps/2-bar.md").read_text("utf-8").startswith("# SEP-2: bar\n"), title
    (here.root / "seps/2-bar.md").unlink()  # the number of two files is not written into a title
    here.sep(GOOD.replace("SEP-1234: Batch calls", "2 ways"), "2-ways.md")
    run("check", "--fix")
    assert (here.root / "seps/2-ways.md").read_text("utf-8").startswith("# SEP-2: 2 ways\n")


def test_many_findings_end_with_where_to_begin(here: Project) -> None:
    for number in range(1, 5):
        here.sep(f"# SEP-{number}: T\n\n- **Status**: Draft\n", f"{number}-x.md")
    _, output = run("check")
    assert output.splitlines()[-1].startswith("To see how many findings each rule has, use --stat")
    assert "To see how many" not in run("check", "--statistics")[1]


def test_without_a_browser_the_url_is_printed(
    here: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.sep()
    here.write("mkdocs.yml", "site_name: X\nsite_url: https://x.example/\nplugins: [seps]\n")
    monkeypatch.setattr(webbrowser, "open", lambda _url: True)
    assert run("open", "1234") == (0, "")
    monkeypatch.setattr(webbrowser, "open", lambda _url: False)
    url = "https://x.example/community/seps/1234-batch-calls/"
    assert run("open", "1234") == (
        1,
        f"{url}\nError: The browser cannot be started. Open the URL above.\n",
    )
