"""The workflows are valid, safe, and pinned."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
STARTERS = sorted((ROOT / "plugins/mkdocs_seps/starter/workflows").glob("*.yml"))
ACTION = ROOT / "action.yml"
TOOLS = Path(sys.executable).parent

# Each action with the commit that was reviewed.
ACTIONS = {
    "actions/cache@0057852bfaa89a56745cba8c7296529d2fc39830 # v4.3.0",
    "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1",
    "actions/setup-python@5fda3b95a4ea91299a34e894583c3862153e4b97 # v7.0.0",
    "actions/upload-pages-artifact@fc324d3547104276b827a68afc52ff2a11cc49c9 # v5.0.0",
    "actions/deploy-pages@cd2ce8fcbc39b97be8ca5fce6e763baed58fa128 # v5.0.0",
    "actions/attest-build-provenance@977bb373ede98d70efbf0b7b13af9c3d6651dc60 # v4.1.0",
    "actions/download-artifact@37930b1c2abaa49bbe596cd826c3c89aef350131 # v7.0.0",
    "pypa/gh-action-pypi-publish@dc37677b2e1c63e2034f94d8a5b11f265b73ba33 # v1.14.2",
    "actions/upload-artifact@043fb46d1a93c77aae656e7c1c64a875d1fc6a0a # v7.0.1",
}


def run(tool: str, *arguments: str) -> None:
    """Run a development tool; if it fails, show its whole output."""
    done = subprocess.run(
        [TOOLS / tool, *arguments],
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert done.returncode == 0, done.stdout


def permissions(name: str) -> dict[str, dict[str, str]]:
    """The permissions of each job of a workflow, and of the workflow under an empty name."""
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / name).read_text("utf-8"))
    jobs = {job: steps["permissions"] for job, steps in workflow["jobs"].items()}
    return {"": workflow["permissions"], **jobs}


def test_zizmor_finds_nothing() -> None:
    run("zizmor", "--offline", "--persona", "pedantic", *map(str, [*WORKFLOWS, ACTION]))


def test_the_workflows_follow_their_schema() -> None:
    workflows = [*WORKFLOWS, *STARTERS]
    run("check-jsonschema", "--builtin-schema", "vendor.github-workflows", *map(str, workflows))


@pytest.mark.parametrize("path", STARTERS, ids=lambda path: path.stem)
def test_the_starter_workflows_pin_every_action_except_ours(path: Path) -> None:
    used = re.findall(r"^\s*(?:- )?uses:\s*(.*)$", path.read_text("utf-8"), re.MULTILINE)
    assert {use for use in used if use not in ACTIONS} == {"mkdocs-seps/mkdocs-seps@main"}


def test_the_action_follows_its_schema() -> None:
    run("check-jsonschema", "--builtin-schema", "vendor.github-actions", str(ACTION))


def test_the_script_of_the_checks_parses() -> None:
    done = subprocess.run(
        ["bash", "-n", ROOT / ".ci" / "run"], check=False, stderr=subprocess.PIPE, text=True
    )
    assert done.stderr == ""


@pytest.mark.parametrize("path", [*WORKFLOWS, ACTION], ids=lambda path: path.stem)
def test_every_action_is_pinned_to_a_commit_with_its_version(path: Path) -> None:
    used = re.findall(r"^\s*(?:- )?uses:\s*(.*)$", path.read_text("utf-8"), re.MULTILINE)
    # Our own action has the same commit as the workflow.
    used = [use for use in used if not use.startswith("$/")]
    assert used
    assert [use for use in used if not re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v[\d.]+", use)] == []
    assert set(used) - ACTIONS == set()


def test_permissions_are_minimal() -> None:
    assert permissions("check.yml") == {
        "": {},
        "test": {"contents": "read"},
        "site": {"contents": "read"},
    }
    assert permissions("publish.yml") == {
        "": {},
        "build": {"contents": "read", "actions": "read"},
        "deploy": {"pages": "write", "id-token": "write"},
    }
    assert permissions("sync.yml") == {
        "": {},
        "sync": {"contents": "read", "actions": "read"},
        "build": {"contents": "read", "actions": "read"},
        "deploy": {"pages": "write", "id-token": "write"},
    }
    assert permissions("reusable-check.yml") == {"": {}, "check": {"contents": "read"}}
    assert permissions("reusable-publish.yml") == permissions("publish.yml")
    assert permissions("reusable-sync.yml") == {
        "": {},
        "sync": {"contents": "read", "pull-requests": "read"},
        "publish": {
            "contents": "read",
            "actions": "read",
            "pages": "write",
            "id-token": "write",
        },
    }
    assert permissions("seps.yml") == {
        "": {},
        "check": {"contents": "read"},
        "keep": {"contents": "read", "pull-requests": "write"},
    }


def test_the_build_of_the_reusable_workflow_has_no_token() -> None:
    workflow = yaml.safe_load((ROOT / ".github/workflows/reusable-publish.yml").read_text("utf-8"))
    (build,) = [s for s in workflow["jobs"]["build"]["steps"] if s.get("uses") == "$/"]
    assert build["with"] == {"command": "build", "directory": "${{ inputs.directory }}"}


def test_jobs_that_can_write_do_not_run_code_of_a_pull_request() -> None:
    workflow = yaml.safe_load((ROOT / ".github/workflows/seps.yml").read_text("utf-8"))
    assert "pull_request_target" not in workflow[True]
    assert workflow["jobs"]["keep"]["if"] == (
        "github.event_name != 'pull_request' && github.ref == 'refs/heads/main'"
    )


@pytest.mark.parametrize("name", ["publish.yml", "sync.yml"])
def test_a_snapshot_never_comes_from_a_run_for_a_pull_request(name: str) -> None:
    """A fork can have a branch main with a sync.yml that runs and succeeds on its pull request."""
    workflow = (ROOT / ".github" / "workflows" / name).read_text("utf-8")
    (asked,) = re.findall(r'run="\$\((gh run list .*?)\)"$', workflow, re.DOTALL | re.MULTILINE)
    assert shlex.split(asked.replace("\\\n", ""))[3:] == [
        *("--repo", "$REPOSITORY", "--workflow", "sync.yml", "--branch", "main"),
        *("--status", "success", "--limit", "100", "--json", "databaseId,event", "--jq"),
        'map(select(.event == "schedule" or .event == "workflow_dispatch"))[0].databaseId // empty',
    ]


def test_scripts_of_the_action_contain_no_expressions() -> None:
    steps = yaml.safe_load(ACTION.read_text("utf-8"))["runs"]["steps"]
    assert [step for step in steps if "${{" in step.get("run", "")] == []


@pytest.mark.parametrize(
    ("inputs", "expected", "code"),
    [
        ({"COMMAND": "check"}, ["check --format github"], 0),
        (
            {"COMMAND": "check", "OPTIONS": "--fail-on warning"},
            ["check --format github --fail-on warning"],
            0,
        ),
        (
            {"COMMAND": "check", "OPTIONS": "--fail-on warning\n--enable long-lines"},
            ["check --format github --fail-on warning --enable long-lines"],
            0,
        ),
        ({"COMMAND": "moves"}, ["moves --since origin/main --format github"], 0),
        (
            {"COMMAND": "moves", "REQUEST_BASE": "a1b2"},
            ["moves --since origin/main --base a1b2 --format github"],
            0,
        ),
        (
            {"COMMAND": "labels"},
            ["sync --repository https://github.com/owner/name.git", "labels --format markdown"],
            0,
        ),
        (
            {"COMMAND": "lifecycle", "APPLY": "true", "OPTIONS": "--draft-days 60"},
            [
                "sync --repository https://github.com/owner/name.git",
                "lifecycle --format markdown --draft-days 60 --apply",
            ],
            0,
        ),
        ({"COMMAND": "sync"}, ["sync --repository https://github.com/owner/name.git"], 0),
        ({"COMMAND": "lables"}, [], 2),
    ],
)
def test_what_the_action_runs(
    tmp_path: Path, inputs: dict[str, str], expected: list[str], code: int
) -> None:
    steps = yaml.safe_load(ACTION.read_text("utf-8"))["runs"]["steps"]
    (script,) = [step["run"] for step in steps if step.get("name") == "Run"]
    seps = tmp_path / "seps" / "bin" / "seps"
    seps.parent.mkdir(parents=True)
    seps.write_text(f'#!/bin/sh\necho "$*" >> "{tmp_path}/asked"\n')
    seps.chmod(0o755)
    environment = {
        "PATH": os.environ["PATH"],
        "RUNNER_TEMP": str(tmp_path),
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary"),
        "GITHUB_BASE_REF": "main",
        "REPOSITORY": "owner/name",
        "APPLY": "false",
        "OPTIONS": "",
        "BASE": "",
        **inputs,
    }
    done = subprocess.run(
        ["bash", "-e", "-u", "-o", "pipefail", "-c", script],
        cwd=tmp_path, env=environment, capture_output=True, check=False,
    )  # fmt: skip
    asked = tmp_path / "asked"
    assert (done.returncode, asked.read_text("utf-8").splitlines() if asked.exists() else []) == (
        code,
        expected,
    )


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_scripts_of_workflows_contain_no_expressions(path: Path) -> None:
    jobs = yaml.safe_load(path.read_text("utf-8"))["jobs"].values()
    scripts = [step["run"] for job in jobs for step in job.get("steps", ()) if "run" in step]
    assert scripts or path.name.startswith("reusable-")
    assert [script for script in scripts if "${{" in script] == []


@pytest.mark.parametrize(
    ("owner", "repository", "address"),
    [
        ("Example", "proposals", "https://example.github.io/proposals/"),
        ("Example", "Example.github.io", "https://example.github.io/"),
    ],
    ids=["below-a-path", "at-the-root"],
)
def test_the_url_of_the_site(tmp_path: Path, owner: str, repository: str, address: str) -> None:
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "publish.yml").read_text("utf-8"))
    (script,) = [
        step["run"] for step in workflow["jobs"]["build"]["steps"] if step.get("id") == "site"
    ]
    output = tmp_path / "output"
    environment = {"OWNER": owner, "REPOSITORY": repository, "GITHUB_OUTPUT": str(output)}
    subprocess.run(["bash", "-e", "-c", script], check=True, env=environment)
    assert output.read_text("utf-8") == f"url={address}\n"


def test_the_action_does_not_run_modules_of_the_checkout(tmp_path: Path) -> None:
    steps = yaml.safe_load(ACTION.read_text("utf-8"))["runs"]["steps"]
    (script,) = [step["run"] for step in steps if step.get("name") == "Install"]
    checkout = tmp_path / "checkout"
    action = tmp_path / "action"
    for folder in (checkout, action):
        folder.mkdir()
    (action / "requirements.txt").write_text("")
    for name in ("venv", "pip", "ensurepip", "site", "encodings"):
        (checkout / f"{name}.py").write_text("open('../ran', 'w').close()\n")
    python = tmp_path / "bin/python"
    python.parent.mkdir()
    python.symlink_to(sys.executable)
    # Installing the empty project fails, but only after the modules in question have been loaded.
    subprocess.run(
        ["bash", "-e", "-u", "-o", "pipefail", "-c", script],
        cwd=checkout,
        env={
            "PATH": f"{python.parent}:{os.environ['PATH']}",
            "RUNNER_TEMP": str(tmp_path),
            "GITHUB_ACTION_PATH": str(action),
        },
        capture_output=True,
        check=False,
    )
    assert (tmp_path / "seps/bin/python").exists()
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    "path", [ACTION, *WORKFLOWS, ROOT / "Makefile"], ids=lambda path: path.name
)
def test_modules_are_run_in_isolated_mode(path: Path) -> None:
    for module in ("venv", "pip"):
        for line in path.read_text("utf-8").splitlines():
            assert f"-m {module}" not in line or f"-I -m {module}" in line


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-dev.txt"])
def test_locks_have_hashes_and_no_urls(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")
    assert "://" not in text
    assert text.count("==") <= text.count("--hash=")


def test_the_development_lock_has_the_versions_of_the_other() -> None:
    used, developed = (
        {
            line.split(" ")[0]
            for line in (ROOT / lock).read_text("utf-8").splitlines()
            if "==" in line
        }
        for lock in ("requirements.txt", "requirements-dev.txt")
    )
    assert used <= developed
