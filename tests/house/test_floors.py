"""Imports go down only. The floors of the house, held."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WINGS = ("portal", "cameras", "detection", "evidence")

FLOORS: dict[str, int] = {
    "portal.lib": 1,
    "portal.media": 1,
    "cameras.sources": 1,
    "detection.engine": 1,
    "portal.ledger": 2,
    "portal.places": 2,
    "portal.files": 3,
    "portal.people": 3,
    "portal.audit": 4,
    "portal.notices": 4,
    "portal.appointments": 4,
    "portal.duties": 4,
    "portal.organisations": 4,
    "portal.access": 4,
    "portal.units": 4,
    "portal.look": 4,
    "cameras.registry": 5,
    "cameras.consent": 6,
    "cameras.beacon": 6,
    "cameras.funding": 6,
    "cameras.consultation": 6,
    "cameras.census": 6,
    "cameras.complaints": 6,
    "cameras.upkeep": 6,
    "cameras.coverage": 7,
    "evidence.cases": 8,
    "evidence.delays": 9,
    "evidence.requests": 9,
    "evidence.emergency": 9,
    "evidence.custody": 10,
    "evidence.extraction": 11,
    "evidence.findings": 11,
    "evidence.disclosure": 12,
    "evidence.oversight": 12,
    "evidence.privacy": 12,
    "evidence.reports": 12,
    "evidence.demo": 13,
}
# On one floor nobody knows the neighbour, except where one of the two stands on the other.
LEANS = {
    ("portal.media", "portal.lib"),
    ("cameras.sources", "portal.lib"),
    ("portal.look", "portal.notices"),
    ("portal.appointments", "portal.look"),
    ("portal.duties", "portal.look"),
    ("portal.duties", "portal.notices"),
    ("portal.appointments", "portal.notices"),
    ("portal.units", "portal.look"),
    ("portal.organisations", "portal.look"),
    ("portal.organisations", "portal.notices"),
    ("portal.people", "portal.files"),
    ("portal.places", "portal.ledger"),
    ("evidence.privacy", "evidence.oversight"),
    ("evidence.privacy", "evidence.reports"),
    ("evidence.requests", "evidence.delays"),
    ("evidence.emergency", "evidence.delays"),
    ("evidence.emergency", "evidence.requests"),
}
PURE = ("portal.lib", "portal.media", "cameras.sources", "detection.engine")
ALONE = "detection.engine"
BY_STRING_ONLY = ("pages", "api", "tasks")
ENTRY_POINTS = ("portal.settings", "portal.urls", "portal.celery", "portal.wsgi")


def modules() -> Iterator[tuple[str, Path]]:
    for wing in WINGS:
        for path in sorted((ROOT / wing).rglob("*.py")):
            if "migrations" not in path.parts:
                parts = path.relative_to(ROOT).with_suffix("").parts
                yield ".".join(part for part in parts if part != "__init__"), path


def imports(name: str, path: Path) -> Iterator[str]:
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            source = node.module or ""
            if node.level:
                above = package.split(".")[: len(package.split(".")) - node.level + 1]
                source = ".".join([*above, source] if source else above)
            yield from (f"{source}.{alias.name}" for alias in node.names)


def package_of(name: str) -> str:
    return ".".join(name.split(".")[:2])


def test_every_package_stands_on_a_floor() -> None:
    packages = {
        package_of(name) for name, path in modules() if len(path.relative_to(ROOT).parts) > 2
    }
    assert packages - {"portal.formats"} == set(FLOORS)


def test_imports_go_down_only() -> None:
    wrong = []
    for name, path in modules():
        here = package_of(name)
        for target in imports(name, path):
            there = package_of(target)
            if here not in FLOORS or there not in FLOORS or here == there:
                continue
            goes_down = FLOORS[there] < FLOORS[here]
            if not goes_down and (here, there) not in LEANS:
                wrong.append(f"{name} imports {target}")
    assert wrong == []


def test_pure_packages_know_no_django_and_the_engine_nothing_of_the_project() -> None:
    wrong = []
    for name, path in modules():
        here = package_of(name)
        for target in imports(name, path):
            top = target.split(".")[0]
            if here in PURE and top in {"django", "rest_framework", "allauth"}:
                wrong.append(f"{name} imports {target}")
            if here == ALONE and top in WINGS and package_of(target) != ALONE:
                wrong.append(f"{name} imports {target}")
    assert wrong == []


def test_pages_api_and_tasks_are_imported_by_nobody() -> None:
    wrong = []
    for name, path in modules():
        if path.name == "urls.py":
            continue  # the URL conf of a package names its own pages
        for target in imports(name, path):
            parts = target.split(".")
            if parts[0] in WINGS and parts[2:3] and parts[2] in BY_STRING_ONLY:
                wrong.append(f"{name} imports {target}")
    assert wrong == []


def test_settings_and_entry_points_are_imported_by_nobody() -> None:
    wrong = [
        f"{name} imports {target}"
        for name, path in modules()
        if name != "portal.wsgi"
        for target in imports(name, path)
        if any(target == point or target.startswith(f"{point}.") for point in ENTRY_POINTS)
    ]
    assert wrong == []


def test_only_the_runner_starts_programs() -> None:
    allowed = {"portal.media.runner", "evidence.demo.stack"}
    wrong = [
        name
        for name, path in modules()
        if name not in allowed
        and any(target.split(".")[0] in {"subprocess", "pty"} for target in imports(name, path))
    ]
    assert wrong == []


def test_files_are_short_enough_to_read() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for _name, path in modules()
        if (lines := len(path.read_text().splitlines())) > 400
    }
    assert long == {}
