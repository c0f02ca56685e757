"""What runs by itself is listed in the policy, and nobody's authority goes with it."""

import ast
import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from portal.celery import app
from portal.people.policy import TASKS

from .test_floors import ROOT, WINGS

LISTED = {task.name: task for task in TASKS}
# Who signs without being a task: an operator at the command line, and the record's own guard.
BY_COMMAND = {
    "system:administrator",
    "system:demo",
    "system:guard",
    "system:install-model",
    "system:load-outlines",
    "system:load-units",
    "system:operator",
    "system:visitor",
}


def ours() -> dict[str, object]:
    app.loader.import_default_modules()
    return {name: task for name, task in app.tasks.items() if not name.startswith("celery.")}


def sources() -> Iterator[tuple[Path, ast.Module]]:
    for wing in WINGS:
        for path in sorted((ROOT / wing).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path, ast.parse(path.read_text())


def test_every_task_is_listed_and_every_line_is_a_task() -> None:
    assert ours().keys() == LISTED.keys(), "TASKS in portal/people/policy.py names each task"


@pytest.mark.parametrize("name", sorted(LISTED))
def test_a_task_is_given_public_ids_and_nothing_else(name: str) -> None:
    run = getattr(ours()[name], "run")  # noqa: B009 -- celery's tasks have no types
    taken = inspect.signature(run).parameters.values()
    assert all(p.name == "public_id" and p.annotation is str for p in taken), (
        f"{name} takes {[p.name for p in taken]}: a task reads the rows, and knows no person"
    )


def test_no_module_of_tasks_knows_people() -> None:
    wrong = [
        str(path)
        for path, tree in sources()
        if path.name == "tasks.py"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and "people" in (node.module or "")
    ]
    assert wrong == []


def test_the_clock_starts_listed_tasks_only() -> None:
    planned = {line["task"] for line in settings.CELERY_BEAT_SCHEDULE.values()}
    assert planned <= LISTED.keys()


def test_every_name_that_the_system_signs_with_is_known() -> None:
    used = {
        node.value
        for _, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and node.value.startswith("system:")
        and node.value.removeprefix("system:").replace("-", "").isalpha()
    }
    assert used == {task.actor for task in TASKS if task.actor} | BY_COMMAND
