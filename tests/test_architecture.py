"""The budgets and walls of docs/architecture.md, measured on the tree as it is."""

import ast
import re
import statistics
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCE_FOLDERS = ("units", "hazards", "reports", "notices", "config", "benchmarks")
Function = ast.FunctionDef | ast.AsyncFunctionDef

MAX_FILE, MEDIAN_FILE = 400, 90
MAX_FUNCTION, P90_FUNCTION, MEDIAN_FUNCTION = 60, 30, 10
MAX_CLASS = 250
MAX_TEST = 40
TESTS_PER_SOURCE = 1.4


def python_files(*folders: str) -> list[Path]:
    found = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    return sorted(path for path in found if "migrations" not in path.parts)


def sources() -> list[Path]:
    return [ROOT / "manage.py", *python_files(*SOURCE_FOLDERS)]


def line_count(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def code_lines(path: Path) -> int:
    """Lines that hold code: blank lines, comments and docstrings do not count, on either side."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    counted: set[int] = set()
    for node in ast.walk(tree):
        is_text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if isinstance(node, ast.stmt) and not is_text:
            first = min((line.lineno for line in getattr(node, "decorator_list", ())), default=node.lineno)
            counted.update(range(first, _head_end(node) + 1))
    return len(counted)


def _head_end(node: ast.stmt) -> int:
    """The last line of a statement itself, without the statements inside it."""
    inner = [child.lineno for child in ast.walk(node) if isinstance(child, ast.stmt) and child is not node]
    return min(inner) - 1 if inner else (node.end_lineno or node.lineno)


def functions(path: Path) -> Iterator[Function]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, Function):
            yield node


def length(node: Function | ast.ClassDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def name_of(path: Path, node: Function | ast.ClassDef) -> str:
    return f"{path.relative_to(ROOT)}:{node.lineno} {node.name} ({length(node)})"


def test_source_files_stay_short() -> None:
    sizes = {path: line_count(path) for path in sources()}
    assert not [f"{path.relative_to(ROOT)} ({size})" for path, size in sizes.items() if size > MAX_FILE]
    assert statistics.median(size for size in sizes.values() if size > 1) <= MEDIAN_FILE


def test_functions_stay_short() -> None:
    found = [(length(node), name_of(path, node)) for path in sources() for node in functions(path)]
    assert not [name for size, name in found if size > MAX_FUNCTION]
    sizes = sorted(size for size, _ in found)
    assert sizes[len(sizes) * 9 // 10] <= P90_FUNCTION
    assert statistics.median(sizes) <= MEDIAN_FUNCTION


def test_classes_stay_small() -> None:
    classes = [
        (path, node)
        for path in sources()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
    ]
    assert not [name_of(path, node) for path, node in classes if length(node) > MAX_CLASS]


def test_tests_stay_short() -> None:
    found = [(path, node) for path in python_files("tests") for node in functions(path)]
    assert not [
        name_of(path, node)
        for path, node in found
        if node.name.startswith("test_") and length(node) > MAX_TEST
    ]


def test_tests_outweigh_source() -> None:
    source = sum(code_lines(path) for path in sources())
    tests = sum(code_lines(path) for path in python_files("tests"))
    assert tests >= TESTS_PER_SOURCE * source, f"{tests} lines of tests for {source} lines of source"


def test_guardian_has_one_caller() -> None:
    """The grants table itself must derive from guardian's base class; the rest goes through grants.py."""
    allowed = {ROOT / "units" / "grants.py", ROOT / "units" / "models.py"}
    callers = {
        p for p in sources() if re.search(r"^\s*(from|import) guardian", p.read_text("utf-8"), re.MULTILINE)
    }
    assert callers == allowed


def test_clock_is_read_only_at_the_edges() -> None:
    """Services and selectors are told the time, so that every boundary can be tested."""
    edges = {"tasks.py", "api.py", "commands.py", "health.py"}
    readers = [
        path
        for path in python_files("units", "hazards", "reports", "notices")
        if re.search(r"timezone\.now\(|datetime\.now\(|date\.today\(", path.read_text("utf-8"))
    ]
    inside = [
        str(path.relative_to(ROOT))
        for path in readers
        if path.name not in edges
        and not {"views", "management", "templatetags"} & set(path.parts)
        and path.name != "views.py"
    ]
    assert inside == []


def test_I3_scope_is_never_stepped_around() -> None:
    """No unscoped manager and no raw query on models; the few raw statements are listed here by file."""
    pattern = re.compile(r"_base_manager|\.raw\(|cursor\.execute\(")
    found = {
        str(path.relative_to(ROOT))
        for path in python_files("units", "hazards", "reports", "notices")
        if pattern.search(path.read_text("utf-8"))
    }
    assert found == {
        "units/scoping.py",
        "units/selectors.py",
        "reports/locking.py",
        "hazards/services/standards.py",
    }


def test_migrations_are_named_for_what_they_do() -> None:
    names = [path.stem for path in ROOT.glob("*/migrations/[0-9]*.py")]
    assert names
    assert not [name for name in names if re.search(r"_auto_|\d{8}", name)]


@pytest.mark.parametrize("package", ["units", "hazards", "reports", "notices"])
def test_every_public_module_says_what_it_is(package: str) -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in python_files(package)
        if line_count(path) > 1
        and path.name != "apps.py"
        and "commands" not in path.parts
        and not ast.get_docstring(ast.parse(path.read_text("utf-8")))
    ]
    assert silent == []


def test_registries_machines_and_makers_are_not_named() -> None:
    """The project must build anywhere: no registry host, no path of a machine (spelt so as not to match)."""
    pattern = re.compile("/(?:wor" + "k|roo" + "t)/|--extra-index" + '-url|"resolved": "' + "http")
    suffixes = {".py", ".md", ".toml", ".yml", ".json", ".txt", ".html", ".css", ".js", ""}
    skipped = {
        "node_modules",
        ".venv",
        ".git",
        ".data",
        "vendor",
        ".mypy_cache",
        ".ruff_cache",
        ".hypothesis",
    }
    named = [
        str(path.relative_to(ROOT))
        for path in ROOT.rglob("*")
        if path.is_file()
        and path.suffix in suffixes
        and not skipped & set(path.parts)
        and path.stat().st_size < 1_000_000
        and pattern.search(path.read_text("utf-8", errors="replace"))
    ]
    assert named == []
