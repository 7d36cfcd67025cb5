"""If a command fails or is killed at a step, no file is lost, and the next run completes it."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.commands import Server

from .commands import BUILD, CACHED, COMMANDS, Command
from .inject import ADDED, ERRORS, NEED_SPACE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.slow

Tree = dict[str, bytes]
LEFT = re.compile(r"(?:^|/)\.(?:new-|seps-export-)")
STRERRORS = ("No space left on device", "Permission denied", "Input/output error")


class Runner:
    """Runs commands with faults, through a server that has everything imported."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._server = Server("tests.faults.runner")

    def ask(self, command: Command, folder: Path, **fault: object) -> Any:
        asked = {
            "program": command.program,
            "words": command.words,
            "folder": str(folder),
            "roots": command.roots,
            **fault,
        }
        return self._server.ask(asked)

    def close(self) -> None:
        self._server.close()


@pytest.fixture(scope="module")
def runner(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runner]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1782864000")
        patch.setenv("NO_MKDOCS_2_WARNING", "1")
        patch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
        made = Runner(tmp_path_factory.mktemp("faults"))
    yield made
    made.close()


class Trial:
    """One command in its project: its state before, and after a run without a fault."""

    def __init__(self, runner: Runner, folder: Path, command: Command) -> None:
        self.runner, self.folder, self.command = runner, folder, command
        for name in ("template/project", "template/cache", "template/tmp"):
            (folder / name).mkdir(parents=True)
        command.prepare(folder / "template/project")
        self.old = self.tree(folder / "template")
        done, self.new, _ = self.run()
        assert done["code"] == command.code, done["output"]
        self.steps: list[str] = done["steps"]

    def fresh(self) -> Path:
        """A new copy of the project, with a cache and a folder for temporary files."""
        place = self.folder / "case"
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(self.folder / "template", place, symlinks=True)
        return place

    def run(self, **fault: object) -> tuple[Any, Tree, Path]:
        place = self.fresh()
        done = self.runner.ask(self.command, place, **fault)
        return done, self.tree(place), place

    def tree(self, place: Path) -> Tree:
        project = place / "project"
        return {
            path.relative_to(project).as_posix(): path.read_bytes()
            for path in sorted(project.rglob("*"))
            if path.is_file() and not {".git", "upstream.git"} & {*path.relative_to(project).parts}
        }

    def wrong(self, now: Tree) -> list[str]:
        """The files that have neither their old nor their new content."""
        renamed = self.command.renamed
        found = []
        for name in {*self.old, *self.new, *now}:
            allowed = {self.old.get(name), self.new.get(name), self.new.get(renamed.get(name, ""))}
            if name not in self.old or name not in self.new:
                allowed.add(None)
            if name.startswith(self.command.generated or ("\0",)):
                allowed.add(None)
            # MkDocs writes the site.
            mkdocs = self.command.program == "mkdocs" and name.startswith("site/")
            if not mkdocs and not LEFT.search(name) and now.get(name) not in allowed:
                found.append(f"{name} has {(now.get(name) or b'nothing')[:40]!r}")
        for old, new in renamed.items():
            if old not in now and new not in now:
                found.append(f"{old} is gone")
        return found

    def healed(self, place: Path) -> list[str]:
        """How the files differ, after the next run, from those of a run without a fault."""
        command = self.command
        again = self.runner.ask(command, place)
        now = self.tree(place)
        if command.leaves:
            now = {name: data for name, data in now.items() if not LEFT.search(name)}
        found = []
        if again["code"] not in (command.code, *command.again):
            found.append(f"the next run ended with {again['code']}: {again['output']}")
        if now != self.new:
            names = sorted(n for n in {*now, *self.new} if now.get(n) != self.new.get(n))
            found.append(f"after the next run {names} differ: {again['output'][-300:]}")
        return found

    def failing(self, kind: str, step: int) -> list[str]:
        """What is wrong after an error at a step."""
        done, now, place = self.run(kind=kind, step=step)
        found = self.wrong(now)
        output, code = done["output"], done["code"]
        if "Traceback" in output:
            found.append(output[-600:])
        tidying = kind == "full" or "unlink" in self.steps[step - 1]
        done_files = {name: data for name, data in now.items() if not LEFT.search(name)}
        if code == 0 and done_files != self.new:
            found.append(f"it reports success: {output}")
        if code not in (self.command.code, 1, 2):
            found.append(f"exit code {code}")
        if code and code != self.command.code:
            # If git fails, the message says what git could not do, for example find a branch.
            told = self.steps[step - 1].startswith("run") or any(s in output for s in STRERRORS)
            if "Error: " not in output or not told:
                found.append(f"the message is {output!r}")
            if "None" in output:
                found.append(f"no file is named: {output!r}")
            fair = kind != "full" or not self._replaced_before(step)
            if self.command.undone and fair and now != self.old:
                found.append(
                    f"some files changed: {sorted(n for n in now if now[n] != self.old.get(n))}"
                )
        if left := [name for name in now if LEFT.search(name) and not tidying]:
            found.append(f"{left} are left")
        return found + self.healed(place)

    def _replaced_before(self, step: int) -> bool:
        """Whether the command replaces a file after the disk is full, before a step fails.

        Such a file cannot be restored here. On a real disk, replacing files frees space.
        """
        rest = (
            n
            for n, told in enumerate(self.steps[step - 1 :], step)
            if told.split()[0] in NEED_SPACE
        )
        return any(told.startswith("replace") for told in self.steps[: next(rest, step) - 1])

    def killed(self, step: int) -> list[str]:
        """What is wrong after a run that was killed right after a step."""
        done, now, place = self.run(kind="kill", step=step)
        assert done["code"] == -9, done
        return self.wrong(now) + self.healed(place)

    def together(self, step: int) -> list[str]:
        """What is wrong after two runs, if the second started while the first was stopped."""
        both, now, place = self.run(kind="stop", step=step)
        found = self.wrong(now)
        for done in both:
            if "Traceback" in done["output"] or done["code"] not in (0, 1, 2):
                found.append(f"{done['code']}: {done['output'][-600:]}")
        if not any(done["code"] == self.command.code for done in both):
            found.append(f"both failed: {[done['output'] for done in both]}")
        if left := [name for name in now if LEFT.search(name)]:
            found.append(f"{left} are left")
        return found + self.healed(place)

    def changed(self, time: int) -> list[str]:
        """What is wrong if another program changes a file before it is read for the nth time."""
        done, now, _ = self.run(kind="change", step=time, file=self.file)
        name = self.command.read
        after = now.get(name) or now.get(self.command.renamed.get(name, ""), b"")
        found = [] if ADDED in after else [f"the change was lost: {done['output']}"]
        if "Traceback" in done["output"] or done["code"] not in (0, 1, 2):
            found.append(f"{done['code']}: {done['output'][-600:]}")
        return found

    def at(self, clock: int) -> list[str]:
        """What is wrong after a run with a wrong clock, and after another with the right one."""
        done, now, place = self.run(clock=clock)
        found = []
        if "Traceback" in done["output"] or done["code"] != self.command.code:
            found.append(f"{done['code']}: {done['output'][-600:]}")
        if {*now} != {*self.new}:
            found.append(f"the files are {sorted(now)}")
        same = [name for name in self.new if self.new[name] == self.old.get(name)]
        found += [f"{name} has changed" for name in same if now.get(name) != self.new[name]]
        again = self.runner.ask(self.command, place)
        if "Traceback" in again["output"] or again["code"] not in (
            self.command.code,
            *self.command.again,
        ):
            found.append(f"the next run ended with {again['code']}: {again['output'][-600:]}")
        later = self.tree(place)
        if self.command.generated and later != self.new:
            names = sorted(n for n in {*later, *self.new} if later.get(n) != self.new.get(n))
            found.append(f"after the next run {names} differ")
        return found

    @property
    def file(self) -> str:
        return str(self.folder / "case/project" / self.command.read)


def report(trial: Trial, found: dict[int, list[str]]) -> list[str]:
    return [f"{step} ({trial.steps[step - 1]}): {said}" for step, said in found.items() if said]


def matrix(quick: set[tuple[str, str]], names: list[str], kinds: list[str]) -> list[Any]:
    return [
        pytest.param(name, kind, marks=[] if (name, kind) in quick else pytest.mark.whole)
        for name in names
        for kind in kinds
    ]


QUICK = {("status", "ENOSPC"), ("new", "EACCES"), ("fix", "EIO"), ("status", "full")}


@pytest.mark.parametrize(("name", "kind"), matrix(QUICK, [*COMMANDS], [*ERRORS, "full"]))
def test_a_failed_step_loses_nothing(runner: Runner, tmp_path: Path, name: str, kind: str) -> None:
    trial = Trial(runner, tmp_path, COMMANDS[name])
    steps = range(1, len(trial.steps) + 1)
    assert report(trial, {step: trial.failing(kind, step) for step in steps}) == []


@pytest.mark.parametrize(("name", "kind"), matrix({("number", "kill")}, [*COMMANDS], ["kill"]))
def test_a_kill_after_a_step_loses_nothing(
    runner: Runner, tmp_path: Path, name: str, kind: str
) -> None:
    del kind
    trial = Trial(runner, tmp_path, COMMANDS[name])
    steps = range(1, len(trial.steps) + 1)
    assert report(trial, {step: trial.killed(step) for step in steps}) == []


@pytest.mark.parametrize(("name", "kind"), matrix({("status", "stop")}, [*COMMANDS], ["stop"]))
def test_two_runs_at_once_lose_nothing(
    runner: Runner, tmp_path: Path, name: str, kind: str
) -> None:
    del kind
    trial = Trial(runner, tmp_path, COMMANDS[name])
    steps = range(1, len(trial.steps) + 1)
    assert report(trial, {step: trial.together(step) for step in steps}) == []


@pytest.mark.parametrize("name", [name for name, command in COMMANDS.items() if command.read])
def test_a_change_by_another_program_is_not_lost(runner: Runner, tmp_path: Path, name: str) -> None:
    trial = Trial(runner, tmp_path, COMMANDS[name])
    dry, _, _ = trial.run(file=trial.file)
    times = dry["steps"].count(f"read {trial.file}")
    assert times
    assert [said for time in range(1, times + 1) for said in trial.changed(time)] == []


# The first second of Unix time, and the last second that Python's dates can represent.
CLOCKS = (0, 253402300799)


@pytest.mark.parametrize(
    ("name", "kind"), matrix({("sync again", "clock")}, [*COMMANDS, "build"], ["clock"])
)
def test_a_wrong_clock_loses_nothing(runner: Runner, tmp_path: Path, name: str, kind: str) -> None:
    del kind
    trial = Trial(runner, tmp_path, {**COMMANDS, "build": BUILD}[name])
    assert {clock: said for clock in CLOCKS if (said := trial.at(clock))} == {}


@pytest.mark.parametrize(
    ("kind", "step"),
    [
        ("ENOSPC", 3),
        *(
            pytest.param(kind, step, marks=pytest.mark.whole)
            for kind in ("EIO", "full")
            for step in range(1, 12)
        ),
    ],
)
def test_a_failing_cache_does_not_change_the_site(
    runner: Runner, tmp_path: Path, kind: str, step: int
) -> None:
    trial = Trial(runner, tmp_path, CACHED)
    done, now, place = trial.run(kind=kind, step=step)
    assert (done["code"], done["output"]) == (0, "")
    assert now == trial.new
    assert trial.healed(place) == []


@pytest.mark.parametrize(
    "share", [0.5, *(pytest.param(part / 12, marks=pytest.mark.whole) for part in range(12))]
)
def test_a_build_after_a_killed_build_equals_a_fresh_one(
    runner: Runner, tmp_path: Path, share: float
) -> None:
    trial = Trial(runner, tmp_path, BUILD)
    assert trial.killed(int(share * (len(trial.steps) - 1)) + 1) == []
