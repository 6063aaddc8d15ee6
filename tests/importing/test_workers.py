"""Worker processes: order, and tasks that overrun or break."""

from __future__ import annotations

import os
import time

import pytest

from ofsted_graph.errors import InputError
from ofsted_graph.importing.workers import Bounds, run_tasks

TIGHT = Bounds(megabytes=200, seconds=0.5)


def work(task: str) -> str:
    """Do what the task says."""
    if task == "refuse":
        raise InputError("is refused.", path="x.pdf")
    if task == "fault":
        raise KeyError("a\nb")
    if task == "hang":
        time.sleep(60)
    if task == "crash":
        os._exit(7)
    if task == "eat":
        return f"{len(bytearray(900_000_000))}"
    if task.startswith("slow"):
        time.sleep(0.05)
    return task.upper()


@pytest.mark.parametrize("jobs", [1, 3])
def test_results_come_in_order(jobs: int) -> None:
    tasks = ["slow a", "b", "slow c", *"defghij"]
    outcomes = list(run_tasks(work, tasks, jobs=jobs))
    assert [outcome.result for outcome in outcomes] == [task.upper() for task in tasks]


def test_one_bad_task_is_that_task_alone() -> None:
    tasks = ["a", "refuse", "fault", "hang", "b", "crash", "eat", "c"]
    outcomes = {one.task: one for one in run_tasks(work, tasks, jobs=2, bounds=TIGHT)}
    assert list(outcomes) == tasks
    assert [outcomes[name].result for name in "abc"] == ["A", "B", "C"]
    failures = {name: one.failure for name, one in outcomes.items() if one.failure}
    assert failures.pop("refuse") == "x.pdf: is refused."
    assert "KeyError" in failures["fault"]
    assert "longer than 0.5 seconds" in failures["hang"]
    assert "code 7" in failures["crash"]
    assert "200 MB" in failures["eat"]
    assert not any("\n" in line for line in failures.values())


def test_nothing_is_read_far_ahead() -> None:
    taken = 0

    def tasks() -> object:
        nonlocal taken
        while True:
            taken += 1
            yield f"task {taken}"

    outcomes = run_tasks(work, tasks(), jobs=2)  # type: ignore[arg-type]
    assert next(outcomes).result == "TASK 1"
    assert taken < 30
    outcomes.close()  # type: ignore[attr-defined]


def test_no_tasks_no_workers() -> None:
    assert list(run_tasks(work, [], jobs=2)) == []
