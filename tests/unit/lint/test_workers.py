"""Many proposals are checked in several processes, with the same findings as in one."""

import os
from multiprocessing import get_context

import pytest

from mkdocs_seps.config.settings import Settings
from mkdocs_seps.lint import workers
from mkdocs_seps.lint.runner import check
from mkdocs_seps.lint.workers import forked, in_workers
from mkdocs_seps.project.loading import load_project
from tests.support.projects import Project, canonical

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning"),
]

COUNT = 20


@pytest.fixture(autouse=True)
def _few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "FEWEST", COUNT)
    monkeypatch.setattr(workers, "worker_count", lambda: 2)
    monkeypatch.setattr(workers, "_can_fork", lambda: True)


def and_process(number: int) -> tuple[int, int]:
    return number, os.getpid()


def test_the_results_of_other_processes_are_in_order() -> None:
    numbers, processes = zip(*forked(and_process, range(COUNT)), strict=True)
    assert numbers == tuple(range(COUNT))
    assert os.getpid() not in processes


def test_a_few_items_need_no_other_process() -> None:
    assert {process for _, process in forked(and_process, range(COUNT - 1))} == {os.getpid()}


def test_a_process_that_dies_costs_only_time() -> None:
    here = os.getpid()

    def or_die(number: int) -> int:
        if number == COUNT - 1 and os.getpid() != here:
            os._exit(1)
        return number

    assert [*forked(or_die, range(COUNT))] == [*range(COUNT)]


def test_a_system_without_semaphores_uses_one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise OSError("Function not implemented")

    monkeypatch.setattr("concurrent.futures.ProcessPoolExecutor", refused)
    assert [*in_workers(len, ["a"], get_context("fork"))] == []
    assert [*forked(and_process, range(COUNT))] == [*map(and_process, range(COUNT))]


def test_a_process_with_threads_is_not_copied(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    monkeypatch.setattr(workers, "FEWEST", COUNT)
    monkeypatch.setattr("threading.active_count", lambda: 2)
    assert {process for _, process in forked(and_process, range(COUNT))} == {os.getpid()}


def test_the_check_has_the_same_findings_in_several_processes(project: Project) -> None:
    broken = "\n## Abstract\n\nSee SEP-99 and [a file](missing.md).\n"
    project.write({f"seps/{n}-a.md": canonical(n) + broken for n in range(1, COUNT + 1)})
    settings = Settings.of({}, project.folder)
    catalog = load_project(settings).catalog
    alone = check(catalog, settings=settings)
    assert sum("missing.md" in finding.message for finding in alone) == COUNT
    assert check(catalog, settings=settings, each=forked) == alone
